import { defineDetector } from '../../core/model/detector.ts';
import { byPath, dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { WorkspacePackage } from '../../core/model/workspace-slice.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { type InnerPart, innerSlice, isBuiltFirst } from '../javascript/inner-slice.ts';
import { outsideParts } from '../javascript/outside-parts.ts';
import { innerProject } from '../node/inner-projects.ts';
import { isObject, stringOf } from '../node/json-shape.ts';
import { fileIn } from '../node/node-folder.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { sliceOf } from '../node/slice.ts';
import { buildTask } from '../node/task-runner.ts';
import type { NodeWorkspace } from '../node/workspaces.ts';

/** Files in a monorepo's root that builds of its packages read; settings of editors, linters and tests are not among them. */
const SHARED =
  '{tsconfig*.json,jsconfig.json,turbo.json,turbo.jsonc,nx.json,angular.json,nest-cli.json,lerna.json,babel.config.*,.babelrc*,.swcrc,.browserslistrc,postcss.config.*,tailwind.config.*,vite.config.*,webpack.config.*}';

/** Settings in the root that the plugins of nx.json read or load from the settings of a project. */
const READ_BY: Readonly<Record<string, string>> = {
  '@nx/eslint/plugin': '{eslint.config.*,.eslintrc*}',
  '@nx/jest/plugin': 'jest.{preset,config}.*',
  '@nx/vite/plugin': 'vitest.{config,workspace}.*',
  '@nx/vitest': 'vitest.{config,workspace}.*',
};

/** The files in the workspace's root that builds of its packages read. */
function sharedFiles(scope: Scope, root: RelPath): readonly RelPath[] {
  const settings = fileIn(scope, root, 'nx.json');
  const plugins = settings && scope.doc(settings, 'json')?.get('plugins');
  const named = (Array.isArray(plugins) ? (plugins as readonly unknown[]) : []).map((one) =>
    stringOf(isObject(one) ? one.plugin : one),
  );
  const globs = [
    SHARED,
    ...named.flatMap((name) => (Object.hasOwn(READ_BY, name ?? '') ? (READ_BY[name ?? ''] ?? []) : [])),
  ];
  const inRoot = scope.project.within(root, []);
  const found = globs.flatMap((glob) => inRoot.match(glob)).filter((path) => dirname(path) === root);
  return [...new Set(found)].sort(byPath);
}

/** A folder without a manifest: the tool builds what it needs before it, unless it imports what that builds. */
function partOf(scope: Scope, root: RelPath, one: PackageJson, part: InnerPart): WorkspacePackage {
  const isBuilt = part.dir === scope.dir || isBuiltFirst(scope, part);
  const task = isBuilt ? buildTask(scope, root, one) : undefined;
  const runs = task === undefined ? {} : { task: task.words };
  return { dir: part.dir, name: one.name ?? part.dir, build: false, ...runs, inner: true, development: true };
}

/** A folder that sources import though no manifest says so: a bundler takes it in, else it runs as it is. */
function folderOf(scope: Scope, { members, rush }: NodeWorkspace, dir: RelPath): WorkspacePackage {
  const isMember = members.includes(dir);
  const manifest = isMember ? readPackageJson(scope, join(dir, 'package.json')) : undefined;
  const build = rush === undefined && manifest?.scripts.has('build') === true;
  const development = componentManifest(scope)?.scripts.has('build') === true;
  return { dir, name: manifest?.name ?? dir, build, ...(isMember ? {} : { inner: true }), development };
}

/** The packages of a monorepo that the component is made of. */
export const nodeWorkspace = defineDetector({
  id: 'node-workspace',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Packages of a JavaScript monorepo that a component needs',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/workspaces',
  when: { nearestFile: ['package.json'] },
  *detect(scope) {
    const slice = sliceOf(scope);
    if (slice === undefined) return;
    const { root, declaredIn, rush } = slice.workspace;
    const inner = innerSlice(scope);
    const parts = new Map(inner?.parts.map((part) => [part.dir, part]));
    const packages = slice.packages.map((one): WorkspacePackage => {
      const part = parts.get(one.dir);
      if (part !== undefined) return partOf(scope, root, one, part);
      // Rush builds the whole slice at once.
      const build = rush === undefined && one.scripts.has('build');
      const task = build || rush !== undefined ? undefined : buildTask(scope, root, one);
      const development = !slice.production.has(one.dir);
      const runs = task && (task.place === 'package' ? { command: task.words } : { task: task.words });
      return { dir: one.dir, name: one.name ?? one.dir, build, ...runs, development };
    });
    const dirs = slice.packages.map(({ dir }) => dir);
    const outside = inner === undefined ? outsideParts(scope, root, dirs) : undefined;
    const folders = (outside?.folders ?? []).map((dir) => folderOf(scope, slice.workspace, dir));
    const shared = [...new Set([...sharedFiles(scope, root), ...((inner ?? outside)?.files ?? [])])];
    yield {
      field: 'runtime.workspace',
      value: { root, packages: [...folders, ...packages], shared },
      file: innerProject(scope)?.doc.path ?? declaredIn,
      line: null,
      confidence: 'manifest',
      because: `the workspace lists this package; it needs ${folders.length + packages.length - 1} others of it`,
    };
  },
});
