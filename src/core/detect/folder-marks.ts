import type { Evidence } from '../model/evidence.ts';
import { basename, join, type RelPath, ROOT } from '../model/paths.ts';
import type { FileTree } from '../workspace/file-tree.ts';

/** Whether a path names a folder: by the tree, or for output that is not there yet by the lack of an extension. */
function isFolder(path: RelPath, tree: FileTree): boolean {
  if (tree.has(path)) return false;
  return tree.hasFolder(path) || !/[^.]\.[a-z0-9]+$/i.test(basename(path));
}

function marked(path: string, from: RelPath, tree: FileTree): string {
  const plain = path.replace(/\/+$/, '');
  if (plain !== path || plain === '.' || plain === '') return path;
  return isFolder(join(from, plain), tree) ? `${plain}/` : plain;
}

/** Gives the folders in lists of files the trailing slash that the model promises, so that detectors need not care. */
export function withFolderMarks(claim: Evidence, dir: RelPath, tree: FileTree): Evidence {
  if (claim.field === 'app.files') return { ...claim, value: claim.value.map((path) => marked(path, dir, tree)) };
  if (claim.field === 'runtime.installFiles') {
    return { ...claim, value: claim.value.map((path) => marked(path, ROOT, tree)) };
  }
  return claim;
}
