import { dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf, isObject, stringOf, stringsOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import { findDependency, type PackageJson, readPackageJson } from './package-json.ts';

/** What Nx builds a package with, where the package has no build script. */
export interface NxBuild {
  /** The project's name for Nx. */
  readonly project: string;
  readonly target: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** What a target does for a project. */
export type NxWork = 'build' | 'test' | 'lint';

/** A plugin that infers a target from a file. */
interface Inference {
  readonly plugin: string;
  readonly work: NxWork;
  readonly files: readonly string[];
  /** The option that renames the target. */
  readonly option: string;
}

function scripts(stem: string): readonly string[] {
  return ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `${stem}.${extension}`);
}

function builds(plugin: string, stem: string): Inference {
  return { plugin, work: 'build', files: scripts(stem), option: 'buildTargetName' };
}

/** Source: https://nx.dev/docs/concepts/inferred-tasks and the plugins' own pages. */
const INFERENCES: readonly Inference[] = [
  builds('@nx/vite/plugin', 'vite.config'),
  builds('@nx/next/plugin', 'next.config'),
  builds('@nx/nuxt/plugin', 'nuxt.config'),
  builds('@nx/remix/plugin', 'vite.config'),
  builds('@nx/react/router-plugin', 'react-router.config'),
  builds('@nx/webpack/plugin', 'webpack.config'),
  builds('@nx/rspack/plugin', 'rspack.config'),
  builds('@nx/rsbuild', 'rsbuild.config'),
  builds('@nx/rsbuild/plugin', 'rsbuild.config'),
  builds('@nx/rollup/plugin', 'rollup.config'),
  { plugin: '@nx/jest/plugin', work: 'test', files: scripts('jest.config'), option: 'targetName' },
  { plugin: '@nx/vitest', work: 'test', files: scripts('vitest.config'), option: 'testTargetName' },
  { plugin: '@nx/vite/plugin', work: 'test', files: scripts('vitest.config'), option: 'testTargetName' },
  {
    plugin: '@nx/eslint/plugin',
    work: 'lint',
    files: [...scripts('eslint.config'), '.eslintrc.json', '.eslintrc.js'],
    option: 'targetName',
  },
];

/** A target and what shows it. */
export interface NxTarget {
  readonly target: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** True where `include` and `exclude` of a plugin's entry leave the file to it. */
function covers(scope: Scope, entry: unknown, root: RelPath, file: RelPath): boolean {
  if (!isObject(entry)) return true;
  const inRoot = scope.project.within(root, []);
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => inRoot.match(glob).includes(file));
  const include = stringsOf(entry.include);
  return (include.length === 0 || matches(include)) && !matches(stringsOf(entry.exclude));
}

/** The target that a plugin of nx.json infers for the folder. */
function inferred(scope: Scope, settings: RelPath, dir: RelPath, work: NxWork): NxTarget | undefined {
  const listed = scope.doc(settings, 'json')?.get('plugins');
  for (const entry of Array.isArray(listed) ? (listed as readonly unknown[]) : []) {
    const name = stringOf(isObject(entry) ? entry.plugin : entry);
    const options = isObject(entry) ? entriesOf(entry.options) : new Map<string, unknown>();
    const rule = INFERENCES.find((one) => one.plugin === name && one.work === work);
    const file = rule && fileIn(scope, dir, ...rule.files);
    if (rule !== undefined && file !== undefined && covers(scope, entry, dirname(settings), file))
      return { target: stringOf(options.get(rule.option)) ?? work, file, line: null };
    // TypeScript's plugin infers a build only where it is told to.
    const build = name === '@nx/js/typescript' && work === 'build' ? options.get('build') : undefined;
    const config = isObject(build) ? (stringOf(build.configName) ?? 'tsconfig.json') : 'tsconfig.lib.json';
    const compiled = isObject(build) || build === true ? fileIn(scope, dir, config) : undefined;
    if (compiled !== undefined)
      return { target: (isObject(build) && stringOf(build.targetName)) || 'build', file: compiled, line: null };
  }
  return undefined;
}

/** The target of a project that does this work: of its project.json, or inferred by a plugin of nx.json. */
export function nxTarget(scope: Scope, root: RelPath, dir: RelPath, work: NxWork): NxTarget | undefined {
  const settings = fileIn(scope, root, 'nx.json');
  if (settings === undefined) return undefined;
  const own = fileIn(scope, dir, 'project.json');
  const doc = own && scope.doc(own, 'json');
  const made = doc?.get('targets', work, 'executor') ?? doc?.get('targets', work, 'command');
  if (own !== undefined && doc !== undefined && made !== undefined) {
    return { target: work, file: own, line: doc.lineOf('targets', work) };
  }
  const found = inferred(scope, settings, dir, work);
  if (found !== undefined) return /^[\w:.-]+$/.test(found.target) ? found : undefined;
  const only = own !== undefined && work === 'build' && doc?.get('targets', work) !== undefined;
  return only ? { target: work, file: own, line: doc.lineOf('targets', work) } : undefined;
}

/**
 * The build target that Nx has for a package without a build script: of project.json, of package.json, or inferred by a
 * plugin. `undefined` outside of an Nx workspace. Source: https://nx.dev/docs/reference/project-configuration
 */
export function nxBuild(scope: Scope, root: RelPath, manifest: PackageJson): NxBuild | undefined {
  const settings = fileIn(scope, root, 'nx.json');
  const top = readPackageJson(scope, join(root, 'package.json'));
  if (settings === undefined || top === undefined || findDependency(top, 'nx') === undefined) return undefined;
  const own = fileIn(scope, manifest.dir, 'project.json');
  const doc = own && scope.doc(own, 'json');
  const project = stringOf(doc?.get('name')) ?? stringOf(manifest.get('nx', 'name')) ?? manifest.name;
  if (project === undefined || !/^[@\w][\w@/.-]*$/.test(project)) return undefined;
  if (manifest.get('nx', 'targets', 'build') !== undefined) {
    return { project, target: 'build', file: manifest.path, line: manifest.lineOf('nx', 'targets', 'build') };
  }
  const found = nxTarget(scope, root, manifest.dir, 'build');
  return found && { project, ...found };
}
