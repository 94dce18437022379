import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { djangoSite, settingNamed } from '../python/django.ts';
import { textOf } from '../python/expression.ts';
import { gitDependencies } from '../python/git-dependencies.ts';
import { has, type PythonProject, placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { suiteFor } from '../python/releases.ts';
import { cudaBuild } from '../python/torch.ts';

/** One row of rigging-templates/_shared/data/python-native.yaml. */
interface Native {
  readonly name: string;
  readonly also?: readonly string[];
  readonly toolchain?: boolean;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
  readonly unless?: readonly string[];
  readonly hint?: string;
}

type Item = Claim<'system'> | Notice;

const MODULES: readonly Native[] = DATA['python-native'].modules;

const OLDER: Readonly<Record<string, string>> = DATA['python-native'].older;

/** Extras bring packages of their own: `psycopg[binary]` is psycopg-binary. */
function extrasOf({ dependencies }: PythonProject): ReadonlySet<string> {
  return new Set([...dependencies.values()].flatMap(({ name, extras }) => extras.map((extra) => `${name}-${extra}`)));
}

function* ofModules(project: PythonProject, suite: string): Iterable<Item> {
  const extras = extrasOf(project);
  const isThere = (name: string) => has(project, name) || extras.has(name);
  const packages = (names: readonly string[], stage: OsPackage['stage'], via: string): readonly OsPackage[] =>
    names.map((name) => ({ name: suite === 'trixie' ? name : (OLDER[name] ?? name), stage, via }));
  for (const { name, also = [], toolchain, build = [], run = [], unless = [], hint } of MODULES) {
    const via = [name, ...also].find(isThere);
    if (via === undefined || unless.some(isThere)) continue;
    const tools = toolchain === true ? DATA['python-native'].toolchain : [];
    const value = [...packages([...tools, ...build], 'build', via), ...packages(run, 'run', via)];
    const place = placeOf(project, via);
    if (value.length > 0)
      yield { field: 'system.packages', value, ...place, confidence: 'config', because: `${via} needs it` };
    if (hint !== undefined)
      yield { diagnostic: { code: 'DRK1108', severity: 'info', detail: `${via}: ${hint}`, at: place } };
  }
}

/** What is fetched with git, and what Django's geographic part loads. */
function* ofProject(scope: Scope, project: PythonProject): Iterable<Item> {
  for (const { name: via, isSsh, file, line } of gitDependencies(project)) {
    const value = ['ca-certificates', 'git'].map((name) => ({ name, stage: 'build' as const, via }));
    const because = `${via} is installed from git`;
    yield { field: 'system.packages', value, file, line, confidence: 'config', because };
    if (!isSsh) continue;
    const detail = `${via} is fetched over SSH, for which the build has no key`;
    const hint = 'Name the repository by https://, with a variable for its token, which is then a secret of the build.';
    yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
  }
  const site = djangoSite(scope);
  const apps = site && settingNamed(site, 'INSTALLED_APPS');
  const items = apps?.value.kind === 'list' ? apps.value.items : [];
  const gis = items.find((item) => textOf(item) === 'django.contrib.gis');
  if (apps === undefined || gis === undefined) return;
  const value = DATA['python-native'].geodjango.map((name) => ({ name, stage: 'run' as const, via: 'GeoDjango' }));
  const place = { file: apps.module.path, line: gis.line } as const;
  yield { field: 'system.packages', value, ...place, confidence: 'source', because: 'GeoDjango loads these libraries' };
}

/** Debian packages that a Python component's dependencies need beyond what their wheels bring. */
export const pythonPackages = defineDetector({
  id: 'python-packages',
  layer: 'system',
  title: 'System packages of Python dependencies',
  docs: 'https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Item> {
    const project = isPython(scope, known) ? pythonProject(scope) : undefined;
    // A conda environment brings the libraries of its packages.
    if (project === undefined || project.manager === 'conda') return;
    yield* ofModules(project, suiteFor(known.get('runtime.version')?.resolved ?? ''));
    yield* ofProject(scope, project);
    const cuda = cudaBuild(scope, project);
    if (cuda !== undefined) yield { diagnostic: cuda };
  },
});
