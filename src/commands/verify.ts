import { chooseEngine } from '../adapters/engines/choose.ts';
import { localHost } from '../adapters/engines/probe.ts';
import { environment } from '../adapters/environment.ts';
import { runStep } from '../adapters/exec.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { absolute, absoluteText } from '../adapters/project-fs.ts';
import { createTerminal, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import { type ContainerEngine, containerEngine, dialectOf, runsNone } from '../adapters/verify/container-engine.ts';
import { removeLeftovers } from '../adapters/verify/lease.ts';
import type { Engine, EngineWish } from '../core/build/engine.ts';
import { diagnosticJson } from '../core/detect/report.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import type { Diagnostic } from '../core/errors/diagnostic.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type ComponentReport, cardLines } from '../core/verify/card.ts';
import { readEnvFile, readEnvFlags } from '../core/verify/env-file.ts';
import { survey, unwrap } from './survey.ts';
import { type StaticReport, staticHalf, verifyImage } from './verify-component.ts';

/** Flags of `derrick verify`. */
export interface VerifyFlags extends OutputOptions {
  readonly engine: EngineWish;
  readonly image?: string;
  readonly static?: boolean;
  readonly clean?: boolean;
  readonly env?: readonly string[];
  readonly envFile?: readonly string[];
  readonly timeout?: string;
  readonly secret?: readonly string[];
  readonly buildArg?: readonly string[];
  readonly builder?: string;
  readonly component?: readonly string[];
  readonly set?: readonly string[];
}

/** The engine for the second half, in both its roles. */
interface Engines {
  readonly build: Engine;
  readonly run: ContainerEngine;
}

function usage(detail: string): UserError {
  return new UserError([{ code: 'DRK4001', severity: 'error', detail }]);
}

function givenEnvironment(flags: VerifyFlags): Readonly<Record<string, string>> {
  const files = (flags.envFile ?? []).map((path) => unwrap(readEnvFile(path, absoluteText(absolute(path)))));
  return Object.assign({}, ...files, unwrap(readEnvFlags(flags.env ?? [], environment())));
}

function startLimit({ timeout }: VerifyFlags): number | null {
  if (timeout === undefined) return null;
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 3600)) throw usage(`--timeout needs seconds from 1 to 3600: ${timeout}`);
  return seconds;
}

/** Finds the engine; with `--engine auto` none at all is no error: the static half is worth having by itself. */
async function findEngines(flags: VerifyFlags, signal: AbortSignal, notes: Diagnostic[]): Promise<Engines | undefined> {
  try {
    const host = localHost(flags.builder === undefined ? { signal } : { signal, builder: flags.builder });
    const { engine } = await chooseEngine(flags.engine, host);
    const dialect = dialectOf(engine);
    if (dialect !== undefined) return { build: engine, run: containerEngine(dialect, runStep, signal) };
    notes.push(notRun(runsNone(engine)));
  } catch (error) {
    if (!(error instanceof UserError) || flags.engine !== 'auto') throw error;
    notes.push(notRun(error.problems.map(({ detail }) => detail).join('; ')));
  }
  return undefined;
}

const ASKED: Diagnostic = {
  code: 'DRK3005',
  severity: 'info',
  detail: 'only the files were checked, as --static asks',
  hint: 'Without --static the image is built and run.',
};

function notRun(why: string): Diagnostic {
  return { code: 'DRK3005', severity: 'warning', detail: `only the files were checked: ${why}` };
}

async function clean(flags: VerifyFlags, terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const { engine } = await chooseEngine(flags.engine, localHost({ signal }));
  const dialect = dialectOf(engine);
  const removed = dialect === undefined ? [] : await removeLeftovers(containerEngine(dialect, runStep, signal));
  if (flags.json === true) terminal.json({ schemaVersion: 1, removed, diagnostics: [] });
  else terminal.print(removed.length === 0 ? 'nothing was left' : `removed ${removed.join(', ')}`);
  return 0;
}

/** Builds (or takes) the image of each component, runs it as its pod would run, and reports what does not hold. */
export async function verifyCommand(path: string | undefined, flags: VerifyFlags): Promise<ExitCode> {
  const terminal = createTerminal(flags);
  return withInterrupt<ExitCode>(async (signal) => {
    if (flags.clean === true) return clean(flags, terminal, signal);
    const found = await survey(path, flags.set);
    const diagnostics: Diagnostic[] = [...found.detection.diagnostics];
    terminal.diagnostics(diagnostics);
    const refused = exitCodeOf(diagnostics);
    if (refused !== 0) {
      if (flags.json === true) report(terminal, [], diagnostics);
      return refused;
    }
    const limit = startLimit(flags);
    const given = givenEnvironment(flags);
    const halves = staticHalf(found, flags);
    if (flags.image !== undefined && halves.length !== 1) throw usage('--image needs --component: there are several');
    const notes: Diagnostic[] = [];
    if (flags.static === true) notes.push(ASKED);
    const engines = flags.static === true ? undefined : await findEngines(flags, signal, notes);
    if (engines !== undefined) await removeLeftovers(engines.run);
    const reports: ComponentReport[] = [];
    for (const half of halves) {
      const one = await verifyOne(half);
      reports.push(one);
      if (flags.json !== true) for (const line of cardLines(one, terminal.paint)) terminal.print(line);
    }
    terminal.diagnostics(notes);
    if (flags.json === true) report(terminal, reports, [...diagnostics, ...notes]);
    return isPassed(reports) ? 0 : 6;

    async function verifyOne(half: StaticReport): Promise<ComponentReport> {
      if (engines === undefined) return half.report;
      return verifyImage(found, half, { flags, given, startLimit: limit, notes, signal, terminal, ...engines });
    }
  });
}

function isPassed(reports: readonly ComponentReport[]): boolean {
  return reports.length > 0 && reports.every(({ checks }) => checks.every(({ ok }) => ok));
}

function report(terminal: Terminal, components: readonly ComponentReport[], diagnostics: readonly Diagnostic[]): void {
  terminal.json({
    schemaVersion: 1,
    passed: isPassed(components),
    components,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}
