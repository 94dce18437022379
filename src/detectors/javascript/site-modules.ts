import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { EnvRead } from './env-reads.ts';
import { moduleAt } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';

/** At most so many files of a site are looked through for variables. */
const SITE_FILES = 500;

/** Files of a site or a file-routed framework: no single entry reaches them all. */
export function siteModules(scope: Scope): readonly ModuleIndex[] {
  const found: ModuleIndex[] = [];
  let read = 0;
  for (const file of scope.tree.files) {
    const path = relativeTo(file, scope.dir);
    if (
      !/\.[cm]?[jt]sx?$/.test(path) ||
      /\.d\.ts$|\.(test|spec|stories)\.|(^|\/)(tests?|__tests__|e2e|cypress|scripts|node_modules|dist|build|public)\//.test(
        path,
      )
    )
      continue;
    if (read >= SITE_FILES) break;
    read += 1;
    if (!/\benv\b/.test(scope.text(file)?.text ?? '')) continue;
    const module = moduleAt(scope, file);
    if (module !== undefined) found.push(module);
  }
  return found;
}

/** Reads in single-file components, which no syntax tree covers: `import.meta.env.X` by its text. */
export function componentReads(scope: Scope): readonly EnvRead[] {
  const found: EnvRead[] = [];
  const files = ['vue', 'svelte', 'astro'].flatMap((extension) => scope.tree.withExtension(extension));
  for (const file of files.slice(0, SITE_FILES)) {
    for (const [at, line] of (scope.text(file)?.text ?? '').split('\n').entries()) {
      for (const match of line.matchAll(/import\.meta\.env\.([A-Za-z_]\w*)(\s*(?:\?\?|\|\|))?/g)) {
        found.push({
          name: match[1] ?? '',
          file,
          line: at + 1,
          default: null,
          need: match[2] === undefined ? 'needs' : 'copes',
        });
      }
    }
  }
  return found;
}
