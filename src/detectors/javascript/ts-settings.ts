import { dirname, insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import { perComponent } from './memo.ts';
import { optionOf, programUse } from './script-flags.ts';

/** What a tsconfig.json says that matters for finding files. Folders are relative to the component. */
export interface TsSettings {
  readonly path: RelPath;
  readonly outDir: string | undefined;
  readonly outDirLine: number | null;
  readonly rootDir: string | undefined;
  /** Where names without a dot are looked for, from the project's root; `undefined` when they are packages only. */
  readonly baseUrl: RelPath | undefined;
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** The folder that the targets of the aliases start from. */
  readonly aliasBase: RelPath;
  readonly noEmit: boolean;
}

/** So many files may extend each other. */
const DEPTH = 6;

const USUAL = ['tsconfig.build.json', 'tsconfig.json', 'tsconfig.app.json', 'jsconfig.json'];

/** The settings that a build script names: `tsc --project tsconfig.server.json`. */
function namedInScripts(scope: Scope): readonly string[] {
  const scripts = readPackageJson(scope)?.scripts;
  return ['build', 'build:server', 'build:ts', 'compile'].flatMap((script) => {
    const use = programUse(scripts?.get(script) ?? '', 'tsc');
    const path = use && optionOf(use.args, '--project', '-p');
    return path?.endsWith('.json') ? [path] : [];
  });
}

/** The file that another one extends, where it is one of the project. */
function extended(scope: Scope, from: RelPath, target: unknown): Doc | undefined {
  if (typeof target !== 'string' || !target.startsWith('.')) return undefined;
  for (const name of [target, `${target}.json`]) {
    const path = insideRoot(`${dirname(from)}/${name}`);
    if (path !== undefined && scope.project.has(path)) return scope.doc(path, 'json');
  }
  return undefined;
}

/** The file and what it extends, each before what it overrides. */
function chainOf(scope: Scope, doc: Doc, depth = DEPTH): readonly Doc[] {
  if (depth <= 0) return [doc];
  const parents = [doc.get('extends')].flat().reverse();
  return [
    doc,
    ...parents.flatMap((target) => {
      const parent = extended(scope, doc.path, target);
      return parent === undefined ? [] : chainOf(scope, parent, depth - 1);
    }),
  ];
}

function aliasesOf(paths: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [alias, targets] of Object.entries(typeof paths === 'object' && paths !== null ? paths : {})) {
    if (!Array.isArray(targets)) continue;
    found.set(
      alias,
      targets.filter((target) => typeof target === 'string'),
    );
  }
  return found;
}

function settingsIn(scope: Scope, doc: Doc): TsSettings {
  const chain = chainOf(scope, doc);
  const holder = (key: string): Doc | undefined => chain.find((one) => one.get('compilerOptions', key) !== undefined);
  // A folder is relative to the file that names it.
  const folder = (key: string): RelPath | undefined => {
    const from = holder(key);
    const value = from?.get('compilerOptions', key);
    if (from === undefined || typeof value !== 'string') return undefined;
    // `${configDir}` is the folder of the file that extends, wherever it stands.
    const own = /^\$\{configDir\}(?:\/|$)(.*)$/.exec(value)?.[1];
    return insideRoot(own === undefined ? `${dirname(from.path)}/${value}` : `${dirname(doc.path)}/${own}`);
  };
  const inside = (key: string): string | undefined => {
    const path = folder(key);
    return path && relativeTo(path, scope.dir);
  };
  const baseUrl = folder('baseUrl');
  return {
    path: doc.path,
    outDir: inside('outDir'),
    outDirLine: doc.lineOf('compilerOptions', 'outDir'),
    rootDir: inside('rootDir'),
    baseUrl,
    aliases: aliasesOf(holder('paths')?.get('compilerOptions', 'paths')),
    aliasBase: baseUrl ?? dirname(holder('paths')?.path ?? doc.path),
    noEmit: holder('noEmit')?.get('compilerOptions', 'noEmit') === true,
  };
}

/**
 * The TypeScript settings of the component: those that its build script names, else the usual file, with what it
 * extends in the project; `undefined` without any. Source: https://www.typescriptlang.org/tsconfig
 */
export const typescriptSettings = perComponent((scope: Scope): TsSettings | undefined => {
  for (const name of [...namedInScripts(scope), ...USUAL]) {
    const path = insideRoot(`${scope.dir}/${name}`);
    const doc = path !== undefined && scope.project.has(path) ? scope.doc(path, 'json') : undefined;
    if (doc !== undefined) return settingsIn(scope, doc);
  }
  return undefined;
});
