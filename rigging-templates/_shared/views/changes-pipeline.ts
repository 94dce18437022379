import type { Component } from '../../../src/core/model/app-model.ts';
import { byPath, ROOT } from '../../../src/core/model/paths.ts';

/** Paths that a git pathspec and a glob read literally. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/;

/**
 * The files and folders (with a trailing slash) whose change concerns a component: its own folder, the packages of the
 * workspace that it is made of, and what they share. `null` where any change may concern it.
 */
export function pathsOf({ dir, facts }: Component): readonly string[] | null {
  const manager = facts['runtime.packageManager'];
  const workspace = facts['runtime.workspace'];
  if (dir === ROOT || (manager !== undefined && manager.root !== dir && workspace === undefined)) return null;
  const folders = [
    dir,
    ...(workspace?.packages ?? []).map((one) => one.dir),
    ...(facts['runtime.install']?.local ?? []),
  ];
  const files = [...(workspace?.shared ?? []), ...(facts['runtime.installFiles'] ?? [])];
  if (manager?.lockfile != null) files.push(manager.lockfile);
  const own = new Set([...folders.map((folder) => `${folder}/`), ...files.filter((file) => file.endsWith('/'))]);
  const all = new Set([...own, ...files.filter((file) => ![...own].some((folder) => file.startsWith(folder)))]);
  return [...all].every((path) => PLAIN.test(path)) ? [...all].sort(byPath) : null;
}
