import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import { shellSegments } from '../javascript/shell-words.ts';
import { stringOf } from './json-shape.ts';
import type { PackageJson } from './package-json.ts';
import { managerSources } from './package-manager.ts';
import { findWorkspace } from './workspaces.ts';

/** The scripts that an install runs for the project's own packages. Source: https://docs.npmjs.com/cli/v11/using-npm/scripts */
const LIFECYCLE = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

/** Runners whose next word may be the name of another script. */
const RUNNERS = new Set(['npm', 'pnpm', 'yarn', 'bun', 'npm-run-all', 'run-s', 'run-p']);

/** Programs that compile the whole source, which is not there yet when dependencies are installed. */
const COMPILERS = new Set([
  'tsc',
  'tsup',
  'tsdown',
  'vite',
  'webpack',
  'rollup',
  'next',
  'nest',
  'turbo',
  'nx',
  'unbuild',
]);

/** What a known program of an install script reads, as globs below the package. Sources: the programs' own documentation. */
const READ_BY: Readonly<Record<string, readonly string[]>> = {
  prisma: ['prisma/**', 'schema.prisma', 'prisma.config.*'],
  'patch-package': ['patches/**'],
  nuxt: ['nuxt.config.*'],
  nuxi: ['nuxt.config.*'],
  keystone: ['keystone.{ts,js}', 'schema.prisma', 'schema.graphql', 'tsconfig.json'],
  'svelte-kit': ['svelte.config.*', 'vite.config.*'],
};

/** What the install scripts of one package need of the source. */
export interface ScriptNeeds {
  /** Files with the script that names them. */
  readonly files: readonly { readonly path: RelPath; readonly script: string }[];
  /** Scripts that need all of the source, with the program that does. */
  readonly compiles: readonly { readonly script: string; readonly program: string }[];
}

function existing(scope: Scope, dir: RelPath, word: string): RelPath | undefined {
  const path = word.startsWith('-') ? undefined : insideRoot(`${dir}/${word}`);
  if (path === undefined) return undefined;
  return [path, `${path}.js`, `${path}.cjs`, `${path}.mjs`, `${path}/index.js`]
    .map((candidate) => insideRoot(candidate))
    .find((candidate) => candidate !== undefined && scope.project.has(candidate));
}

function globbed(scope: Scope, manifest: PackageJson, program: string): readonly RelPath[] {
  const schema = program === 'prisma' ? stringOf(manifest.get('prisma', 'schema')) : undefined;
  const named = schema === undefined ? undefined : existing(scope, manifest.dir, schema);
  const globs = Object.hasOwn(READ_BY, program) ? (READ_BY[program] ?? []) : [];
  const within = scope.project.within(manifest.dir, []);
  return [...globs.flatMap((glob) => within.match(glob)), ...(named === undefined ? [] : [named])];
}

/**
 * The install scripts of a component that compile its source, as Heroku's applications have them (`postinstall: npm run build`).
 * Of a workspace none: its packages are installed together, and their builds follow an order of their own.
 */
export function deferredScripts(scope: Scope, manifest: PackageJson): readonly string[] {
  const { root, members, rush } = findWorkspace(scope);
  // The image of Bun has no npm to take a script out of the manifest.
  if (managerSources(scope)[0]?.id === 'bun') return [];
  if (root !== manifest.dir || rush !== undefined || members.some((dir) => dir !== root)) return [];
  return [...new Set(installScriptNeeds(scope, manifest).compiles.map(({ script }) => script))];
}

/** The files that the install scripts of a package name or read, with what those import. */
export function installScriptNeeds(scope: Scope, manifest: PackageJson): ScriptNeeds {
  const files = new Map<RelPath, string>();
  const compiles = new Map<string, string>();
  const seen = new Set<string>();
  const queue = LIFECYCLE.map((name) => ({ name, script: name }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const text = manifest.scripts.get(next.name);
    if (text === undefined || seen.has(next.name)) continue;
    seen.add(next.name);
    const { script } = next;
    for (const { words } of shellSegments(text) ?? [{ words: text.split(/[\s;&|()'"]+/) }]) {
      const program = words.find((word) => !/^\w+=/.test(word) && !['npx', 'pnpx', 'exec', 'cross-env'].includes(word));
      if (program === undefined) continue;
      const called = RUNNERS.has(program) ? words.filter((word) => manifest.scripts.has(word)) : [];
      queue.push(...called.map((name) => ({ name, script })));
      if (called.length === 0 && COMPILERS.has(program)) compiles.set(script, program);
      const read = words.flatMap((word) => globbed(scope, manifest, word));
      const named = [...read, ...words.flatMap((word) => existing(scope, manifest.dir, word) ?? [])];
      const imported = reachableModules(
        scope,
        named.filter((path) => /\.[cm]?[jt]s$/.test(path)),
      );
      for (const path of [...named, ...imported.map((module) => module.path)]) files.set(path, script);
    }
  }
  files.delete(join(manifest.dir, 'package.json'));
  return {
    files: [...files].map(([path, script]) => ({ path, script })),
    compiles: [...compiles].map(([script, program]) => ({ script, program })),
  };
}
