import { byPath, type RelPath, ROOT, relPath } from '../model/paths.ts';
import { ALL_PARSERS } from './all-parsers.ts';
import { fileTree } from './file-tree.ts';
import type { Scope } from './scope.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** A workspace over texts (or bytes) in memory, for tests and for input that is no folder. */
export function workspaceOf(files: Readonly<Record<string, string | Uint8Array>>): Workspace {
  const encoder = new TextEncoder();
  const bytes = new Map<RelPath, Uint8Array>();
  for (const [path, content] of Object.entries(files)) {
    bytes.set(relPath(path), typeof content === 'string' ? encoder.encode(content) : content);
  }
  const tree = fileTree([...bytes.keys()].sort(byPath));
  return createWorkspace(
    tree,
    (path) => {
      const found = bytes.get(path);
      return found && { bytes: found, truncated: false };
    },
    ALL_PARSERS,
  );
}

/** The scope of one component in memory. */
export function scopeOf(files: Readonly<Record<string, string | Uint8Array>>, dir: string = ROOT): Scope {
  return workspaceOf(files).scope(relPath(dir), [], 'test');
}
