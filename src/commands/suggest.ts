import type { Terminal } from '../adapters/terminal.ts';
import { readOnDisk } from '../adapters/write-state.ts';
import type { Diagnostic } from '../core/errors/diagnostic.ts';
import { printable } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import type { FileWrite, Ledger } from '../core/model/artifact.ts';
import type { RelPath } from '../core/model/paths.ts';
import { adoptable, suggestions } from '../core/suggest/suggest.ts';
import { applied, type Suggestion, suggestionName } from '../core/suggest/suggestion.ts';
import { entryOf } from '../core/write/ledger.ts';
import { dressed, plain } from '../core/write/text.ts';
import { unifiedTextDiff } from '../core/write/unified-diff.ts';
import type { Survey } from './survey.ts';

/** What could be improved in files that are not derrick's. */
export interface Proposals {
  /** The exact texts of the files, by path. */
  readonly texts: ReadonlyMap<RelPath, string>;
  readonly all: readonly Suggestion[];
}

/** Looks at the files of the project that are kept; `rewritten` are those that this run replaces or merges. */
export function proposalsFor(
  { root, files, detection }: Survey,
  ledger: Ledger,
  rewritten: ReadonlySet<string>,
): Proposals {
  const paths = adoptable(files).filter((path) => entryOf(ledger, path) === undefined && !rewritten.has(path));
  const texts = new Map<RelPath, string>();
  for (const [path, { content, opaque }] of readOnDisk(root, paths)) if (opaque !== true) texts.set(path, content);
  const foreign = [...texts].map(([path, text]) => ({ path, text: plain(text) }));
  return { texts, all: suggestions(foreign, detection.model.components) };
}

/**
 * The suggestions that flags ask for, by `FILE#ID`, or by ID for every file.
 * @throws {UserError} DRK4002 for one that there is not.
 */
export function accepted({ all }: Proposals, names: readonly string[]): readonly Suggestion[] {
  const problems: Diagnostic[] = names
    .filter((name) => !all.some((one) => one.id === name || suggestionName(one) === name))
    .map((name) => ({
      code: 'DRK4002',
      severity: 'error',
      detail: `--accept ${name}: there is ${all.length === 0 ? 'no suggestion' : all.map(suggestionName).join(', ')}`,
    }));
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError([first, ...rest]);
  return all.filter((one) => names.includes(one.id) || names.includes(suggestionName(one)));
}

/** The small diff of one suggestion. */
function diffOf({ texts }: Proposals, one: Suggestion): readonly string[] {
  const text = plain(texts.get(one.file) ?? '');
  return unifiedTextDiff(one.file, text, applied(text, [one]))
    .split('\n')
    .filter((line) => line !== '')
    .map(printable);
}

/** Lists what could be improved and what will be, with small diffs where they are asked for. */
export function showProposals(
  terminal: Terminal,
  proposals: Proposals,
  chosen: readonly Suggestion[],
  withDiffs: boolean,
): void {
  for (const one of chosen) terminal.note(`  accepted  ${printable(suggestionName(one))}`);
  const open = proposals.all.filter((one) => !chosen.includes(one));
  if (open.length === 0) return;
  terminal.note('\nYour own files are kept. They could be better; `--accept NAME` makes a change, nothing else does:');
  for (const one of open) {
    terminal.note(`  ${printable(suggestionName(one))}  ${printable(one.title)} (${one.rule}, line ${one.line})`);
    if (withDiffs) for (const line of diffOf(proposals, one)) terminal.print(line);
  }
}

/** Asks about each suggestion; no is the answer that counts where nothing is typed. */
export async function askProposals(terminal: Terminal, proposals: Proposals): Promise<readonly Suggestion[]> {
  const chosen: Suggestion[] = [];
  if (proposals.all.length === 0) return chosen;
  const { confirm } = await import('../adapters/prompt.ts');
  for (const one of proposals.all) {
    for (const line of diffOf(proposals, one)) terminal.note(line);
    if (await confirm(`${printable(one.file)}: ${printable(one.title)}?`, false)) chosen.push(one);
  }
  return chosen;
}

/** The writes that make the chosen suggestions: byte order marks and line ends stay as they are. */
export function proposalWrites({ texts }: Proposals, chosen: readonly Suggestion[]): readonly FileWrite[] {
  return [...texts].flatMap(([path, was]) => {
    const own = chosen.filter(({ file }) => file === path);
    if (own.length === 0) return [];
    return [{ path, content: dressed(applied(plain(was), own), was), executable: false, was }];
  });
}
