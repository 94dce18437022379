import type { Refusal } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { REFUSED } from './frameworks.ts';
import { modulesOf } from './modules.ts';
import { has, placeOf, pythonProject } from './project.ts';
import { consolePlan, scriptPlan, toolPlan, workerPlan } from './start-script.ts';
import type { StartPlan } from './start-types.ts';
import { appPlan, djangoPlan, ownLoopPlan } from './start-web.ts';

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
    ownLoopPlan(scope) ??
    workerPlan(scope, project) ??
    consolePlan(scope, project) ??
    scriptPlan(scope)
  );
});

function byTool(scope: Scope): Refused | undefined {
  const project = pythonProject(scope);
  for (const [name, [title, remedy]] of Object.entries(REFUSED)) {
    if (project === undefined || !project.dependencies.has(name)) continue;
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
