import { createTerminal, isInteractive, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import { apply } from '../adapters/write-fs.ts';
import { holdSignals } from '../adapters/write-signals.ts';
import { componentJson, diagnosticJson } from '../core/detect/report.ts';
import { summaryLines } from '../core/detect/summary.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { FileWrite, WriteAction } from '../core/model/artifact.ts';
import type { ConflictPolicy } from '../core/model/rigging.ts';
import { openConflicts } from '../core/write/settle.ts';
import { transaction } from '../core/write/transaction.ts';
import { actionLines, actionName, diffLines } from './action-lines.ts';
import { type Changes, changesFor, keepForeign } from './changes.ts';
import { type Rendered, type RenderFlags, renderProject } from './render-project.ts';
import { accepted, askProposals, proposalsFor, proposalWrites, showProposals } from './suggest.ts';
import { type Survey, survey, unwrap } from './survey.ts';

/** Flags of `derrick init`. */
export interface InitOptions extends OutputOptions, RenderFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly diff?: boolean;
  readonly plan?: boolean;
  readonly strict?: boolean;
  readonly onConflict?: ConflictPolicy;
  /** Suggestions for files that are not derrick's, by name. */
  readonly accept?: readonly string[];
}

async function look(path: string | undefined, options: InitOptions, interactive: boolean): Promise<Survey> {
  const first = await survey(path, options.set);
  if (!interactive) return first;
  const { openQuestions } = await import('./questions.ts');
  const answers = await openQuestions(first);
  return answers.length === 0 ? first : survey(path, [...(options.set ?? []), ...answers]);
}

function report(terminal: Terminal, found: Survey, rendered: Rendered, changes: Changes, written: boolean): void {
  const { model, diagnostics } = found.detection;
  terminal.json({
    schemaVersion: 1,
    components: model.components.map((component) => componentJson(component, rendered.riggings)),
    files: changes.actions.map((action) => ({
      path: action.artifact.path,
      action: actionName(action),
      rigging: action.artifact.rigging,
    })),
    written,
    diagnostics: [...diagnostics, ...openConflicts(changes.actions)].map(diagnosticJson),
  });
}

/** Asks about each conflict in a terminal; without one, keeps files that are not derrick's and leaves the rest open. */
async function settled(root: string, changes: Changes, interactive: boolean, options: InitOptions): Promise<Changes> {
  if (options.onConflict !== undefined && options.onConflict !== 'ask') return changes;
  if (!interactive) return { ...changes, actions: keepForeign(root, changes.actions) };
  const { askConflicts } = await import('./conflicts.ts');
  return { ...changes, actions: await askConflicts(root, changes.actions) };
}

async function write(root: string, changes: Changes, further: readonly FileWrite[]): Promise<ExitCode> {
  const { writes } = unwrap(transaction(changes.actions, changes.state.ledger, changes.state.pristine));
  const all = [...writes, ...further];
  if (all.length === 0) return 0;
  const { signal } = await holdSignals(() => apply(root, all));
  return signal === undefined ? 0 : 130;
}

function isChange(action: WriteAction): boolean {
  return !['same', 'kept'].includes(action.kind);
}

/** Detects, asks what is open, shows what it will write, and writes it: all files or none. */
export async function initCommand(path: string | undefined, options: InitOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const interactive = options.json !== true && isInteractive(options);
  const found = await look(path, options, interactive);
  const { diagnostics, model } = found.detection;
  terminal.diagnostics(diagnostics);
  const refused = exitCodeOf(diagnostics, options.strict);
  if (refused !== 0) {
    if (options.json === true)
      terminal.json({
        schemaVersion: 1,
        components: [],
        files: [],
        written: false,
        diagnostics: diagnostics.map(diagnosticJson),
      });
    return refused;
  }
  const rendered = await renderProject(found, options);
  if (options.plan === true) {
    terminal.json(rendered.plan);
    return 0;
  }
  if (options.json !== true) for (const line of summaryLines(model, terminal.paint)) terminal.note(line);
  const dry = options.dryRun === true || (options.diff === true && options.yes !== true && !interactive);
  const compared = changesFor(found, rendered.artifacts, rendered.outputs, options.onConflict ?? 'ask');
  const changes = dry ? compared : await settled(found.root, compared, interactive, options);
  if (options.json !== true) for (const line of actionLines(changes, terminal.paint)) terminal.print(line);
  if (options.diff === true && options.json !== true)
    for (const line of diffLines(changes.actions)) terminal.print(line);
  const rewritten = changes.actions.filter((action) => isChange(action) && action.kind !== 'conflict');
  const paths = new Set<string>(rewritten.map(({ artifact }) => artifact.path));
  const proposals = proposalsFor(found, compared.state.ledger, paths);
  const asked = accepted(proposals, options.accept ?? []);
  if (options.json !== true && !interactive) showProposals(terminal, proposals, asked, options.diff === true);
  const open = openConflicts(changes.actions);
  if (dry || open.length > 0) {
    if (options.json === true) report(terminal, found, rendered, changes, false);
    if (dry) return 0;
    terminal.diagnostics(open);
    return 4;
  }
  if (interactive && changes.actions.some(isChange)) {
    const { confirm } = await import('../adapters/prompt.ts');
    if (!(await confirm('Write these files?')))
      throw new UserError([
        {
          code: 'DRK4001',
          severity: 'error',
          detail: 'nothing was written',
          hint: 'Run `derrick init` again when you are ready.',
        },
      ]);
  }
  const chosen = interactive && options.accept === undefined ? await askProposals(terminal, proposals) : asked;
  const code = await write(found.root, changes, proposalWrites(proposals, chosen));
  if (options.json === true) report(terminal, found, rendered, changes, true);
  else if (changes.actions.some(isChange)) terminal.note(nextSteps(changes));
  return code;
}

function nextSteps(changes: Changes): string {
  const image = changes.actions.some(({ artifact }) => artifact.format === 'dockerfile');
  return image
    ? '\nNext: `derrick build` makes the image; commit the files, .derrick/ included.'
    : '\nCommit the files, .derrick/ included.';
}
