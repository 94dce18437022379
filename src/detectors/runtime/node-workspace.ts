import { defineDetector } from '../../core/model/detector.ts';
import type { WorkspacePackage } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { findWorkspace } from '../node/workspaces.ts';

/** Files in a monorepo's root that builds of its packages read; settings of editors, linters and tests are not among them. */
const SHARED =
  '{tsconfig*.json,jsconfig.json,turbo.json,turbo.jsonc,nx.json,lerna.json,babel.config.*,.babelrc*,.swcrc,.browserslistrc,postcss.config.*,tailwind.config.*,vite.config.*,webpack.config.*}';

type Group = 'dependencies' | 'optionalDependencies' | 'devDependencies';

/** Puts what `manifest` depends on inside the workspace before it, each package once. */
function visit(
  manifest: PackageJson,
  members: ReadonlyMap<string, PackageJson>,
  groups: readonly Group[],
  found: Map<RelPath, PackageJson>,
  open: Set<RelPath>,
): void {
  if (found.has(manifest.dir) || open.has(manifest.dir)) return;
  open.add(manifest.dir);
  const names = groups.flatMap((group) => [...manifest[group].keys()]).sort();
  for (const name of names) {
    const member = members.get(name);
    if (member !== undefined) visit(member, members, groups, found, open);
  }
  found.set(manifest.dir, manifest);
}

function membersOf(scope: Scope, dirs: readonly RelPath[]): ReadonlyMap<string, PackageJson> {
  const members = new Map<string, PackageJson>();
  for (const dir of dirs) {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    if (manifest?.name !== undefined) members.set(manifest.name, manifest);
  }
  return members;
}

/** The packages of a monorepo that the component is made of. */
export const nodeWorkspace = defineDetector({
  id: 'node-workspace',
  layer: 'runtime',
  title: 'Packages of a JavaScript monorepo that a component needs',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/workspaces',
  when: { nearestFile: ['package.json'] },
  *detect(scope) {
    const manifest = readPackageJson(scope);
    const { root, members: dirs, declaredIn } = findWorkspace(scope);
    if (manifest === undefined || declaredIn === null || root === scope.dir) return;
    const members = membersOf(scope, dirs);
    const all = new Map<RelPath, PackageJson>();
    visit(manifest, members, ['dependencies', 'optionalDependencies', 'devDependencies'], all, new Set());
    const production = new Map<RelPath, PackageJson>();
    visit(manifest, members, ['dependencies', 'optionalDependencies'], production, new Set());
    const packages: WorkspacePackage[] = [...all.values()].map((one) => ({
      dir: one.dir,
      name: one.name ?? one.dir,
      build: one.scripts.has('build'),
      development: !production.has(one.dir),
    }));
    const shared = scope.project.match(SHARED).filter((path) => !path.includes('/'));
    yield {
      field: 'runtime.workspace',
      value: { root, packages, shared },
      file: declaredIn,
      line: null,
      confidence: 'manifest',
      because: `the workspace lists this package; it needs ${packages.length - 1} others of it`,
    };
  },
});
