import type { Component } from '../../../src/core/model/app-model.ts';
import type { JsonValue } from '../../../src/core/model/rigging.ts';
import { CONDA_ENV, condaPlan } from './python-conda.ts';
import { pipPlan } from './python-pip.ts';
import { fromSource, type InstallRun, minor, PIP_CACHE, run, SOURCE } from './python-runs.ts';
import { UV_ENV, uvPlan } from './python-uv.ts';

/** How the dependencies of a Python component come into its image. */
export interface PythonInstall {
  /** The manager itself, installed beside the environment; `null` where pip does it. */
  readonly tool: string | null;
  /** True where a virtual environment is made first. */
  readonly makesVenv: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly runs: readonly InstallRun[];
}

interface Tool {
  readonly version: string;
  readonly since: string;
  readonly legacy: string;
}

function toolsOf(data: JsonValue | undefined): Readonly<Record<string, Tool>> {
  return (data as { readonly tools?: Readonly<Record<string, Tool>> } | undefined)?.tools ?? {};
}

/** `gunicorn==26.2.0`: the version that the project states, else that of the table which the project's Python can run. */
function pinnedTool(name: string, stated: string | null, python: string, data: JsonValue | undefined): string {
  const tool = toolsOf(data)[name];
  if (stated !== null) return `${name}==${stated}`;
  if (tool === undefined) return name;
  return `${name}==${minor(python) >= minor(tool.since) ? tool.version : tool.legacy}`;
}

/** The install of a component: its manager, and what is run with which cache. Sources: the managers' manuals. */
export function pythonInstall(component: Component, data: JsonValue | undefined): PythonInstall {
  const { facts } = component;
  const manager = facts['runtime.packageManager'];
  const traits = facts['runtime.install'];
  const python = facts['runtime.version']?.resolved ?? '3.14';
  const added = (traits?.added ?? []).map((name) => pinnedTool(name, null, python, data));
  const id = manager?.id ?? 'pip';
  const tool = id === 'pip' ? null : pinnedTool(id, manager?.version ?? null, python, data);
  const locked = manager?.lockfile != null;
  const extra = added.length > 0 ? [run(PIP_CACHE, ['pip', 'install', ...added])] : [];
  const self = traits?.project === true ? [fromSource(['pip', 'install', '--no-deps', SOURCE], PIP_CACHE)] : [];
  const common = { tool, makesVenv: true, env: { ...traits?.env } } as const;
  switch (id) {
    case 'conda':
      return {
        ...common,
        tool: null,
        makesVenv: false,
        env: { ...CONDA_ENV, ...traits?.env },
        runs: condaPlan(component),
      };
    case 'uv':
      return { ...common, makesVenv: false, env: { ...UV_ENV, ...traits?.env }, runs: uvPlan(component, added) };
    case 'poetry': {
      const install = ['poetry', 'install', '--only=main', '--no-root', '--no-interaction'];
      return { ...common, runs: [run('/root/.cache/pypoetry', install), ...self, ...extra] };
    }
    case 'pdm': {
      const install = ['pdm', locked ? 'sync' : 'install', '--prod', '--no-self', '--no-editable'];
      return { ...common, runs: [run('/root/.cache/pdm', install), ...self, ...extra] };
    }
    case 'pipenv':
      return {
        ...common,
        runs: [run(PIP_CACHE, ['pipenv', 'install', locked ? '--deploy' : '--skip-lock']), ...self, ...extra],
      };
    default:
      return { ...common, runs: manager === undefined && added.length === 0 ? [] : pipPlan(component, python, added) };
  }
}
