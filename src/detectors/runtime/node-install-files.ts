import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { basename, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { injectedPackages } from '../node/injected.ts';
import { deferredScripts, installScriptNeeds } from '../node/install-scripts.ts';
import { patchesOf, settingsOf } from '../node/install-settings.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { lockfilesOf, managerSources } from '../node/package-manager.ts';
import { registrySecrets } from '../node/registry-secrets.ts';
import { installedFolders } from '../node/slice.ts';
import { findWorkspace } from '../node/workspaces.ts';

type Item = Claim<'runtime'> | Notice;

function claim(paths: readonly RelPath[], file: RelPath, line: number | null, because: string): Item {
  return { field: 'runtime.installFiles', value: paths, file, line, confidence: 'config', because };
}

function warn(
  severity: Diagnostic['severity'],
  detail: string,
  file: RelPath,
  line: number | null,
  hint: string,
): Item {
  return { diagnostic: { code: 'DRK1108', severity, detail, at: { file, line }, hint } };
}

/** Settings go into the build unless they hold a secret themselves. */
function* settings(path: RelPath): Iterable<Item> {
  yield claim([path], path, null, `the package manager reads ${basename(path)}`);
}

function* guarded(scope: Scope, path: RelPath): Iterable<Item> {
  const secrets = registrySecrets(scope, path);
  const open = secrets.find(({ variable }) => variable === null);
  if (open !== undefined) {
    const detail = `${path} holds a registry credential and is left out of the image build`;
    const hint = `Hand it to the build as a secret (--secret id=${basename(path).replace(/^\./, '')},src=${path}), and take it out of version control.`;
    yield warn('warning', detail, path, open.line, hint);
    return;
  }
  yield* settings(path);
  for (const { line, variable } of secrets) {
    const detail = `the install reads the registry credential ${variable} from the environment`;
    yield warn(
      'info',
      detail,
      path,
      line,
      `Hand it to the build as a secret: --secret id=${variable},env=${variable}.`,
    );
  }
}

function* ofManifest(scope: Scope, manifest: PackageJson): Iterable<Item> {
  const { files, compiles } = installScriptNeeds(scope, manifest);
  for (const script of new Set(files.map((file) => file.script))) {
    const paths = files.filter((file) => file.script === script).map(({ path }) => path);
    yield claim(paths, manifest.path, manifest.lineOf('scripts', script), `the ${script} script needs it`);
  }
  const deferred = deferredScripts(scope, manifest);
  for (const { script, program } of compiles) {
    if (deferred.includes(script)) continue;
    const detail = `the ${script} script runs ${program}, which needs source files that are not there yet when dependencies are installed`;
    yield warn('warning', detail, manifest.path, manifest.lineOf('scripts', script), 'Move it to the build script.');
  }
}

function* detect(scope: Scope): Iterable<Item> {
  if (componentManifest(scope) === undefined) return;
  const workspace = findWorkspace(scope);
  const { root, declaredIn } = workspace;
  const dirs = installedFolders(scope);
  const manifests = dirs
    .map((dir) => readPackageJson(scope, join(dir, 'package.json')))
    .filter((manifest) => manifest !== undefined);
  const because = declaredIn === null ? 'it names the dependencies' : 'the workspace is installed from these packages';
  const own = componentManifest(scope)?.path ?? scope.at('package.json');
  yield claim(
    manifests.map(({ path }) => path),
    declaredIn ?? own,
    null,
    because,
  );
  const manager = managerSources(scope)[0]?.id ?? 'npm';
  for (const lock of lockfilesOf(scope, workspace)) {
    if (lock.manager !== manager) continue;
    yield claim([lock.path], lock.path, null, 'it locks the dependencies');
    const copied = manager === 'pnpm' ? injectedPackages(scope, lock.path, dirs) : [];
    for (const dir of copied) yield claim([dir], lock.path, null, 'pnpm copies this package when it installs');
  }
  for (const path of settingsOf(scope, workspace, manager)) {
    if (scope.project.has(path)) yield* guarded(scope, path);
    else yield* settings(path);
  }
  for (const path of patchesOf(scope, root, dirs)) yield claim([path], path, null, 'patches are applied at install');
  for (const manifest of manifests) yield* ofManifest(scope, manifest);
}

/** Everything that must be in the build context before dependencies are installed. */
export const nodeInstallFiles = defineDetector({
  id: 'node-install-files',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Files that a JavaScript install needs',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/scripts',
  when: { nearestFile: ['package.json'] },
  detect,
});
