import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { FileWrite, Ledger, LedgerEntry, WriteAction } from '../model/artifact.ts';
import { dirname, type RelPath, ROOT } from '../model/paths.ts';
import { digest } from './digest.ts';
import { LEDGER_PATH, ledgerOf, pristinePath, serialiseLedger } from './ledger.ts';
import { isProtected } from './protected.ts';
import { openConflicts } from './settle.ts';
import { dressed, plain } from './text.ts';

/** Everything that one run writes, to be applied as a whole, and the ledger as it is afterwards. */
export interface Transaction {
  readonly writes: readonly FileWrite[];
  readonly ledger: Ledger;
}

/**
 * Turns settled actions into writes: the files, their pristine texts and at last the ledger, each only where its text
 * changes. A kept file, and one with the render beside it, keeps the record that it had (none, if it is not derrick's);
 * so does everything that is not among the actions. Fails with DRK2001 for an open conflict and with DRK1203 for a
 * target that is protected, used twice, or the folder of another.
 */
export function transaction(
  actions: readonly WriteAction[],
  ledger: Ledger,
  pristine: ReadonlyMap<RelPath, string>,
): Result<Transaction> {
  const files = actions.flatMap(writesOf);
  const problems = [...openConflicts(actions), ...badTargets(actions)];
  if (problems.length > 0) return failed(problems);

  const entries = new Map<string, LedgerEntry>(Object.entries(ledger.files));
  const pristines: FileWrite[] = [];
  for (const { kind, artifact } of actions) {
    if (kind === 'kept' || kind === 'beside') continue;
    const { path, content, rigging } = artifact;
    entries.set(path, { rigging, sha256: digest(content) });
    const known = pristine.get(path);
    if (known !== undefined && plain(known) === content) continue;
    pristines.push({ path: pristinePath(path), content, executable: false });
  }
  const next = ledgerOf(entries);
  const text = serialiseLedger(next);
  const record: FileWrite[] =
    text === serialiseLedger(ledger) ? [] : [{ path: LEDGER_PATH, content: text, executable: false }];
  return ok({ writes: [...files, ...pristines, ...record], ledger: next });
}

function writesOf(action: WriteAction): readonly FileWrite[] {
  const { path, content, executable } = action.artifact;
  switch (action.kind) {
    case 'create':
      return [{ path, content, executable, was: null }];
    case 'refresh':
      return [{ path, content: dressed(content, action.was), executable, was: action.was }];
    case 'merged':
      return action.merged === action.was ? [] : [{ path, content: action.merged, executable, was: action.was }];
    case 'overwrite':
      return [{ path, content, executable, was: action.was }];
    case 'beside':
      return action.there === content ? [] : [{ path: action.beside, content, executable, was: action.there }];
    default:
      return [];
  }
}

function targetOf(action: WriteAction): RelPath {
  return action.kind === 'beside' ? action.beside : action.artifact.path;
}

function badTargets(actions: readonly WriteAction[]): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const seen = new Map<RelPath, string>();
  for (const action of actions) {
    const path = targetOf(action);
    const { rigging } = action.artifact;
    const other = seen.get(path);
    if (isProtected(path)) problems.push(bad(path, `the rigging ${rigging} may not write ${path}`));
    else if (other !== undefined) problems.push(bad(path, `${path} is written by ${other} and again by ${rigging}`));
    seen.set(path, rigging);
  }
  for (const [path, rigging] of seen) {
    for (let dir = dirname(path); dir !== ROOT; dir = dirname(dir)) {
      const other = seen.get(dir);
      if (other === undefined) continue;
      problems.push(bad(path, `${dir} is a file of ${other}, yet ${rigging} writes ${path} below it`));
    }
  }
  return problems;
}

function bad(file: RelPath, detail: string): Diagnostic {
  return { code: 'DRK1203', severity: 'error', detail, at: { file, line: null } };
}
