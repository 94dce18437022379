import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { Artifact } from '../model/artifact.ts';
import type { RenderPlan } from '../model/plan.ts';
import type { LoadedRigging } from '../model/rigging.ts';
import { createEngine, type Engine, TemplateError } from './engine.ts';
import { UnsafeValueError } from './escape.ts';
import { verify } from './verify/verify.ts';

function cause(error: TemplateError): Diagnostic {
  const isUnsafe = error.cause instanceof UnsafeValueError;
  return { code: isUnsafe ? 'DRK1204' : 'DRK1202', severity: 'error', detail: error.message };
}

type Partials = Readonly<Record<string, string>>;

const engines = new WeakMap<Partials, Engine>();

/** The engine of these partials: compiling them takes longer than most renders. */
function engineOf(partials: Partials): Engine {
  const engine = engines.get(partials) ?? createEngine(partials);
  engines.set(partials, engine);
  return engine;
}

/**
 * Renders every step of a plan and verifies each file by its format and by derrick's rules.
 * All problems are reported together; nothing is written.
 */
export function render(
  plan: RenderPlan,
  riggings: readonly LoadedRigging[],
  partials: Partials,
): Result<readonly Artifact[]> {
  const engine = engineOf(partials);
  const templates = new Map(riggings.map(({ manifest, templates: own }) => [manifest.id, own]));
  const artifacts: Artifact[] = [];
  const problems: Diagnostic[] = [];
  for (const step of plan.steps) {
    const template = templates.get(step.rigging)?.[step.template];
    const name = `${step.rigging}/${step.template}`;
    if (template === undefined) {
      problems.push({ code: 'DRK1202', severity: 'error', detail: `${name}: there is no such template` });
      continue;
    }
    try {
      const content = engine.render(name, template, step.view);
      const { target: path, format, executable, rigging } = step;
      artifacts.push({ path, content, format, executable, rigging });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      problems.push(cause(error));
    }
  }
  problems.push(...verify(artifacts));
  return problems.length > 0 ? failed(problems) : ok(artifacts);
}
