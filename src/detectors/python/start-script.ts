import type { Scope } from '../../core/workspace/scope.ts';
import { modulesOf } from './modules.ts';
import { listensOf } from './port.ts';
import type { PythonProject } from './project.ts';
import { handlesSigterm, isEndless } from './running.ts';
import { scriptStart } from './script-command.ts';
import { runnable } from './start-own-loop.ts';
import { entryRank } from './start-tool.ts';
import { processPlan, type StartPlan } from './start-types.ts';

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
  const [first, ...others] = runnable(scope);
  if (first === undefined) return undefined;
  const rank = entryRank(scope, first.path);
  const listen = listensOf(scope).find(({ via }) => via === 'run' || via === 'uvicorn');
  const hosts = listen?.hostVariable == null ? {} : { [listen.hostVariable]: '0.0.0.0' };
  const { command, env } = scriptStart(scope, first);
  return processPlan({
    kind: listen !== undefined ? 'web' : isEndless(scope) ? 'worker' : 'job',
    command,
    file: first.path,
    line: first.mainLine ?? first.topLoopLine,
    confidence: 'source',
    because:
      first.mainLine === null && first.topLoopLine === null
        ? 'this is the entry by its name'
        : 'this file is run by itself',
    listen,
    defaultPort: listen === undefined ? null : 8000,
    portVariable: listen?.portVariable ?? null,
    bindEnv: { ...env, ...hosts },
    handlesSigterm: listen?.via === 'uvicorn' || handlesSigterm(modulesOf(scope)),
    rivals: others
      .filter(({ path }) => entryRank(scope, path) === rank)
      .map((module) => ({
        command: scriptStart(scope, module).command,
        file: module.path,
        line: module.mainLine,
        because: 'this file is run by itself, too',
      })),
  });
}
