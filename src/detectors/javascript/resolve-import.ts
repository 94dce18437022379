import { dirname, insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { perComponent } from './memo.ts';
import { typescriptSettings } from './ts-settings.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'] as const;

/** The extensions of the source of a file that an import names by its compiled extension. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The file that `path` means when its extension or its `index` may be left out. */
export function sourceFile(scope: Scope, path: string): RelPath | undefined {
  const base = insideRoot(path);
  if (base === undefined) return undefined;
  if (/\.[cm]?[jt]sx?$/.test(base) && scope.project.has(base)) return base;
  for (const [compiled, sources] of Object.entries(SOURCE_OF)) {
    if (!base.endsWith(compiled)) continue;
    for (const source of sources) {
      const candidate = `${base.slice(0, -compiled.length)}${source}` as RelPath;
      if (scope.project.has(candidate)) return candidate;
    }
  }
  for (const stem of [base, `${base}/index`]) {
    for (const extension of EXTENSIONS) {
      if (scope.project.has(`${stem}${extension}`)) return `${stem}${extension}` as RelPath;
    }
  }
  return undefined;
}

/** The source of a file that the compiler writes into its output folder. */
function compiledSource(scope: Scope, dir: RelPath, target: string): RelPath | undefined {
  const settings = typescriptSettings(scope);
  const output = settings?.outDir?.replace(/^(\.\/)+|\/+$/g, '');
  const path = target.replace(/^(\.\/)+/, '');
  if (output === undefined || !path.startsWith(`${output}/`)) return undefined;
  const roots = settings?.rootDir === undefined ? ['src', '.'] : [settings.rootDir];
  for (const root of roots) {
    const found = sourceFile(scope, `${dir}/${root}/${path.slice(output.length + 1)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where an alias of this form leads: `@app/*` of tsconfig.json, `#config` of package.json. */
function throughAlias(
  scope: Scope,
  source: string,
  base: RelPath,
  aliases: Iterable<readonly [string, readonly string[]]>,
): RelPath | undefined {
  for (const [alias, targets] of aliases) {
    const star = alias.indexOf('*');
    const prefix = star < 0 ? alias : alias.slice(0, star);
    if (star < 0 ? source !== alias : !source.startsWith(prefix)) continue;
    const rest = source.slice(prefix.length);
    for (const target of targets) {
      const path = target.replace('*', () => rest);
      const found = sourceFile(scope, `${base}/${path}`) ?? compiledSource(scope, base, path);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The paths among the values of a condition: `{ "import": "./a.js", "default": "./b.js" }`. */
function targetsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.startsWith('.') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(targetsIn) : [];
}

/** A name of the package's own `imports`. Source: https://nodejs.org/api/packages.html#subpath-imports */
function ownName(scope: Scope, source: string): RelPath | undefined {
  const names = readPackageJson(scope)?.get('imports');
  if (typeof names !== 'object' || names === null) return undefined;
  const aliases = Object.entries(names).map(([name, value]) => [name, targetsIn(value)] as const);
  return throughAlias(scope, source, scope.dir, aliases);
}

/** A package of the same workspace: the file that its manifest names, as source where it is built. */
function siblingPackage(scope: Scope, source: string): RelPath | undefined {
  const parts = source.split('/');
  const name = parts.slice(0, source.startsWith('@') ? 2 : 1).join('/');
  const dir = siblings(scope).get(name);
  const manifest = dir === undefined ? undefined : readPackageJson(scope, join(dir, 'package.json'));
  if (dir === undefined || manifest === undefined) return undefined;
  const rest = parts.slice(name.split('/').length).join('/');
  const exported = rest === '' ? manifest.get('exports') : manifest.get('exports', `./${rest}`);
  const entry = rest === '' && typeof exported === 'object' ? (manifest.get('exports', '.') ?? exported) : exported;
  const named = [...targetsIn(entry), ...(rest === '' ? [manifest.main ?? 'index'] : [rest])];
  const usual = rest === '' ? ['src/index', 'src/main'] : [`src/${rest}`];
  for (const path of [...named, ...usual]) {
    const file = insideRoot(`${dir}/${path}`);
    const found = file === undefined || file.endsWith('.d.ts') ? undefined : sourceFile(scope, file);
    if (found !== undefined) return found;
  }
  return undefined;
}

const siblings = perComponent((scope: Scope): ReadonlyMap<string, RelPath> => {
  const { root, members } = findWorkspace(scope);
  const found = new Map<string, RelPath>();
  for (const dir of [root, ...members]) {
    const name = dir === scope.dir ? undefined : readPackageJson(scope, join(dir, 'package.json'))?.name;
    if (name !== undefined) found.set(name, dir);
  }
  return found;
});

/**
 * The project's own file that an import names: relative, through the aliases of tsconfig.json or package.json,
 * or a package of the same workspace; else `undefined`.
 */
export function resolveImport(scope: Scope, from: RelPath, source: string): RelPath | undefined {
  if (source.startsWith('.')) {
    const path = insideRoot(`${dirname(from)}/${source}`);
    if (path === undefined) return undefined;
    return sourceFile(scope, path) ?? compiledSource(scope, scope.dir, relativeTo(path, scope.dir));
  }
  if (source.startsWith('#')) return ownName(scope, source);
  const settings = typescriptSettings(scope);
  const aliased = settings && throughAlias(scope, source, settings.aliasBase, settings.aliases);
  if (aliased !== undefined) return aliased;
  const based = settings?.baseUrl === undefined ? undefined : sourceFile(scope, `${settings.baseUrl}/${source}`);
  return based ?? siblingPackage(scope, source);
}
