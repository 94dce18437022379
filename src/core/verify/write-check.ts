import { type Check, failedCheck, passed } from './check.ts';
import { refusedPaths } from './writes.ts';

const MOST = 5;

function named(paths: readonly string[]): string {
  const more = paths.length > MOST ? ` and ${paths.length - MOST} more` : '';
  return `${paths.slice(0, MOST).join(', ')}${more}`.replace('?', 'a path that its log does not name');
}

/**
 * Whether the process writes outside its volumes: what it was refused in the restricted run, and what it changed in the
 * second one, where the root is writable. `changed` is `null` when there was no second run.
 */
export function checkWrites(
  log: readonly string[],
  changed: readonly string[] | null,
  volumes: readonly string[],
): Check | undefined {
  const refused = refusedPaths(log);
  const paths = [...new Set([...refused, ...(changed ?? [])])];
  const where = volumes.join(', ') || 'no folder';
  if (paths.length === 0) {
    return changed === null ? undefined : passed('no-unexpected-writes', `writes nowhere but in ${where}`);
  }
  const how = refused.length > 0 ? 'it tries to write to' : 'it writes to';
  return failedCheck(
    'no-unexpected-writes',
    `${how} ${named(paths)}, outside its volumes (${where})`,
    'Write below /tmp, or mount a volume there in the manifests (what must outlive the pod: --set NAME.dataPath=FOLDER).',
  );
}
