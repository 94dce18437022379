import { dirname, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { GoComponent } from './component.ts';

/** One pattern of a `//go:embed` line. */
export interface Embed {
  readonly pattern: string;
  /** The folder or file that must be there when the program is built. */
  readonly path: RelPath;
  readonly file: RelPath;
  readonly line: number;
  /** False where no file of the project matches: it has to be built first. */
  readonly isThere: boolean;
}

/** What the program embeds. Source: https://pkg.go.dev/embed */
export function embeds(scope: Scope, { files }: GoComponent): readonly Embed[] {
  const found: Embed[] = [];
  for (const { path: file, text } of files) {
    if (!text.includes('//go:embed')) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const patterns = /^\/\/go:embed\s+(.+)$/.exec(line.trim())?.[1]?.match(/"[^"]*"|`[^`]*`|\S+/g) ?? [];
      for (const quoted of patterns) {
        const pattern = quoted.replace(/^["`]|["`]$/g, '').replace(/^all:/, '');
        const plain = pattern.replace(/\/?[^/]*[*?[].*$/, '');
        const path = insideRoot(`${dirname(file)}/${plain}`);
        if (path === undefined || plain === '') continue;
        const isThere = scope.project.has(path) || scope.project.hasFolder(path);
        found.push({ pattern, path, file, line: index + 1, isThere });
      }
    }
  }
  return found;
}
