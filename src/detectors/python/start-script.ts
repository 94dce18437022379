import { basename, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { SCRIPT_TOOLS } from './frameworks.ts';
import { canonical, type PyModule } from './module-index.ts';
import { importName, modulesOf } from './modules.ts';
import { listensOf } from './port.ts';
import { has, type PythonProject } from './project.ts';
import { processPlan, type StartPlan } from './start-types.ts';
import { spiderOf, workersOf } from './workers.ts';

/** Names that an entry has by habit, the most telling first. */
const ENTRIES = [
  '__main__.py',
  'main.py',
  'app.py',
  'server.py',
  'run.py',
  'start.py',
  'bot.py',
  'worker.py',
  'hello.py',
  'index.py',
];

/** Calls that keep a process busy for ever: bots, consumers, schedulers. */
const ENDLESS =
  /(^|\.)(run_polling|start_polling|infinity_polling|polling|start_consuming|run_forever|serve_forever|run_until_disconnected|wait_for_termination|idle)$/;

/** Libraries whose use keeps a process busy for ever. */
const BUSY: ReadonlySet<string> = new Set([
  ...['discord', 'telegram', 'telebot', 'aiogram', 'telethon', 'pyrogram', 'slack_bolt', 'nextcord', 'disnake'],
  ...['pika', 'aio_pika', 'kafka', 'confluent_kafka', 'aiokafka', 'faust', 'apscheduler', 'schedule', 'temporalio'],
]);

/** True when the code runs for ever: a loop, a consumer, a bot, a scheduler. */
function isEndless(scope: Scope): boolean {
  return modulesOf(scope).some(
    ({ endlessLine, calls, imported }) =>
      endlessLine !== null ||
      calls.some(({ expr }) => ENDLESS.test(expr.callee)) ||
      imported.some(({ module }) => BUSY.has(module.split('.')[0] ?? '')),
  );
}

function entryRank(scope: Scope, path: RelPath): number {
  const known = ENTRIES.indexOf(basename(path));
  return (known < 0 ? ENTRIES.length : known) + relativeTo(path, scope.dir).split('/').length * 20;
}

/** Streamlit, Chainlit and Gradio: the script that imports the tool, by its name and depth. */
export function toolPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  for (const tool of SCRIPT_TOOLS) {
    if (!has(project, ...tool.packages)) continue;
    const users = modulesOf(scope)
      .filter(
        ({ path, imported }) =>
          !/(^|\/)pages\//.test(path) && imported.some(({ module }) => module.split('.')[0] === tool.module),
      )
      .sort((a, b) => entryRank(scope, a.path) - entryRank(scope, b.path));
    const imports = (module: PyModule) =>
      users.some(
        (other) =>
          other !== module &&
          [...other.imports.values()].some((one) => one.module === importName(scope, module.path).name),
      );
    const script = users.find((module) => !imports(module)) ?? users[0];
    if (script === undefined) continue;
    const listen = listensOf(scope).find(({ via, port }) => port !== null && (via === 'streamlit' || via === 'launch'));
    const port = listen?.port ?? tool.port;
    const words = tool.command.map((word) =>
      word.replace('{script}', relativeTo(script.path, scope.dir)).replace('{port}', String(port)),
    );
    const [program = 'python', ...args] = words;
    const line = script.imported.find(({ module }) => module.split('.')[0] === tool.module)?.line ?? null;
    return processPlan({
      kind: 'web',
      framework: tool,
      command: [program, ...args],
      file: script.path,
      line,
      confidence: 'source',
      because: `${tool.title} runs this script`,
      defaultPort: tool.port,
      listen,
      setsBind: true,
      portVariable: tool.portVariable,
      bindEnv: tool.env,
      health: tool.health,
      handlesSigterm: tool.handlesSigterm,
    });
  }
  return undefined;
}

/** A queue's worker or a spider with nothing that serves: it is the component itself. */
export function workerPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const [worker] = workersOf(scope, project);
  if (worker !== undefined) {
    const { command, file, line, because } = worker;
    return processPlan({ kind: 'worker', command, file, line, confidence: 'source', because, handlesSigterm: true });
  }
  const spider = has(project, 'scrapy') || scope.project.has(scope.at('scrapy.cfg')) ? spiderOf(scope) : undefined;
  if (spider === undefined) return undefined;
  const { file, line, name, count } = spider;
  return processPlan({
    kind: 'job',
    framework: { id: 'scrapy', title: 'Scrapy', packages: ['scrapy'] },
    command: ['scrapy', 'crawl', name],
    file,
    line,
    confidence: 'source',
    because: count > 1 ? `${name} is the first of ${count} spiders` : `${name} is the only spider`,
    handlesSigterm: true,
  });
}

/** Whether the code ends a process on SIGTERM by itself. */
export function handlesSigterm(modules: readonly PyModule[]): boolean {
  return modules.some((module) =>
    module.calls.some(({ expr }) => {
      const full = canonical(module, expr.callee);
      const [first] = expr.args;
      const signal = first?.kind === 'name' ? canonical(module, first.path) : '';
      return (full === 'signal.signal' || full.endsWith('.add_signal_handler')) && signal === 'signal.SIGTERM';
    }),
  );
}

function serves(scope: Scope): boolean {
  return listensOf(scope).some(({ via }) => via === 'run' || via === 'uvicorn');
}

/** The one console script of a project that is built as a package. */
export function consolePlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const isBuilt = project?.pyproject?.isBuilt === true || project?.setup !== undefined;
  const scripts = [...(project?.pyproject?.scripts ?? new Map<string, string>()), ...(project?.setup?.scripts ?? [])];
  const [first] = scripts;
  if (first === undefined || project === undefined || !isBuilt) return undefined;
  const own = project.pyproject?.name ?? project.setup?.name;
  const [name] = scripts.find(([one]) => one === own) ?? first;
  const file = project.pyproject?.path ?? project.setup?.path ?? project.shownBy.file;
  const line =
    project.pyproject?.doc.lineOf('project', 'scripts', name) ??
    project.pyproject?.doc.lineOf('tool', 'poetry', 'scripts', name) ??
    null;
  const listen = listensOf(scope)[0];
  const endless = isEndless(scope);
  const web = serves(scope);
  return processPlan({
    kind: web ? 'web' : endless ? 'worker' : 'cli',
    command: [name],
    file,
    line,
    confidence: 'manifest',
    because: `${name} is the console script`,
    listen,
    defaultPort: web ? 8000 : null,
    portVariable: listen?.portVariable ?? null,
    bindEnv: listen?.hostVariable === null || listen === undefined ? {} : { [listen.hostVariable]: '0.0.0.0' },
    handlesSigterm: listen?.via === 'uvicorn' || handlesSigterm(modulesOf(scope)),
    installsProject: true,
  });
}

/** A script that is run by itself: `if __name__ == '__main__'`, a package's `__main__.py`, or an entry by its name. */
export function scriptPlan(scope: Scope): StartPlan | undefined {
  const runs = modulesOf(scope)
    .filter(({ path, mainLine }) => mainLine !== null || ENTRIES.includes(basename(path)))
    .filter(({ calls }) => calls.length > 0)
    .sort((a, b) => entryRank(scope, a.path) - entryRank(scope, b.path));
  const [first, ...others] = runs;
  if (first === undefined) return undefined;
  const rank = entryRank(scope, first.path);
  const commandOf = ({ path }: PyModule) => {
    const isPackage = basename(path) === '__main__.py' && relativeTo(path, scope.dir).includes('/');
    const name = importName(scope, path).name.replace(/\.__main__$/, '');
    return isPackage ? (['python', '-m', name] as const) : (['python', relativeTo(path, scope.dir)] as const);
  };
  const modules = modulesOf(scope);
  const endless = isEndless(scope);
  const listen = listensOf(scope).find(({ via }) => via === 'run' || via === 'uvicorn');
  const hostVariable = listen?.hostVariable ?? null;
  return processPlan({
    kind: listen !== undefined ? 'web' : endless ? 'worker' : 'job',
    command: commandOf(first),
    file: first.path,
    line: first.mainLine,
    confidence: 'source',
    because: first.mainLine === null ? 'this is the entry by its name' : 'this file is run by itself',
    listen,
    defaultPort: listen === undefined ? null : 8000,
    portVariable: listen?.portVariable ?? null,
    bindEnv: hostVariable === null ? {} : { [hostVariable]: '0.0.0.0' },
    handlesSigterm: listen?.via === 'uvicorn' || handlesSigterm(modules),
    rivals: others
      .filter(({ path }) => entryRank(scope, path) === rank)
      .map((module) => ({
        command: commandOf(module),
        file: module.path,
        line: module.mainLine,
        because: 'this file is run by itself, too',
      })),
  });
}
