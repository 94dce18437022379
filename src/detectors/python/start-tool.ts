import { basename, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { PyModule } from './module-index.ts';
import { importName, modulesOf } from './modules.ts';
import { listensOf } from './port.ts';
import { has, type PythonProject } from './project.ts';
import { SCRIPT_TOOLS, type ScriptTool } from './script-tools.ts';
import { processPlan, type StartPlan } from './start-types.ts';

/** Names that an entry has by habit, the most telling first. */
export const ENTRIES: readonly string[] = [
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

/** Orders scripts: the habits of names, and far more the depth. */
export function entryRank(scope: Scope, path: RelPath): number {
  const known = ENTRIES.indexOf(basename(path));
  return (known < 0 ? ENTRIES.length : known) + relativeTo(path, scope.dir).split('/').length * 20;
}

function uses({ module: own, call }: ScriptTool, { path, imported, calls }: PyModule): boolean {
  const imports = imported.some(({ module }) => module.split('.')[0] === own);
  if (!imports || /(^|\/)pages\//.test(path)) return false;
  // `x(…).servable()` hangs on no plain name, so that the call's own name is looked at as well.
  const named = ({ callee, target }: PyModule['calls'][number]['expr']) =>
    target.kind === 'item' && target.key.kind === 'text' ? `.${target.key.value}` : callee;
  return call === undefined || calls.some(({ expr }) => call.test(named(expr)));
}

/** The script that a tool runs: the one that no other script of the tool imports. */
function scriptOf(scope: Scope, tool: ScriptTool): PyModule | undefined {
  const users = modulesOf(scope)
    .filter((module) => uses(tool, module))
    .sort((a, b) => entryRank(scope, a.path) - entryRank(scope, b.path));
  const isImported = (module: PyModule) =>
    users.some(
      (other) =>
        other !== module &&
        [...other.imports.values()].some((one) => one.module === importName(scope, module.path).name),
    );
  return users.find((module) => !isImported(module)) ?? users[0];
}

function planOf(scope: Scope, tool: ScriptTool, script: PyModule): StartPlan {
  const listen = listensOf(scope).find(({ via, port }) => port !== null && (via === tool.id || via === 'launch'));
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
    // A host in the code counts more than the environment.
    setsBind: program !== 'python' || listen?.host == null,
    portVariable: tool.portVariable,
    bindEnv: tool.env,
    health: tool.health,
    handlesSigterm: tool.handlesSigterm,
    writable:
      tool.writable?.find(({ where }) => where === undefined || scope.project.has(scope.at(where)))?.folders ?? [],
  });
}

/** Streamlit, Gradio and their like: the script that imports the tool, by its name and depth. */
export function toolPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  for (const tool of SCRIPT_TOOLS) {
    const script = has(project, ...tool.packages) ? scriptOf(scope, tool) : undefined;
    if (script !== undefined) return planOf(scope, tool, script);
  }
  return undefined;
}
