import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf, isObject, stringOf } from './json-shape.ts';
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

/** A plugin that infers a build target from a file. */
interface Inference {
  readonly plugin: string;
  readonly files: readonly string[];
  /** The option that renames the target. */
  readonly option: string;
}

function scripts(stem: string): readonly string[] {
  return ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `${stem}.${extension}`);
}

/** Source: https://nx.dev/docs/concepts/inferred-tasks and the plugins' own pages. */
const INFERENCES: readonly Inference[] = [
  { plugin: '@nx/vite/plugin', files: scripts('vite.config'), option: 'buildTargetName' },
  { plugin: '@nx/next/plugin', files: scripts('next.config'), option: 'buildTargetName' },
  { plugin: '@nx/nuxt/plugin', files: scripts('nuxt.config'), option: 'buildTargetName' },
  { plugin: '@nx/remix/plugin', files: scripts('vite.config'), option: 'buildTargetName' },
  { plugin: '@nx/webpack/plugin', files: scripts('webpack.config'), option: 'buildTargetName' },
  { plugin: '@nx/rspack/plugin', files: scripts('rspack.config'), option: 'buildTargetName' },
  { plugin: '@nx/rollup/plugin', files: scripts('rollup.config'), option: 'buildTargetName' },
];

/** The target that a plugin of nx.json infers for the folder. */
function inferred(
  scope: Scope,
  settings: RelPath,
  dir: RelPath,
): { readonly target: string; readonly file: RelPath } | undefined {
  const listed = scope.doc(settings, 'json')?.get('plugins');
  for (const entry of Array.isArray(listed) ? (listed as readonly unknown[]) : []) {
    const name = stringOf(isObject(entry) ? entry.plugin : entry);
    const options = isObject(entry) ? entriesOf(entry.options) : new Map<string, unknown>();
    const rule = INFERENCES.find(({ plugin }) => plugin === name);
    const file = rule && fileIn(scope, dir, ...rule.files);
    if (rule !== undefined && file !== undefined)
      return { target: stringOf(options.get(rule.option)) ?? 'build', file };
    // TypeScript's plugin infers a build only where it is told to.
    const build = name === '@nx/js/typescript' ? options.get('build') : undefined;
    const config = isObject(build) ? (stringOf(build.configName) ?? 'tsconfig.json') : 'tsconfig.lib.json';
    const compiled = isObject(build) || build === true ? fileIn(scope, dir, config) : undefined;
    if (compiled !== undefined)
      return { target: (isObject(build) && stringOf(build.targetName)) || 'build', file: compiled };
  }
  return undefined;
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
  if (own !== undefined && doc?.get('targets', 'build') !== undefined) {
    return { project, target: 'build', file: own, line: doc.lineOf('targets', 'build') };
  }
  if (manifest.get('nx', 'targets', 'build') !== undefined) {
    return { project, target: 'build', file: manifest.path, line: manifest.lineOf('nx', 'targets', 'build') };
  }
  const found = inferred(scope, settings, manifest.dir);
  return found && /^[\w:.-]+$/.test(found.target) ? { project, ...found, line: null } : undefined;
}
