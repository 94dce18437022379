import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { AppModel, Component } from '../model/app-model.ts';
import type { FactKey } from '../model/facts.ts';
import { byPath, insideRoot, ROOT } from '../model/paths.ts';
import type { RenderPlan, RenderStep } from '../model/plan.ts';
import type { JsonValue, LoadedRigging, Scalar, View, ViewInput } from '../model/rigging.ts';
import { optionValues } from './options.ts';
import { holds } from './predicate.ts';

/** What the user said about options, by name: for all components, and for one. */
export interface Answers {
  readonly shared: Readonly<Record<string, Scalar>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
}

/** No answers: every option has its default. */
export const NO_ANSWERS: Answers = { shared: {}, components: {} };

/** The riggings that apply to a component. */
export function matching<R extends Pick<LoadedRigging, 'manifest'>>(
  riggings: readonly R[],
  component: Component,
): readonly R[] {
  return riggings.filter(({ manifest }) => holds(manifest.match, component.facts));
}

function target(path: string, component: Component, several: boolean, view: View): string {
  const dir = component.dir === ROOT ? '' : `${component.dir}/`;
  return path
    .replaceAll('{dir}', dir)
    .replaceAll('{prefix}', several ? `${component.name}/` : '')
    .replaceAll('{name}', component.name)
    .replaceAll('{folder}', typeof view.folder === 'string' ? view.folder : '');
}

function lacking(rigging: LoadedRigging, component: Component): readonly Diagnostic[] {
  return rigging.manifest.requires
    .map((one) => one.split('|') as readonly FactKey[])
    .filter((facts) => facts.every((fact) => component.facts[fact] === undefined))
    .map(([fact = '']) => ({
      code: 'DRK1205',
      severity: 'error',
      detail: `${component.name}: rigging ${rigging.manifest.id} needs ${fact}, which nothing shows`,
      hint: `say it: --set ${component.name}.${fact.replace(/^\w+\./, '')}=…`,
    }));
}

function stepsOf(rigging: LoadedRigging, input: ViewInput, component: Component | null): Result<readonly RenderStep[]> {
  const view: View = rigging.view?.(input) ?? plainView(input);
  const steps: RenderStep[] = [];
  const problems: Diagnostic[] = [];
  for (const artifact of rigging.manifest.artifacts) {
    if (artifact.when !== undefined && view[artifact.when] !== true) continue;
    const several = input.model.components.length > 1;
    const path = insideRoot(target(artifact.path, input.component, several, view));
    if (path === undefined || path === ROOT) {
      problems.push({
        code: 'DRK1201',
        severity: 'error',
        detail: `${rigging.manifest.id}: the path ${JSON.stringify(artifact.path)} leads out of the project`,
      });
      continue;
    }
    steps.push({
      rigging: rigging.manifest.id,
      component: component?.name ?? null,
      template: artifact.template,
      target: path,
      format: artifact.format,
      executable: artifact.executable ?? false,
      view,
    });
  }
  return problems.length > 0 ? failed(problems) : ok(steps);
}

/** The view of a rigging without code: the facts and options as they are. */
function plainView({ component, options, model }: ViewInput): View {
  const facts: Record<string, Record<string, JsonValue>> = { app: {}, runtime: {}, system: {} };
  for (const [key, value] of Object.entries(component.facts)) {
    const [layer = '', name = ''] = key.split('.');
    facts[layer] = { ...facts[layer], [name]: value as JsonValue };
  }
  return { name: component.name, project: model.name, dir: component.dir, options: { ...options }, ...facts };
}

/**
 * Chooses for each component the riggings that apply and computes what their templates will see.
 * Pure; problems of all riggings are reported together.
 */
export function plan(
  model: AppModel,
  riggings: readonly LoadedRigging[],
  answers: Answers,
  data: Readonly<Record<string, JsonValue>>,
): Result<RenderPlan> {
  const steps: RenderStep[] = [];
  const problems: Diagnostic[] = [];
  for (const rigging of riggings) {
    const components = model.components.filter(({ facts }) => holds(rigging.manifest.match, facts));
    const [first] = components;
    if (first === undefined) continue;
    const lacks: Diagnostic[] = components.flatMap((component) => lacking(rigging, component));
    const optionsOf: Record<string, Readonly<Record<string, Scalar>>> = {};
    for (const component of components) {
      const values = optionValues(rigging.manifest, answers, component.name);
      if (values.ok) optionsOf[component.name] = values.value;
      else lacks.push(...values.problems);
    }
    if (lacks.length > 0) {
      problems.push(...lacks);
      continue;
    }
    for (const component of rigging.manifest.scope === 'project' ? [first] : components) {
      const options = optionsOf[component.name] ?? {};
      const input: ViewInput = { component, components, model, options, optionsOf, data };
      const made = stepsOf(rigging, input, rigging.manifest.scope === 'project' ? null : component);
      if (made.ok) steps.push(...made.value);
      else problems.push(...made.problems);
    }
  }
  if (problems.length > 0) return failed(problems);
  const ordered = steps.sort((a, b) => byPath(a.target, b.target));
  const doubled = ordered.filter((step, index) => step.target === ordered[index - 1]?.target);
  if (doubled.length > 0) {
    return failed(
      doubled.map(({ target: path, rigging }) => ({
        code: 'DRK1201',
        severity: 'error',
        detail: `${rigging}: another rigging writes ${path} too`,
      })),
    );
  }
  return ok({ schema: 1, steps: ordered });
}
