import type { Refusal } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { appObjects } from './app-objects.ts';
import { djangoSite } from './django.ts';
import { modulesOf } from './modules.ts';
import { has, placeOf, pythonProject } from './project.ts';
import { REFUSED_TOOLS } from './refused-tools.ts';
import { mcpPlan } from './start-mcp.ts';
import { ownLoopPlan } from './start-own-loop.ts';
import { consolePlan, scriptPlan } from './start-script.ts';
import { toolPlan } from './start-tool.ts';
import type { StartPlan } from './start-types.ts';
import { appPlan, djangoPlan } from './start-web.ts';
import { workerPlan } from './start-worker.ts';

/** Why a component is no container of its own. */
export interface Refused {
  readonly refusal: Refusal;
  readonly file: RelPath;
  readonly line: number | null;
}

/** How the component is started; frameworks before generic scripts. */
export const pythonStart = perComponent((scope): StartPlan | undefined => {
  const project = pythonProject(scope);
  return (
    djangoPlan(scope, project) ??
    toolPlan(scope, project) ??
    appPlan(scope, project) ??
    mcpPlan(scope, project) ??
    ownLoopPlan(scope) ??
    workerPlan(scope, project) ??
    consolePlan(scope, project) ??
    scriptPlan(scope)
  );
});

/** A project of a tool with containers of its own, unless it has an application that only uses the tool. */
function byTool(scope: Scope): Refused | undefined {
  const project = pythonProject(scope);
  if (project === undefined || djangoSite(scope) !== undefined || appObjects(scope).length > 0) return undefined;
  for (const { title, packages, remedy } of REFUSED_TOOLS) {
    const name = packages.find((one) => project.dependencies.has(one));
    if (name === undefined) continue;
    const reason = `this is a ${title} project, which runs in ${title}’s own containers`;
    return { refusal: { kind: 'unsupported', reason, remedy }, ...placeOf(project, name) };
  }
  return undefined;
}

/** Whether a Python folder is nothing that derrick puts into a container, and why. */
export const pythonRefusal = perComponent((scope): Refused | undefined => {
  const project = pythonProject(scope);
  const tool = byTool(scope);
  if (tool !== undefined) return tool;
  if (pythonStart(scope) !== undefined) return undefined;
  const [notebook] = scope.tree.withExtension('ipynb');
  if (notebook !== undefined && !modulesOf(scope).some(({ mainLine }) => mainLine !== null)) {
    const reason = 'there are only notebooks, which are run by a person and not by a container';
    const remedy = 'Move what should run to a script, or serve the notebooks with JupyterHub.';
    return { refusal: { kind: 'unsupported', reason, remedy }, file: notebook, line: null };
  }
  if (project === undefined || !has(project, 'mkdocs', 'sphinx')) {
    const manifest = project?.pyproject?.kind != null ? project.pyproject.path : project?.setup?.path;
    if (manifest === undefined) return undefined;
    const reason = 'this is a library: no application object, no console script and no script to run';
    const remedy = 'Name the folder of the application that uses it.';
    return { refusal: { kind: 'library', reason, remedy }, file: manifest, line: null };
  }
  return undefined;
});
