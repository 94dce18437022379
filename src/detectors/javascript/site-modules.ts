import { isWithin, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { redwoodProject } from '../node/redwood-project.ts';
import { isToolConfig } from './build-config.ts';
import type { EnvRead } from './env-reads.ts';
import { moduleAt } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';

/** The component's own files; those of both sides for the root of a RedwoodJS application. */
function siteFiles(scope: Scope): readonly RelPath[] {
  const sources = (redwoodProject(scope)?.sides ?? []).map((side) => join(side, 'src'));
  return [...scope.tree.files, ...scope.project.files.filter((file) => sources.some((dir) => isWithin(file, dir)))];
}

/** At most so many files of a site are looked through for variables. */
const SITE_FILES = 500;

/** Files that neither the build nor the server of a site takes in: types, tests, stories, scripts, output. */
const ASIDE =
  /\.d\.ts$|\.(test|spec|stories|cy|bench)\.|(^|\/)(tests?|__tests__|__mocks__|e2e|cypress|playwright|scripts|node_modules|dist|build|public|\.storybook|stories)\//;

function isAside(path: string): boolean {
  return ASIDE.test(path) || (!path.includes('/') && isToolConfig(path as RelPath));
}

/** Files of a site or a file-routed framework whose text has a word: no single entry reaches them all. */
export function siteModules(scope: Scope, word: RegExp = /\benv\b/): readonly ModuleIndex[] {
  const found: ModuleIndex[] = [];
  let read = 0;
  for (const file of siteFiles(scope)) {
    const path = relativeTo(file, scope.dir);
    if (!/\.[cm]?[jt]sx?$/.test(path) || isAside(path)) continue;
    if (read >= SITE_FILES) break;
    read += 1;
    if (!word.test(scope.text(file)?.text ?? '')) continue;
    const module = moduleAt(scope, file);
    if (module !== undefined) found.push(module);
  }
  return found;
}

/** How an expression of a template goes on where it copes without the value. */
const COPES = /^\s*(\?\?|\|\||\?\.|\?[^.]|&&|[!=]==?)/;

const READ = /(?:import\.meta\.env|process\.env)(?:\.([A-Za-z_]\w*)|\[(['"])([A-Za-z_]\w*)\2\])/g;

function* linesOf(
  scope: Scope,
  files: readonly RelPath[],
): Iterable<readonly [file: RelPath, line: number, text: string]> {
  for (const file of files.slice(0, SITE_FILES)) {
    for (const [at, text] of (scope.text(file)?.text ?? '').split('\n').entries()) yield [file, at + 1, text];
  }
}

/** Reads in single-file components, which no syntax tree covers: `import.meta.env.X` and `process.env.X` by their text. */
export function* componentReads(scope: Scope): Iterable<EnvRead> {
  const files = ['vue', 'svelte', 'astro'].flatMap((extension) => scope.tree.withExtension(extension));
  for (const [file, line, text] of linesOf(
    scope,
    files.filter((one) => !isAside(relativeTo(one, scope.dir))),
  )) {
    for (const match of text.matchAll(READ)) {
      const need = COPES.test(text.slice(match.index + match[0].length)) ? 'copes' : 'needs';
      yield { name: match[1] ?? match[3] ?? '', file, line, default: null, need };
    }
    const dynamic = scope.text(file)?.text.includes('$env/dynamic/') === true ? text : '';
    for (const match of dynamic.matchAll(/(?<![\w.$])env\.([A-Z][A-Z0-9_]*)/g)) {
      const need = COPES.test(text.slice(match.index + match[0].length)) ? 'copes' : 'needs';
      yield { name: match[1] ?? '', file, line, default: null, need };
    }
    const imported = /^\s*import\s*\{([^}]*)\}\s*from\s*['"]\$env\/static\/(public|private)['"]/.exec(text);
    for (const name of imported?.[1]?.split(',') ?? []) {
      const own = name.trim().split(/\s/)[0] ?? '';
      if (own !== '') yield { name: own, file, line, default: null, need: 'insists', at: 'build' };
    }
  }
}

/** Variables that a page names as `%X%`, for the bundler to replace: Create React App and Vite do. */
export function* pageReads(scope: Scope): Iterable<EnvRead> {
  const pages = ['index.html', 'public/index.html']
    .map((name) => scope.at(name))
    .filter((path) => scope.project.has(path));
  for (const [file, line, text] of linesOf(scope, pages)) {
    for (const [, name = ''] of text.matchAll(/%((?:VITE|REACT_APP)_\w+)%/g)) {
      yield { name, file, line, default: null, need: 'needs' };
    }
  }
}
