import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { suiteFor } from '../python/releases.ts';

/** One row of rigging-templates/_shared/data/python-native.yaml. */
interface Native {
  readonly name: string;
  readonly toolchain?: boolean;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
  readonly unless?: readonly string[];
}

const MODULES: readonly Native[] = DATA['python-native'].modules;

const OLDER: Readonly<Record<string, string>> = DATA['python-native'].older;

function packages(names: readonly string[], stage: OsPackage['stage'], via: string): readonly OsPackage[] {
  return names.map((name) => ({ name, stage, via }));
}

/** Debian packages that a Python component's dependencies need beyond what their wheels bring. */
export const pythonPackages = defineDetector({
  id: 'python-packages',
  layer: 'system',
  title: 'System packages of Python dependencies',
  docs: 'https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'system'>> {
    const project = isPython(scope, known) ? pythonProject(scope) : undefined;
    // A conda environment brings the libraries of its packages.
    if (project === undefined || project.manager === 'conda') return;
    const isOlder = suiteFor(known.get('runtime.version')?.resolved ?? '') !== 'trixie';
    const called = (name: string) => (isOlder ? (OLDER[name] ?? name) : name);
    const dependencies = [...project.dependencies.values()];
    const extras = new Set(dependencies.flatMap((one) => one.extras.map((extra) => `${one.name}-${extra}`)));
    const isThere = (name: string) => project.dependencies.has(name) || project.locked.has(name) || extras.has(name);
    for (const { name, toolchain, build = [], run = [], unless = [] } of MODULES) {
      if (!isThere(name) || unless.some(isThere)) continue;
      const tools = toolchain === true ? DATA['python-native'].toolchain : [];
      const value = [...packages([...tools, ...build], 'build', name), ...packages(run.map(called), 'run', name)];
      yield {
        field: 'system.packages',
        value,
        ...placeOf(project, name),
        confidence: 'config',
        because: `${name} needs it`,
      };
    }
    const git = dependencies.find(({ spec }) => /(^|@\s*)git\+/.test(spec));
    if (git === undefined) return;
    const value = packages(['ca-certificates', 'git'], 'build', git.name);
    yield {
      field: 'system.packages',
      value,
      ...placeOf(project, git.name),
      confidence: 'config',
      because: `${git.name} is installed from git`,
    };
  },
});
