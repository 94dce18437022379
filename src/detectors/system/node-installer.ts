import semver from 'semver';
import { type Claim, defineDetector, type KnownFacts, type Notice } from '../../core/model/detector.ts';
import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isNodeFolder } from '../node/inner-projects.ts';
import { readPackageJson } from '../node/package-json.ts';
import { type RushRepository, rushRepository } from '../node/rush.ts';
import { findWorkspace } from '../node/workspaces.ts';

/** A range of versions that fail from a line of Node on, and what installs from the same lockfile. */
interface Failure {
  readonly manager: string;
  readonly versions: string;
  readonly node: number;
  readonly instead: string;
}

/**
 * These versions of pnpm download nothing (ERR_INVALID_THIS); the last of each line does, and pnpm 7 installs what pnpm 6
 * locked. Tried with 6.35, 7.30 to 7.33, 8.0 and 8.3 on Node 20, 22 and 24; pnpm 8.3.1 names the change.
 */
const FAILURES: readonly Failure[] = [
  { manager: 'pnpm', versions: '<7.32.2', node: 20, instead: '7' },
  { manager: 'pnpm', versions: '8.0.0 - 8.3.0', node: 20, instead: '8' },
];

/** The newest version that a stated one can mean. */
function newest(version: string): string {
  const [major, minor, patch] = version.split('.');
  return `${major}.${minor ?? 9999}.${patch ?? 9999}`;
}

function failureOf(manager: string, version: string, node: number): Failure | undefined {
  const stated = newest(version);
  return FAILURES.find((one) => one.manager === manager && node >= one.node && semver.satisfies(stated, one.versions));
}

/** Rush installs with what rush.json says and nothing else. */
function* ofRush({ doc, manager, managerVersion }: RushRepository, node: number): Iterable<Notice> {
  const found = failureOf(manager, managerVersion ?? '', node);
  if (found === undefined) return;
  const detail = `${manager} ${managerVersion} of rush.json cannot download on Node ${node}`;
  const hint = `Raise ${manager}Version to the last ${found.instead}, run \`rush update\` and commit what it writes; or keep to Node ${found.node - 2} in nodeSupportedVersionRange.`;
  const at = { file: doc.path, line: doc.lineOf(`${manager}Version`) };
  yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at, hint } };
}

/** The first line of Node whose official image has no corepack (https://github.com/nodejs/docker-node). */
const FIRST_WITHOUT_COREPACK = 25;

/** The scripts that the image runs: when it installs, builds and starts. */
const RUN_IN_IMAGE = /^(pre|post)?(install|prepare|build|start)$/;

function* corepack(scope: Scope): Iterable<Notice> {
  const folders = new Set([scope.dir, findWorkspace(scope).root]);
  for (const dir of folders) {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    for (const [name, text] of manifest?.scripts ?? []) {
      if (manifest === undefined || !RUN_IN_IMAGE.test(name) || !/\bcorepack\b/.test(text)) continue;
      const detail = `the ${name} script calls corepack, which images of Node ${FIRST_WITHOUT_COREPACK} and later do not have`;
      const hint = 'Take it out of the script: the image installs the package manager that the project names.';
      const at = { file: manifest.path, line: manifest.lineOf('scripts', name) };
      yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at, hint } };
    }
  }
}

function* detect(scope: Scope, known: KnownFacts): Iterable<Claim<'system'> | Notice> {
  const manager = known.get('runtime.packageManager');
  const node = Number.parseInt(known.get('runtime.version')?.resolved ?? '', 10);
  if (!isNodeFolder(scope) || known.get('runtime.language') !== 'node') return;
  if (node >= FIRST_WITHOUT_COREPACK) yield* corepack(scope);
  const rush = rushRepository(scope);
  if (rush !== undefined) yield* ofRush(rush, node);
  if (manager === undefined || manager.version === null) return;
  const found = failureOf(manager.id, manager.version, node);
  if (found === undefined) return;
  const because = `${manager.id} ${manager.version} cannot download on Node ${node}; ${manager.id} ${found.instead} installs from the same lockfile`;
  const at = { file: manager.lockfile, line: null };
  yield { field: 'system.installer', value: found.instead, ...at, confidence: 'convention', because };
  if (manager.lockfile === null) return;
  const hint = `Name ${manager.id} ${found.instead} in the packageManager field.`;
  const diagnostic = {
    code: 'DRK1108',
    severity: 'info',
    detail: because,
    at: { file: manager.lockfile, line: null },
    hint,
  } as const;
  yield { diagnostic };
}

/** Which version of the package manager can install on the image's Node. */
export const nodeInstaller = defineDetector({
  id: 'node-installer',
  layer: 'system',
  title: 'Package managers that fail on a newer Node.js',
  docs: 'https://github.com/pnpm/pnpm/releases/tag/v8.3.1',
  when: { nearestFile: ['package.json'] },
  detect,
});
