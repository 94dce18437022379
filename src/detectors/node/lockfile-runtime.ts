import type { Scope } from '../../core/workspace/scope.ts';
import { fileIn } from './node-folder.ts';
import type { VersionSource } from './version-source.ts';
import { findWorkspace } from './workspaces.ts';

/** The Node.js that pnpm locked for `devEngines.runtime`. Source: https://pnpm.io/blog/releases/10.14 */
export function* pnpmRuntime(scope: Scope): Iterable<VersionSource> {
  const path = fileIn(scope, findWorkspace(scope).root, 'pnpm-lock.yaml');
  const text = path && scope.text(path)?.text;
  if (path === undefined || text === undefined) return;
  const found = /^ +version: runtime:(\d+\.\d+\.\d+)$/m.exec(text);
  if (found?.[1] === undefined) return;
  const line = text.slice(0, found.index).split('\n').length;
  yield { raw: found[1], file: path, line, confidence: 'config', label: 'pnpm-lock.yaml' };
}
