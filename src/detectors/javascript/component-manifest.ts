import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type InnerProject, innerProject } from '../node/inner-projects.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { innerSlice } from './inner-slice.ts';
import { perComponent } from './memo.ts';

/** Keys of a shared package.json that hold for every project below it. */
const SHARED = new Set(['type', 'repository', 'license', 'packageManager', 'engines', 'volta', 'devEngines']);

/** Packages that a framework runs without any file of the project importing them, by the settings that show it. */
const BY_SETTINGS: readonly (readonly [config: RegExp, name: string])[] = [
  [/^next\.config\./, 'next'],
  [/^nuxt\.config\./, 'nuxt'],
  [/^astro\.config\./, 'astro'],
  [/^react-router\.config\./, '@react-router/dev'],
  [/^vite\.config\./, 'vite'],
  [/^rsbuild\.config\./, '@rsbuild/core'],
];

/** Libraries that load a driver by its name, and the drivers: nothing imports them. */
const LOADERS = [
  'typeorm',
  '@nestjs/typeorm',
  'knex',
  'sequelize',
  '@nestjs/sequelize',
  '@mikro-orm/core',
  'objection',
];
const DRIVERS = ['pg', 'mysql', 'mysql2', 'mariadb', 'sqlite3', 'better-sqlite3', 'tedious', 'oracledb', 'mongodb'];

/** The names of the packages that the project itself needs, among all that the repository has. */
function neededBy(scope: Scope): ReadonlySet<string> {
  const imported = innerSlice(scope)?.packages ?? new Set<string>();
  const own = scope.tree.files.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const shown = BY_SETTINGS.filter(([config]) => own.some((name) => config.test(name))).map(([, name]) => name);
  const loaded = LOADERS.some((name) => imported.has(name)) ? DRIVERS : [];
  return new Set([...imported, ...shown, ...loaded]);
}

/** The part of a shared package.json that one of its projects needs, under the project's name. */
function partOf(scope: Scope, { name, dir, root }: InnerProject): PackageJson | undefined {
  const shared = readPackageJson(scope, join(root, 'package.json'));
  if (shared === undefined) return undefined;
  const needed = neededBy(scope);
  const only = (group: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map([...group].filter(([one]) => needed.has(one)));
  return {
    ...shared,
    dir,
    name,
    private: true,
    main: undefined,
    module: undefined,
    bin: new Map(),
    hasExports: false,
    files: [],
    scripts: new Map(),
    dependencies: only(shared.dependencies),
    devDependencies: only(shared.devDependencies),
    optionalDependencies: only(shared.optionalDependencies),
    peerDependencies: new Map(),
    workspaces: [],
    get: (...keys) => (SHARED.has(String(keys[0])) ? shared.get(...keys) : undefined),
  };
}

/**
 * The manifest of a component: its own package.json or, for a project without one, what it needs of the one that it
 * shares; `undefined` where there is neither.
 */
export const componentManifest = perComponent((scope: Scope): PackageJson | undefined => {
  const project = innerProject(scope);
  return project === undefined ? readPackageJson(scope) : partOf(scope, project);
});
