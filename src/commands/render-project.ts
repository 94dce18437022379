import type { ProjectFlags } from '../core/config/flags.ts';
import { chosenOutputs } from '../core/config/flags.ts';
import { SETTINGS } from '../core/config/settings.ts';
import { type Diagnostic, failed, ok, type Result } from '../core/errors/diagnostic.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type AppModel, withoutOwnManifests } from '../core/model/app-model.ts';
import type { Artifact } from '../core/model/artifact.ts';
import type { RenderPlan } from '../core/model/plan.ts';
import type { JsonValue, LoadedRigging, Output } from '../core/model/rigging.ts';
import { render } from '../core/render/render.ts';
import { unknownOptions } from '../core/rigging/options.ts';
import { matching, plan } from '../core/rigging/plan.ts';
import { DATA } from '../detectors/data.generated.ts';
import { PARTIALS } from '../riggings/builtin.generated.ts';
import { defaultOutputs, loadRiggings } from './riggings.ts';
import { type Survey, unwrap } from './survey.ts';

/** Flags that narrow what is rendered. */
export interface RenderFlags extends ProjectFlags {
  readonly component?: readonly string[];
  readonly rigging?: readonly string[];
}

/** A project rendered in memory. */
export interface Rendered {
  readonly outputs: readonly Output[];
  readonly riggings: readonly LoadedRigging[];
  readonly plan: RenderPlan;
  readonly artifacts: readonly Artifact[];
}

function unknown(flag: string, names: readonly string[] | undefined, known: readonly string[]): readonly Diagnostic[] {
  return (names ?? [])
    .filter((name) => !known.includes(name))
    .map((name) => ({ code: 'DRK4002', severity: 'error', detail: `${flag} ${name}: there is ${known.join(', ')}` }));
}

function selected(model: AppModel, riggings: readonly LoadedRigging[], flags: RenderFlags): Result<AppModel> {
  const problems = [
    ...unknown(
      '--component',
      flags.component,
      model.components.map(({ name }) => name),
    ),
    ...unknown(
      '--rigging',
      flags.rigging,
      riggings.map(({ manifest }) => manifest.id),
    ),
  ];
  return problems.length > 0 ? failed(problems) : ok(model);
}

/** Components that are not asked for stay in the model, because shared files speak of them, but none of their own files is rendered. */
function only(rendered: RenderPlan, components: readonly string[] | undefined): RenderPlan {
  if (components === undefined) return rendered;
  return {
    ...rendered,
    steps: rendered.steps.filter(({ component }) => component === null || components.includes(component)),
  };
}

/**
 * Plans and renders the chosen outputs in memory.
 * @throws {UserError} for a wrong flag, a missing fact, or a file that breaks a rule.
 */
export async function renderProject({ root, config, detection }: Survey, flags: RenderFlags): Promise<Rendered> {
  const all = await loadRiggings(root);
  const [first, ...rest] = unknownOptions(config.answers, all, Object.keys(SETTINGS));
  if (first !== undefined) throw new UserError([first, ...rest]);
  const adopted = detection.model.components.some(({ facts }) => facts['system.manifests'] !== undefined);
  const defaults = defaultOutputs(all).filter((output) => output !== 'kubernetes' || !adopted);
  const outputs = unwrap(chosenOutputs(config, flags, defaults));
  const asked = unwrap(selected(detection.model, all, flags));
  const model = outputs.includes('kubernetes') ? withoutOwnManifests(asked) : asked;
  const riggings = all.filter(
    ({ manifest }) =>
      outputs.includes(manifest.provides) && (flags.rigging === undefined || flags.rigging.includes(manifest.id)),
  );
  const bare = model.components.filter(
    (component) =>
      outputs.includes('image') && !matching(riggings, component).some(({ manifest }) => manifest.provides === 'image'),
  );
  if (flags.rigging === undefined && bare.length > 0) throw new UserError(noRigging(bare.map(({ name }) => name)));
  const planned = only(
    unwrap(plan(model, riggings, config.answers, DATA as unknown as Record<string, JsonValue>)),
    flags.component,
  );
  return { outputs, riggings, plan: planned, artifacts: unwrap(render(planned, riggings, PARTIALS)) };
}

function noRigging(names: readonly string[]): [Diagnostic, ...Diagnostic[]] {
  return [
    {
      code: 'DRK1205',
      severity: 'error',
      detail: `no rigging makes an image of ${names.join(', ')}`,
      hint: 'See `derrick list`; a rigging of your own goes into derrick-riggings/.',
    },
  ];
}
