import { type Claim, defineDetector, type KnownFacts, type Notice } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { productionNames } from '../node/dependency-closure.ts';
import { type Lockfile, readLockfile } from '../node/lockfile.ts';
import { compiledModules, type InstalledPackage, nativeModules, TOOLCHAIN } from '../node/native-modules.ts';
import { findDependency, readPackageJson } from '../node/package-json.ts';
import { impliedPackages } from '../node/redwood-project.ts';
import { installedFolders } from '../node/slice.ts';
import { sshDependencies } from '../node/ssh-dependencies.ts';
import { shown } from '../node/version-source.ts';
import { findWorkspace, type NodeWorkspace } from '../node/workspaces.ts';

interface Place {
  readonly file: RelPath;
  readonly line: number | null;
}

const GIT = /^(git[+:@]|ssh:|github:|gitlab:|bitbucket:|[\w.-]+\/[\w.-]+(#|$))/;

/** Where a package is named: in the nearest manifest, else in the lockfile. */
function placeOf(scope: Scope, { root, members }: NodeWorkspace, lock: Lockfile | undefined, name: string): Place {
  for (const dir of [scope.dir, root, ...members]) {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    const found = manifest && findDependency(manifest, name);
    if (manifest !== undefined && found !== undefined) return { file: manifest.path, line: found.line };
  }
  if (lock === undefined) return { file: scope.at('package.json'), line: null };
  const lines = scope.text(lock.path)?.text.split('\n') ?? [];
  const at = lines.findIndex((line) => {
    const start = line.indexOf(name);
    return start >= 0 && /^$|[\s"'/]/.test(line.charAt(start - 1)) && /[@"'/:]/.test(line.charAt(start + name.length));
  });
  return { file: lock.path, line: at < 0 ? null : at + 1 };
}

/** What the manifests of the workspace ask for, standing in for a lockfile. */
function asked(scope: Scope, { root, members }: NodeWorkspace): readonly InstalledPackage[] {
  const implied = impliedPackages(scope).map((name) => ({ name, version: '' }));
  const named = [scope.dir, root, ...members].flatMap((dir) => {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    if (manifest === undefined) return [];
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    return [...dependencies, ...devDependencies, ...optionalDependencies].map(([name, version]) => ({ name, version }));
  });
  return [...named, ...implied];
}

function packages(names: readonly string[], stage: OsPackage['stage'], via: string): readonly OsPackage[] {
  return names.map((name) => ({ name, stage, via }));
}

function claim(value: readonly OsPackage[], { file, line }: Place, because: string): Claim<'system'> {
  return { field: 'system.packages', value, file, line, confidence: 'config', because };
}

function lockOf(scope: Scope, known: KnownFacts): Lockfile | undefined {
  const path = known.get('runtime.packageManager')?.lockfile;
  return path === undefined || path === null ? undefined : readLockfile(scope, path);
}

function gitDependency(lock: Lockfile | undefined, wanted: readonly InstalledPackage[]): string | undefined {
  return (
    lock?.packages.find(({ source }) => source === 'git')?.name ?? wanted.find(({ version }) => GIT.test(version))?.name
  );
}

function* detect(scope: Scope, known: KnownFacts): Iterable<Claim<'system'> | Notice> {
  const language = known.get('runtime.language');
  if (language !== 'node' && language !== 'bun') return;
  if (componentManifest(scope) === undefined) return;
  const workspace = findWorkspace(scope);
  const lock = lockOf(scope, known);
  const wanted = asked(scope, workspace);
  // A workspace is installed as a whole, so that everything locked may have to compile in the build stage.
  const installed: readonly InstalledPackage[] = lock?.packages ?? wanted;
  const atRun = known.get('app.kind') === 'static' ? new Set<string>() : productionNames(scope, workspace, lock);
  for (const { name, toolchain, build = [], run = [], hint } of nativeModules(installed)) {
    const place = placeOf(scope, workspace, lock, name);
    const tools = toolchain === true ? TOOLCHAIN : [];
    const forRun = atRun.has(name) ? run : [];
    const value = [...packages([...tools, ...build], 'build', name), ...packages(forRun, 'run', name)];
    if (value.length > 0) yield claim(value, place, `${name} needs it`);
    if (hint === undefined || forRun.length === 0) continue;
    const detail = `${name} gets the browser of the image's distribution, since its own download lacks libraries and arm64`;
    yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: place, hint } };
  }
  for (const name of compiledModules(lock?.packages ?? [])) {
    const place = placeOf(scope, workspace, lock, name);
    yield claim(packages(TOOLCHAIN, 'build', name), place, `${shown(name)} compiles when it is installed`);
  }
  const git = gitDependency(lock, wanted);
  if (git !== undefined) {
    const place = placeOf(scope, workspace, lock, git);
    yield claim(packages(['ca-certificates', 'git'], 'build', git), place, `${shown(git)} is installed from git`);
  }
  const folders = installedFolders(scope).flatMap((dir) => readPackageJson(scope, join(dir, 'package.json')) ?? []);
  const [ssh] = sshDependencies(folders);
  if (ssh === undefined) return;
  const { name, manifest, line } = ssh;
  const at = { file: manifest.path, line };
  yield claim(
    packages(['ca-certificates', 'git', 'openssh-client'], 'build', name),
    at,
    `${shown(name)} is cloned over SSH`,
  );
  const detail = `${shown(name)} is cloned over SSH with a key that the build is handed, never the image`;
  const hint =
    'Build with --ssh default and an agent that holds the key, as `derrick build` does where SSH_AUTH_SOCK is set; pipelines need an agent too.';
  yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at, hint } };
}

/** Debian packages that the dependencies need, from the tree as locked. */
export const nodePackages = defineDetector({
  id: 'node-packages',
  layer: 'system',
  title: 'System packages of JavaScript dependencies',
  docs: 'https://github.com/nodejs/node-gyp#on-unix',
  when: { nearestFile: ['package.json'] },
  detect,
});
