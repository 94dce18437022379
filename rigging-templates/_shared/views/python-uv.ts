import type { Component } from '../../../src/core/model/app-model.ts';
import { fromSource, type InstallRun, run, SOURCE, VENV } from './python-runs.ts';

const CACHE = '/root/.cache/uv';

/** Environment of uv in an image. Source: https://docs.astral.sh/uv/guides/integration/docker/ */
export const UV_ENV: Readonly<Record<string, string>> = {
  UV_COMPILE_BYTECODE: '1',
  UV_LINK_MODE: 'copy',
  UV_PROJECT_ENVIRONMENT: VENV,
  UV_PYTHON_DOWNLOADS: 'never',
};

/** Dependencies first, which change less often than the code; then the project, where it must be installed itself. */
export function uvPlan(component: Component, added: readonly string[]): readonly InstallRun[] {
  const { facts } = component;
  const manager = facts['runtime.packageManager'];
  const locked = manager?.lockfile === null ? [] : ['--locked'];
  const isMember = (manager?.root ?? component.dir) !== component.dir;
  const member = isMember ? [`--package=${facts['app.name'] ?? component.name}`] : [];
  const sync = ['uv', 'sync', ...locked, '--no-dev', ...member];
  const runs = [run(CACHE, [...sync, isMember ? '--no-install-workspace' : '--no-install-project'])];
  if (isMember || facts['runtime.install']?.project === true)
    runs.push(fromSource([...sync, '--no-editable', `--directory=${SOURCE}`], CACHE));
  if (added.length > 0) runs.push(run(CACHE, ['uv', 'pip', 'install', `--python=${VENV}`, ...added]));
  return runs;
}
