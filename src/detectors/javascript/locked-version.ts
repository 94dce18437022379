import semver from 'semver';
import type { KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readLockfile } from '../node/lockfile.ts';

/** The version as locked, else the lowest that the range allows; `null` when neither says one. */
export function lockedVersion(scope: Scope, known: KnownFacts, name: string, range: string): string | null {
  const lockfile = known.get('runtime.packageManager')?.lockfile ?? null;
  const path = lockfile === null ? undefined : scope.project.files.find((file) => file === lockfile);
  const locked = path && readLockfile(scope, path)?.packages.filter((one) => one.name === name);
  const fitting = locked?.find(({ version }) => semver.satisfies(version, range)) ?? locked?.[0];
  if (fitting !== undefined && semver.valid(fitting.version) !== null) return fitting.version;
  try {
    return semver.minVersion(range)?.version ?? null;
  } catch {
    return null;
  }
}
