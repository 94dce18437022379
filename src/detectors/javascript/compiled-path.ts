import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';
import { sourceFile } from './resolve-import.ts';
import { typescriptSettings } from './ts-settings.ts';

const OUTPUT_FOLDERS = ['dist', 'build', 'lib', 'out', 'dist-server', 'server-dist', '.build', 'output'];
const SOURCE_FOLDERS = ['src', 'source', 'server', 'app', '.'];

function trimmed(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}

function compiledName(path: string): string {
  return path
    .replace(/\.tsx?$/, '.js')
    .replace(/\.mts$/, '.mjs')
    .replace(/\.cts$/, '.cjs');
}

/** The folder that compiled files go to, relative to the component; `undefined` when nothing says so. */
export function outputFolder(scope: Scope): string | undefined {
  const settings = typescriptSettings(scope);
  return settings?.outDir === undefined ? undefined : trimmed(settings.outDir);
}

/**
 * The source of a file that a start command names, whether it is there as it is or only after the build.
 * `run` is relative to the component.
 */
export function sourceOf(scope: Scope, run: string): RelPath | undefined {
  const path = trimmed(run);
  const inside = insideRoot(`${scope.dir}/${path}`);
  if (inside === undefined) return undefined;
  if (scope.project.has(inside) && !inside.includes('.json')) return inside;
  const direct = sourceFile(scope, inside);
  if (direct !== undefined) return direct;
  const settings = typescriptSettings(scope);
  const outputs = [outputFolder(scope), ...OUTPUT_FOLDERS].filter((folder) => folder !== undefined);
  for (const output of outputs) {
    if (!path.startsWith(`${output}/`)) continue;
    const rest = path.slice(output.length + 1);
    const roots = settings?.rootDir === undefined ? SOURCE_FOLDERS : [trimmed(settings.rootDir), ...SOURCE_FOLDERS];
    for (const root of roots) {
      const found = sourceFile(scope, `${scope.dir}/${root}/${rest.replace(/\.[cm]?js$/, '')}`);
      if (found !== undefined) return found;
    }
  }
  return bundledSource(scope, path);
}

/** The entry of a bundler's command line whose output is `path`: `esbuild src/a.ts --outfile=out/b.mjs`. */
function bundledSource(scope: Scope, path: string): RelPath | undefined {
  for (const text of nodeProject(scope)?.manifest.scripts.values() ?? []) {
    if (!/(^|\s)(tsup|esbuild|tsdown|pkgroll|ncc|bun build)\b/.test(text)) continue;
    const outfile = /--outfile[= ](\S+)/.exec(text)?.[1];
    const outdir = /(?:--(?:outdir|out-dir|dir)[= ]|-[od] )(\S+)/.exec(text)?.[1] ?? 'dist';
    const entries = text.split(/\s+/).filter((word) => /\.[cm]?[jt]sx?$/.test(word) && !word.includes('='));
    for (const entry of entries) {
      const name = compiledName(entry.slice(entry.lastIndexOf('/') + 1)).replace(/\.[cm]?js$/, '');
      const made = outfile === undefined ? `${trimmed(outdir)}/${name}` : trimmed(outfile);
      const found = insideRoot(`${scope.dir}/${trimmed(entry)}`);
      if (found !== undefined && (path === made || path.replace(/\.[cm]?js$/, '') === made)) {
        return scope.project.has(found) ? found : undefined;
      }
    }
  }
  return undefined;
}

/** Where TypeScript puts the common root of the sources when `rootDir` is not set: the folder of all of them. */
function inferredRoot(scope: Scope): string {
  const sources = [...scope.tree.withExtension('ts'), ...scope.tree.withExtension('tsx')]
    .map((path) => relativeTo(path, scope.dir))
    .filter(
      (path) => !path.endsWith('.d.ts') && !/(^|\/)(tests?|__tests__|node_modules)\/|\.(test|spec|config)\./.test(path),
    );
  return sources.length > 0 && sources.every((path) => path.startsWith('src/')) ? 'src' : '.';
}

/** The compiled file of a TypeScript source, both relative to the component; `undefined` when nothing compiles it. */
export function compiledOf(scope: Scope, source: string): string | undefined {
  const script = nodeProject(scope)?.manifest.scripts.get('build') ?? '';
  const outfile = /--outfile[= ](\S+)/.exec(script)?.[1];
  if (outfile !== undefined) return trimmed(outfile);
  const name = compiledName(source.slice(source.lastIndexOf('/') + 1));
  const outdir = /--(?:outdir|out-dir|dir)[= ](\S+)/.exec(script)?.[1];
  if (/(^|\s)(tsup|esbuild|unbuild|tsdown|pkgroll|ncc|bun build)\b/.test(script)) {
    return `${trimmed(outdir ?? 'dist')}/${name}`;
  }
  const settings = typescriptSettings(scope);
  if (settings?.outDir === undefined || settings.noEmit) return undefined;
  const root = settings.rootDir === undefined ? inferredRoot(scope) : trimmed(settings.rootDir);
  const prefix = root === '.' || root === '' ? '' : `${root}/`;
  if (!source.startsWith(prefix)) return undefined;
  return compiledName(`${trimmed(settings.outDir)}/${source.slice(prefix.length)}`);
}
