import { dirname, insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from './memo.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'] as const;

/** The extensions of the source of a file that an import names by its compiled extension. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** What a tsconfig.json says that matters for finding files. */
export interface TsSettings {
  readonly path: RelPath;
  readonly outDir: string | undefined;
  readonly outDirLine: number | null;
  readonly rootDir: string | undefined;
  readonly baseUrl: string | undefined;
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly noEmit: boolean;
}

function tsSettings(scope: Scope): TsSettings | undefined {
  for (const name of ['tsconfig.build.json', 'tsconfig.json', 'jsconfig.json']) {
    const path = scope.at(name);
    const doc = scope.doc(path, 'json');
    if (doc === undefined) continue;
    const read = (key: string): unknown => {
      const own = doc.get('compilerOptions', key);
      const parent = doc.get('extends');
      if (own !== undefined || typeof parent !== 'string' || !parent.startsWith('.')) return own;
      const inherited = insideRoot(`${dirname(path)}/${parent}`);
      if (inherited === undefined) return undefined;
      const file = scope.project.has(inherited) ? inherited : insideRoot(`${inherited}.json`);
      return file === undefined ? undefined : scope.doc(file, 'json')?.get('compilerOptions', key);
    };
    const text = (key: string): string | undefined => {
      const value = read(key);
      return typeof value === 'string' ? value : undefined;
    };
    const aliases = new Map<string, readonly string[]>();
    const paths = read('paths');
    if (typeof paths === 'object' && paths !== null) {
      for (const [alias, targets] of Object.entries(paths)) {
        if (Array.isArray(targets))
          aliases.set(
            alias,
            targets.filter((target) => typeof target === 'string'),
          );
      }
    }
    return {
      path,
      outDir: text('outDir'),
      outDirLine: doc.lineOf('compilerOptions', 'outDir'),
      rootDir: text('rootDir'),
      baseUrl: text('baseUrl'),
      aliases,
      noEmit: read('noEmit') === true,
    };
  }
  return undefined;
}

/**
 * The TypeScript settings of the component, one level of `extends` included; `undefined` without a tsconfig.
 * Source: https://www.typescriptlang.org/tsconfig
 */
export const typescriptSettings = perComponent(tsSettings);

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

/** The project's own file that an import names: relative, or through the aliases of tsconfig.json; else `undefined`. */
export function resolveImport(scope: Scope, from: RelPath, source: string): RelPath | undefined {
  if (source.startsWith('.')) return sourceFile(scope, `${dirname(from)}/${source}`);
  const settings = typescriptSettings(scope);
  if (settings === undefined) return undefined;
  const base = insideRoot(`${dirname(settings.path)}/${settings.baseUrl ?? '.'}`);
  if (base === undefined) return undefined;
  for (const [alias, targets] of settings.aliases) {
    const star = alias.indexOf('*');
    const prefix = star < 0 ? alias : alias.slice(0, star);
    if (star < 0 ? source !== alias : !source.startsWith(prefix)) continue;
    const rest = source.slice(prefix.length);
    for (const target of targets) {
      const found = sourceFile(scope, `${base}/${target.replace('*', () => rest)}`);
      if (found !== undefined) return found;
    }
  }
  return settings.baseUrl === undefined
    ? undefined
    : sourceFile(scope, join(base, ...source.split('/').filter((part) => part !== '..')));
}
