import { buildImages } from '../adapters/engines/build-images.ts';
import { chooseEngine } from '../adapters/engines/choose.ts';
import { localHost } from '../adapters/engines/probe.ts';
import { environment, ttyForProgress } from '../adapters/environment.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { absolute } from '../adapters/project-fs.ts';
import { createTerminal, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import type { EngineWish } from '../core/build/engine.ts';
import { parseBuildArgs, parseSecrets } from '../core/build/flags.ts';
import { showStep } from '../core/build/mask.ts';
import { planBuild } from '../core/build/plan.ts';
import type { BuildOptions, BuildRequest } from '../core/build/request.ts';
import { diagnosticJson } from '../core/detect/report.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { buildRequests, chosenComponents } from './build-requests.ts';
import { imageLines } from './image-lines.ts';
import { survey, unwrap } from './survey.ts';

/** Flags of `derrick build`. */
export interface BuildFlags extends OutputOptions {
  readonly tag?: readonly string[];
  readonly push?: boolean;
  readonly platform?: readonly string[];
  readonly engine: EngineWish;
  readonly builder?: string;
  readonly secret?: readonly string[];
  readonly buildArg?: readonly string[];
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** Commander's `--no-cache` sets `cache` to false. */
  readonly cache: boolean;
  readonly sbom?: boolean;
  readonly provenance?: boolean;
  readonly metadataFile?: string;
  readonly component?: readonly string[];
  readonly dryRun?: boolean;
  readonly set?: readonly string[];
}

/** The options of a build as the flags say them; a flag that is left out asks for nothing. */
export function buildOptions(flags: Partial<BuildFlags>): BuildOptions {
  return {
    tags: flags.tag ?? [],
    labels: {},
    platforms: flags.platform ?? [],
    push: flags.push === true,
    buildArgs: unwrap(parseBuildArgs(flags.buildArg ?? [], environment())),
    secrets: unwrap(parseSecrets(flags.secret ?? [])),
    cacheFrom: flags.cacheFrom ?? [],
    cacheTo: flags.cacheTo ?? [],
    noCache: flags.cache === false,
    sbom: flags.sbom === true,
    provenance: flags.provenance === true,
  };
}

async function dryRun(wanted: readonly BuildRequest[], flags: BuildFlags, terminal: Terminal): Promise<ExitCode> {
  const { engine } = await chooseEngine(
    flags.engine,
    localHost(flags.builder === undefined ? {} : { builder: flags.builder }),
  );
  for (const request of wanted) {
    for (const step of unwrap(planBuild(request, engine)).steps) terminal.print(showStep(step));
  }
  return 0;
}

/** Builds the image of each component on the engine that answers. */
export async function buildCommand(path: string | undefined, flags: BuildFlags): Promise<ExitCode> {
  const terminal = createTerminal(flags);
  const found = await survey(path, flags.set);
  const refused = exitCodeOf(found.detection.diagnostics);
  if (refused !== 0) {
    terminal.diagnostics(found.detection.diagnostics);
    return refused;
  }
  const wanted = await buildRequests(found, chosenComponents(found, flags.component), buildOptions(flags));
  if (flags.dryRun === true) return dryRun(wanted, flags, terminal);
  return withInterrupt<ExitCode>(async (signal) => {
    const host = localHost(flags.builder === undefined ? { signal } : { signal, builder: flags.builder });
    const choice = await chooseEngine(flags.engine, host);
    terminal.note(choice.because);
    terminal.diagnostics(choice.notes);
    const report = await buildImages(wanted, {
      engine: choice.engine,
      terminal: flags.json !== true && flags.quiet !== true && ttyForProgress(),
      onLine: terminal.note,
      signal,
      notes: choice.notes,
      ...(flags.metadataFile === undefined ? {} : { metadataFile: absolute(flags.metadataFile) }),
    });
    if (flags.json === true) terminal.json({ ...report, diagnostics: report.diagnostics.map(diagnosticJson) });
    else for (const line of imageLines(report.images)) terminal.print(line);
    return 0;
  });
}
