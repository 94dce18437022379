import type { Component } from '../../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { JsonValue } from '../../../src/core/model/rigging.ts';
import { shellLine } from '../../../src/core/render/escape.ts';

/** Where the dependencies lie in every Python image. */
export const VENV = '/opt/venv';

/** Where the build context is mounted for an install of the component itself. */
const SOURCE = '/src';

/** One RUN line of the install. */
export interface InstallRun {
  /** Folder of the cache mount. */
  readonly cache: string;
  /** True where the install reads the sources. */
  readonly needsSource: boolean;
  readonly command: string;
}

/** How the dependencies of a Python component come into its image. */
export interface PythonInstall {
  /** The manager itself, installed beside the environment; `null` where pip does it. */
  readonly tool: string | null;
  /** True where a virtual environment is made first. */
  readonly makesVenv: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly runs: readonly InstallRun[];
}

const PIP_CACHE = '/root/.cache/pip';

interface Tool {
  readonly version: string;
  readonly since: string;
  readonly legacy: string;
}

function toolsOf(data: JsonValue | undefined): Readonly<Record<string, Tool>> {
  return (data as { readonly tools?: Readonly<Record<string, Tool>> } | undefined)?.tools ?? {};
}

function minor(version: string): number {
  const [major = '3', line = '0'] = version.split('.');
  return Number(major) * 100 + Number(line);
}

/** `gunicorn==26.2.0`: the version of the table that the project's Python can run. */
function pinnedTool(name: string, python: string, data: JsonValue | undefined): string {
  const tool = toolsOf(data)[name];
  if (tool === undefined) return name;
  return `${name}==${minor(python) >= minor(tool.since) ? tool.version : tool.legacy}`;
}

function run(cache: string, ...argvs: readonly (readonly string[])[]): InstallRun {
  return { cache, needsSource: false, command: argvs.map(shellLine).join(' \\\n    && ') };
}

/** The dependencies of a pyproject.toml without building the project: they change less often than the code. */
function fromPyproject(file: string, python: string, added: readonly string[]): InstallRun {
  const toml = minor(python) >= 311 ? 'import tomllib' : 'from pip._vendor import tomli as tomllib';
  const script = `${toml}; print(*tomllib.load(open("${file}", "rb"))["project"].get("dependencies", []), sep="\\n")`;
  const list = '/tmp/requirements.txt';
  const install = shellLine(['pip', 'install', '--requirement', list, ...added]);
  return {
    cache: PIP_CACHE,
    needsSource: false,
    command: `python -c ${quoted(script)} > ${list} \\\n    && ${install}`,
  };
}

function quoted(script: string): string {
  return `'${script.replaceAll("'", `'\\''`)}'`;
}

function fromSource(argv: readonly string[], cache: string): InstallRun {
  return { cache, needsSource: true, command: shellLine(argv) };
}

function uvPlan(component: Component, added: readonly string[], root: RelPath): readonly InstallRun[] {
  const { facts } = component;
  const cache = '/root/.cache/uv';
  const locked = facts['runtime.packageManager']?.lockfile === null ? [] : ['--locked'];
  const isMember = root !== component.dir;
  const member = isMember ? [`--package=${facts['app.name'] ?? component.name}`] : [];
  const sync = ['uv', 'sync', ...locked, '--no-dev', ...member];
  const runs = [run(cache, [...sync, isMember ? '--no-install-workspace' : '--no-install-project'])];
  if (isMember || facts['runtime.install']?.project === true)
    runs.push(fromSource([...sync, '--no-editable', `--directory=${SOURCE}`], cache));
  if (added.length > 0) runs.push(run(cache, ['uv', 'pip', 'install', `--python=${VENV}`, ...added]));
  return runs;
}

function pipPlan(component: Component, python: string, added: readonly string[]): readonly InstallRun[] {
  const traits = component.facts['runtime.install'];
  const from = traits?.from === undefined ? undefined : relativeTo(traits.from, component.dir);
  const runs: InstallRun[] = [];
  if (from?.endsWith('.toml') === true) runs.push(fromPyproject(from, python, added));
  else if (from === undefined || /setup\.(py|cfg)$/.test(from)) {
    if (added.length > 0) runs.push(run(PIP_CACHE, ['pip', 'install', ...added]));
  } else if (traits?.env.PIP_REQUIRE_HASHES === '1') {
    runs.push(
      run(
        PIP_CACHE,
        ['pip', 'install', '--require-hashes', '--requirement', from],
        ...(added.length > 0 ? [['pip', 'install', ...added]] : []),
      ),
    );
  } else runs.push(run(PIP_CACHE, ['pip', 'install', '--requirement', from, ...added]));
  if (traits?.project === true) {
    const isSetup = from !== undefined && /setup\.(py|cfg)$/.test(from);
    runs.push(fromSource(['pip', 'install', ...(isSetup ? [] : ['--no-deps']), SOURCE], PIP_CACHE));
  }
  return runs;
}

/** The install of a component: its manager, and what is run with which cache. Sources: the managers' manuals. */
export function pythonInstall(component: Component, data: JsonValue | undefined): PythonInstall {
  const { facts } = component;
  const manager = facts['runtime.packageManager'];
  const traits = facts['runtime.install'];
  const python = facts['runtime.version']?.resolved ?? '3.14';
  const added = (traits?.added ?? []).map((name) => pinnedTool(name, python, data));
  const id = manager?.id ?? 'pip';
  const tool = id === 'pip' ? null : pinnedTool(id, python, data);
  const locked = manager?.lockfile != null;
  const extra = added.length > 0 ? [run(PIP_CACHE, ['pip', 'install', ...added])] : [];
  const self = traits?.project === true ? [fromSource(['pip', 'install', '--no-deps', SOURCE], PIP_CACHE)] : [];
  const common = { tool, makesVenv: true, env: {} } as const;
  switch (id) {
    case 'uv': {
      const env = {
        UV_COMPILE_BYTECODE: '1',
        UV_LINK_MODE: 'copy',
        UV_PROJECT_ENVIRONMENT: VENV,
        UV_PYTHON_DOWNLOADS: 'never',
      };
      return { tool, makesVenv: false, env, runs: uvPlan(component, added, manager?.root ?? component.dir) };
    }
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
