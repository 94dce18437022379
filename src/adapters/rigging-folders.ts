import fastGlob from 'fast-glob';

/** The names of the folders directly below `parent` that may hold a rigging: no hidden ones, no symbolic links. */
export function riggingFolders(parent: string): readonly string[] {
  return fastGlob.sync('*', { cwd: parent, onlyDirectories: true, followSymbolicLinks: false }).sort();
}
