import type { Component } from '../../../src/core/model/app-model.ts';
import { relativeTo } from '../../../src/core/model/paths.ts';
import { shellLine } from '../../../src/core/render/escape.ts';
import { fromSource, type InstallRun, inPlace, minor, NEXT, PIP_CACHE, run, SOURCE } from './python-runs.ts';

function quoted(script: string): string {
  return `'${script.replaceAll("'", `'\\''`)}'`;
}

/** The dependencies of a pyproject.toml without building the project: they change less often than the code. */
function fromPyproject(file: string, python: string, added: readonly string[]): InstallRun {
  const toml = minor(python) >= 311 ? 'import tomllib' : 'from pip._vendor import tomli as tomllib';
  const script = `${toml}; print(*tomllib.load(open("${file}", "rb"))["project"].get("dependencies", []), sep="\\n")`;
  const list = '/tmp/requirements.txt';
  const install = shellLine(['pip', 'install', '--requirement', list, ...added]);
  return { cache: PIP_CACHE, source: null, command: `python -c ${quoted(script)} > ${list}${NEXT}${install}` };
}

/** What pip runs: from a requirements file, the dependencies of a pyproject.toml, or the project itself. */
export function pipPlan(component: Component, python: string, added: readonly string[]): readonly InstallRun[] {
  const traits = component.facts['runtime.install'];
  const from = traits?.from === undefined ? undefined : relativeTo(traits.from, component.dir);
  const more = added.length > 0 ? [['pip', 'install', ...added]] : [];
  const self = fromSource(['pip', 'install', ...(from === undefined ? [] : ['--no-deps']), SOURCE], PIP_CACHE);
  if (from === undefined) {
    const server = more.map((argv) => run(PIP_CACHE, argv));
    return traits?.project === true ? [...server, self] : server;
  }
  const install = ['pip', 'install', '--requirement', from];
  if (traits?.editable === true) return [inPlace([...install, ...added], PIP_CACHE)];
  const hashed = ['pip', 'install', '--require-hashes', '--requirement', from];
  const runs = from.endsWith('.toml')
    ? [fromPyproject(from, python, added)]
    : traits?.hashed === true
      ? [run(PIP_CACHE, hashed, ...more)]
      : [run(PIP_CACHE, [...install, ...added])];
  return traits?.project === true ? [...runs, self] : runs;
}
