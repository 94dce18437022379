import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { defineDetector, type Notice } from '../../core/model/detector.ts';
import { basename, join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { Drift } from '../node/asked.ts';
import { findDrift } from '../node/drift.ts';
import { readLockfile } from '../node/lockfile.ts';
import { readPackageJson } from '../node/package-json.ts';
import { type FoundLockfile, lockfilesOf, managerSources } from '../node/package-manager.ts';
import { shown } from '../node/version-source.ts';
import { findWorkspace, type NodeWorkspace } from '../node/workspaces.ts';

function hasDependencies(scope: Scope, { root, members }: NodeWorkspace): boolean {
  return [root, ...members].some((dir) => {
    const manifest = readPackageJson(scope, join(dir, 'package.json'));
    if (manifest === undefined) return false;
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    return dependencies.size + devDependencies.size + optionalDependencies.size > 0;
  });
}

function several(locks: readonly FoundLockfile[], used: FoundLockfile | undefined): Diagnostic | undefined {
  const managers = new Set(locks.map(({ manager }) => manager));
  const first = locks[0];
  if (managers.size < 2 || first === undefined) return undefined;
  const names = locks.map(({ path }) => basename(path)).join(', ');
  const usage = used === undefined ? 'none of them is used' : `${basename(used.path)} is used`;
  return {
    code: 'DRK1103',
    severity: 'warning',
    detail: `${names} lie side by side; ${usage}`,
    at: { file: used?.path ?? first.path, line: null },
  };
}

function none({ root, rush }: NodeWorkspace, manager: string, locks: readonly FoundLockfile[]): Diagnostic {
  if (rush !== undefined) {
    const detail = `there is no lockfile of ${rush.manager} that Rush could install from`;
    const at = { file: rush.doc.path, line: rush.doc.lineOf(`${rush.manager}Version`) };
    return { code: 'DRK1102', severity: 'warning', detail, at, hint: 'Run `rush update` and commit what it writes.' };
  }
  const others = locks.map(({ path }) => basename(path)).join(', ');
  const instead = others === '' ? '' : `, only ${others}`;
  return {
    code: 'DRK1102',
    severity: 'warning',
    detail: `there is no lockfile of ${manager}${instead}; the install resolves versions anew each time`,
    at: { file: join(root, 'package.json'), line: null },
  };
}

const KINDS = { override: 'the override of ', catalog: 'the catalog’s ', peer: 'the peer ' };

function said({ kind, name, wanted, locked }: Drift): string {
  const what = `${kind === undefined ? '' : KINDS[kind]}"${shown(name)}"`;
  if (wanted === undefined) return `${what} is locked but no longer asked for`;
  if (locked === undefined) return `${what} (${shown(wanted)}) is not locked`;
  return `${what} is asked for as ${shown(wanted)} but locked as ${shown(locked)}`;
}

function* drifted(drifts: readonly Drift[], lock: FoundLockfile): Iterable<Notice> {
  for (const manifest of new Set(drifts.map((drift) => drift.manifest))) {
    const own = drifts.filter((drift) => drift.manifest === manifest);
    const [first] = own;
    if (first === undefined) continue;
    const more = own.length > 1 ? ` (and ${own.length - 1} more)` : '';
    yield {
      diagnostic: {
        code: 'DRK1101',
        severity: 'warning',
        detail: `${lock.path} does not match ${manifest}: ${said(first)}${more}`,
        at: { file: manifest, line: first.line },
      },
    };
  }
}

/** What git leaves in a file that it could not merge; no lockfile has such a line by itself. */
const MARKER = /^(<<<<<<<|>>>>>>>) .*$/m;

function conflicted(scope: Scope, { path }: FoundLockfile): Diagnostic | undefined {
  const text = scope.text(path)?.text ?? '';
  const found = MARKER.exec(text);
  if (found === null) return undefined;
  const line = text.slice(0, found.index).split('\n').length;
  const detail = `${path} holds the marks of an unsettled merge; a frozen install refuses it`;
  const hint = 'Settle the merge, run the package manager’s install once and commit the lockfile.';
  return { code: 'DRK1101', severity: 'warning', detail, at: { file: path, line }, hint };
}

function* detect(scope: Scope): Iterable<Notice> {
  if (!scope.project.has(scope.at('package.json'))) return;
  const workspace = findWorkspace(scope);
  const manager = managerSources(scope)[0]?.id ?? 'npm';
  const locks = lockfilesOf(scope, workspace);
  const used = locks.find((lock) => lock.manager === manager);
  const many = several(locks, used);
  if (many !== undefined) yield { diagnostic: many };
  if (used === undefined) {
    if (hasDependencies(scope, workspace)) yield { diagnostic: none(workspace, manager, locks) };
    return;
  }
  const conflict = conflicted(scope, used);
  if (conflict !== undefined) yield { diagnostic: conflict };
  const lock = conflict === undefined ? readLockfile(scope, used.path) : undefined;
  if (lock !== undefined) yield* drifted(findDrift(scope, workspace, lock), used);
}

/** Whether a frozen install will work: one lockfile, and it matches the manifests. */
export const nodeLockfile = defineDetector({
  id: 'node-lockfile',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Lockfile of JavaScript',
  docs: 'https://docs.npmjs.com/cli/v11/commands/npm-ci',
  when: { nearestFile: ['package.json'] },
  detect,
});
