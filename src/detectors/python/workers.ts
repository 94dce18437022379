import type { Argv } from '../../core/model/facts.ts';
import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { djangoSite, settingNamed } from './django.ts';
import { textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { importName, modulesOf } from './modules.ts';
import { has, type PythonProject } from './project.ts';
import { rqWorker } from './rq.ts';
import type { WorkerProcess } from './worker-process.ts';

function celeryApp(
  scope: Scope,
): { readonly module: PyModule; readonly name: string; readonly line: number } | undefined {
  for (const module of modulesOf(scope)) {
    for (const { target, value, line } of module.assignments) {
      if (value?.kind !== 'call' || !/^celery(\.app(\.base)?)?\.Celery$/.test(canonical(module, value.callee)))
        continue;
      return { module, name: target, line };
    }
  }
  return undefined;
}

function beatLine(scope: Scope, app: PyModule): { readonly module: PyModule; readonly line: number } | undefined {
  const site = djangoSite(scope);
  const setting = site && settingNamed(site, 'CELERY_BEAT_SCHEDULE');
  if (setting !== undefined) return { module: setting.module, line: setting.line };
  const assigned = app.assignments.find(({ target }) => target.endsWith('.beat_schedule'));
  if (assigned !== undefined) return { module: app, line: assigned.line };
  const called = app.calls.find(
    ({ expr }) => /\.add_periodic_task$/.test(expr.callee) || expr.named.has('beat_schedule'),
  );
  return called && { module: app, line: called.line };
}

function celery(scope: Scope, project: PythonProject): readonly WorkerProcess[] {
  const app = has(project, 'celery') ? celeryApp(scope) : undefined;
  if (app === undefined) return [];
  const { root, name } = importName(scope, app.module.path);
  const folder = relativeTo(root, scope.dir);
  // A package that imports its application is named alone; `pkg.celery` is where Celery looks by itself.
  const target = name.replace(/\.celery$/, '');
  const variable = name.endsWith('.celery') || app.name === 'app' || app.name === 'celery' ? '' : `:${app.name}`;
  const start = ['celery', `--app=${target}${variable}`, ...(folder === '.' ? [] : [`--workdir=${folder}`])] as const;
  const place = { file: app.module.path, line: app.line };
  const found: WorkerProcess[] = [
    {
      name: 'worker',
      command: [...start, 'worker', '--loglevel=INFO'],
      ...place,
      because: 'the code makes a Celery application',
    },
  ];
  const database = has(project, 'django-celery-beat');
  const beat = beatLine(scope, app.module);
  if (beat === undefined && !database) return found;
  const store = database
    ? '--scheduler=django_celery_beat.schedulers:DatabaseScheduler'
    : '--schedule=/tmp/celerybeat-schedule';
  found.push({
    name: 'beat',
    command: [...start, 'beat', '--loglevel=INFO', store, '--pidfile='],
    file: beat?.module.path ?? app.module.path,
    line: beat?.line ?? app.line,
    because: 'tasks run by the clock',
  });
  return found;
}

/** A command whose imports start from another folder than the one it runs in. */
function from(root: RelPath, scope: Scope, command: Argv): Argv {
  const folder = relativeTo(root, scope.dir);
  return folder === '.' ? command : ['env', `PYTHONPATH=${folder}`, ...command];
}

function dramatiq(scope: Scope, project: PythonProject): readonly WorkerProcess[] {
  if (!has(project, 'dramatiq')) return [];
  const found = modulesOf(scope).flatMap((module) => {
    const actor = module.functions.find(({ decorators }) =>
      decorators.some(({ callee }) => canonical(module, callee) === 'dramatiq.actor'),
    );
    return actor === undefined ? [] : [{ ...importName(scope, module.path), file: module.path, line: actor.line }];
  });
  const [first] = found;
  if (first === undefined) return [];
  const roots = [...new Set(found.map(({ root }) => relativeTo(root, scope.dir)))].filter((root) => root !== '.');
  const command = ['dramatiq', ...roots.map((root) => `--path=${root}`), ...found.map(({ name }) => name)] as const;
  return [{ name: 'worker', command, file: first.file, line: first.line, because: 'Dramatiq actors are here' }];
}

/** The name of a queue's class or variable in one module, by what its library looks for. */
function others(scope: Scope, project: PythonProject): readonly WorkerProcess[] {
  const found: WorkerProcess[] = [];
  for (const module of modulesOf(scope)) {
    const { root, name } = importName(scope, module.path);
    const place = { name: 'worker', file: module.path } as const;
    const arq = module.classes.find((one) => one.name === 'WorkerSettings');
    if (arq !== undefined && has(project, 'arq')) {
      const command = from(root, scope, ['arq', `${name}.WorkerSettings`]);
      found.push({ ...place, command, line: arq.line, because: 'arq’s settings are here' });
    }
    const huey = module.assignments.find(
      ({ value }) => value?.kind === 'call' && /^huey\.\w*Huey$/.test(canonical(module, value.callee)),
    );
    if (huey !== undefined && has(project, 'huey')) {
      const command = from(root, scope, ['huey_consumer', `${name}.${huey.target}`]);
      found.push({ ...place, command, line: huey.line, because: 'Huey’s queue is here' });
    }
  }
  return found;
}

/** The processes that queues need beside the server: Celery with its clock, Dramatiq, RQ, arq, Huey. */
export function workersOf(scope: Scope, project: PythonProject | undefined): readonly WorkerProcess[] {
  if (project === undefined) return [];
  const rq = has(project, 'rq', 'django-rq') ? rqWorker(scope) : undefined;
  const all = [
    ...celery(scope, project),
    ...dramatiq(scope, project),
    ...(rq === undefined ? [] : [rq]),
    ...others(scope, project),
  ];
  return all.filter((one, index) => all.findIndex(({ name }) => name === one.name) === index);
}

/** The single spider of a Scrapy project. */
export function spiderOf(
  scope: Scope,
): { readonly name: string; readonly file: RelPath; readonly line: number; readonly count: number } | undefined {
  const spiders = modulesOf(scope).flatMap((module) =>
    module.classes
      .filter(({ head }) => head.args.some((base) => base.kind === 'name' && /Spider$/.test(base.path)))
      .map((spider) => {
        const label = module.assignments.find(({ target, owner }) => target === 'name' && owner === spider.name);
        return { name: textOf(label?.value) ?? '', file: module.path, line: spider.line };
      }),
  );
  const [first] = spiders.filter(({ name }) => name !== '');
  return first && { ...first, count: spiders.length };
}
