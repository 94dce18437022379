import { dirname, insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import { readPackageJson } from './package-json.ts';
import { rushFiles } from './rush-files.ts';
import type { NodeWorkspace } from './workspaces.ts';

/** Files and folders in the workspace root that each package manager reads before it installs. Sources: their documentation. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  npm: ['.npmrc'],
  pnpm: ['.npmrc', 'pnpm-workspace.yaml', '.pnpmfile.cjs', '.pnpmfile.mjs', 'pnpmfile.js', '.pnpm-patches'],
  yarn: ['.npmrc', '.yarnrc', '.yarn/releases', '.yarn/offline-mirror'],
  'yarn-berry': [
    '.yarnrc.yml',
    '.yarn/releases',
    '.yarn/plugins',
    '.yarn/patches',
    '.yarn/cache',
    '.yarn/constraints.pro',
  ],
  bun: ['bunfig.toml', '.npmrc'],
};

/** Settings whose value is a file that the package manager reads: certificates of registries, hooks, Yarn itself. */
const NAMING =
  /^\s*(?:[^\s=#;]*:)?(?:cafile|certfile|pnpmfile|yarn-path|yarnPath|httpsCaFilePath|httpsCertFilePath|caFilePath)\b["']?\s*[=:\s]\s*["']?([^"'\s#,;]+)/gm;

/** The files that settings name, as far as they lie in the project. */
function namedIn(scope: Scope, path: RelPath): readonly RelPath[] {
  const text = scope.project.has(path) ? (scope.text(path)?.text ?? '') : '';
  return [...text.matchAll(NAMING)].flatMap((found) => {
    const named = found[1]?.startsWith('/') ? undefined : insideRoot(`${dirname(path)}/${found[1]}`);
    return named !== undefined && scope.project.has(named) ? [named] : [];
  });
}

/** The settings of one package manager that are there, as paths from the project root, and the files that they name. */
export function settingsOf(scope: Scope, { root, rush }: NodeWorkspace, manager: string): readonly RelPath[] {
  if (rush !== undefined) return rushFiles(scope, rush);
  const found = (SETTINGS[manager] ?? [])
    .map((name) => join(root, name))
    .filter((path) => scope.project.has(path) || scope.project.hasFolder(path));
  const named = found.flatMap((path) => namedIn(scope, path));
  return [...found, ...named.filter((path) => !found.some((one) => path === one || path.startsWith(`${one}/`)))];
}

/** Patches that an install applies: the files that `patchedDependencies` names, else the customary folder. */
export function patchesOf(scope: Scope, root: RelPath, dirs: readonly RelPath[]): readonly RelPath[] {
  const settings = fileIn(scope, root, 'pnpm-workspace.yaml');
  const manifest = readPackageJson(scope, join(root, 'package.json'));
  const places = [
    manifest?.get('patchedDependencies'),
    manifest?.get('pnpm', 'patchedDependencies'),
    settings && scope.doc(settings, 'yaml')?.get('patchedDependencies'),
  ];
  const named: RelPath[] = [];
  for (const patch of places.flatMap((place) => [...entriesOf(place).values()])) {
    const path = typeof patch === 'string' ? fileIn(scope, root, ...(patch.includes('..') ? [] : [patch])) : undefined;
    if (path !== undefined) named.push(path);
  }
  const folders = dirs.map((dir) => join(dir, 'patches')).filter((path) => scope.project.hasFolder(path));
  return [...named.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`))), ...folders];
}
