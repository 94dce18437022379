import { absolute, absoluteText } from '../adapters/project-fs.ts';
import { createTerminal, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import { readOnDisk, readState } from '../adapters/write-state.ts';
import { becauseOf } from '../core/check/because.ts';
import { type Drift, driftIn } from '../core/check/drift.ts';
import { lintOnDisk } from '../core/check/lint.ts';
import { CONFIG_FILE } from '../core/config/derrick-yaml.ts';
import { diagnosticJson } from '../core/detect/report.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import type { Diagnostic } from '../core/errors/diagnostic.ts';
import { exitCodeOf, printable } from '../core/errors/format.ts';
import type { Artifact, OnDisk } from '../core/model/artifact.ts';
import { basename, type RelPath } from '../core/model/paths.ts';
import { policyProblems } from '../core/policy/policy-problems.ts';
import { readPolicy } from '../core/policy/read-policy.ts';
import { ledgerPaths } from '../core/write/ledger.ts';
import { plain } from '../core/write/text.ts';
import { renderProject } from './render-project.ts';
import { survey, unwrap } from './survey.ts';

/** Flags of `derrick check`. */
export interface CheckFlags extends OutputOptions {
  readonly set?: readonly string[];
  /** A file of rules, see docs/reference/policy.md. */
  readonly policy?: string;
}

function report(terminal: Terminal, drift: readonly Drift[], diagnostics: readonly Diagnostic[]): void {
  terminal.json({ schemaVersion: 1, drift, diagnostics: diagnostics.map(diagnosticJson) });
}

function show(terminal: Terminal, drift: readonly Drift[]): void {
  const { paint, print, note } = terminal;
  for (const { path, diff, because } of drift) {
    print(`${paint('red', 'drift')}  ${printable(path)}: ${printable(because)}`);
    for (const line of diff.split('\n')) if (line !== '') print(printable(line));
  }
  if (drift.length > 0) note('`derrick init` brings the files up to date and keeps hand edits.');
  else note('The files follow from the source tree and derrick.yaml.');
}

/** The breaches of a policy by the files as they are on disk, and by the render where they are not written yet. */
function judged(
  file: string | undefined,
  artifacts: readonly Artifact[],
  disk: ReadonlyMap<RelPath, OnDisk>,
): readonly Diagnostic[] {
  if (file === undefined) return [];
  const policy = unwrap(readPolicy(absoluteText(absolute(file)), basename(file) as RelPath));
  const subjects = artifacts.map((artifact) => {
    const there = disk.get(artifact.path);
    return there === undefined || there.opaque === true ? artifact : { ...artifact, content: plain(there.content) };
  });
  return policyProblems(policy, subjects);
}

/** Detects again, renders in memory and says what would change; writes nothing. */
export async function checkCommand(path: string | undefined, flags: CheckFlags): Promise<ExitCode> {
  const terminal = createTerminal(flags);
  const found = await survey(path, flags.set);
  const { diagnostics, model } = found.detection;
  const refused = exitCodeOf(diagnostics);
  if (refused !== 0) {
    terminal.diagnostics(diagnostics);
    if (flags.json === true) report(terminal, [], diagnostics);
    return refused;
  }
  const { artifacts } = await renderProject(found, {});
  const { ledger, pristine } = unwrap(readState(found.root));
  const written = ledgerPaths(ledger).filter((one) => one !== CONFIG_FILE);
  const disk = readOnDisk(found.root, [...artifacts.map((artifact) => artifact.path), ...written]);
  const reason = (diff: string) => becauseOf(diff, model.components);
  const drift = driftIn({ artifacts, disk, ledger, pristine, reason });
  const all = [...diagnostics, ...lintOnDisk(artifacts, disk, ledger), ...judged(flags.policy, artifacts, disk)];
  terminal.diagnostics(all);
  if (flags.json === true) report(terminal, drift, all);
  else show(terminal, drift);
  return drift.length > 0 ? 8 : exitCodeOf(all);
}
