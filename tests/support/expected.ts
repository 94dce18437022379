import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { detectionJson } from '../../src/core/detect/report.ts';
import type { RenderPlan } from '../../src/core/model/plan.ts';
import { type Fixture, filesBelow, type RenderedFixture } from './fixture.ts';

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The plan with a line for each step; what the views hold is seen in the rendered files. */
function planJson({ schema, steps }: RenderPlan): string {
  const lines = steps.map(({ view, ...step }) => `    ${JSON.stringify(step)}`);
  return `{\n  "schema": ${schema},\n  "steps": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** The golden files of a fixture: the model, the plan, and every rendered file below `files/`. */
export function goldenOf({ found, rendered }: RenderedFixture): ReadonlyMap<string, string> {
  const files = rendered.artifacts.map(({ path, content }) => [join('files', path), content] as const);
  return new Map([
    ['model.json', json(detectionJson(found.detection, rendered.riggings))],
    ['plan.json', planJson(rendered.plan)],
    ...files,
  ]);
}

/** The golden files on disk. */
export function expectedOf({ dir }: Fixture): ReadonlyMap<string, string> {
  return filesBelow(join(dir, 'expected'));
}

/** Replaces the golden files on disk; only `npm run golden` does so. */
export function writeExpected({ dir }: Fixture, golden: ReadonlyMap<string, string>): void {
  rmSync(join(dir, 'expected'), { recursive: true, force: true });
  for (const [path, text] of golden) {
    const target = join(dir, 'expected', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
