import { type RelPath, relPath } from '../core/model/paths.ts';
import type { Scope } from '../core/workspace/scope.ts';

const LEDGER = relPath('.derrick/ledger.json');

/** True for a file that derrick wrote, by its ledger: what it says came from detection and must not feed it again. */
export function isOurs(scope: Scope, path: RelPath): boolean {
  return scope.doc(LEDGER, 'json')?.get('files', path) !== undefined;
}
