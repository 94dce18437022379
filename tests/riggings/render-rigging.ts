import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { AppModel, Component } from '../../src/core/model/app-model.ts';
import type { Facts } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import type { JsonValue, LoadedRigging, RiggingManifest, Scalar, ViewBuilder } from '../../src/core/model/rigging.ts';
import { render } from '../../src/core/render/render.ts';
import { plan } from '../../src/core/rigging/plan.ts';

const ROOT = new URL('../../rigging-templates/', import.meta.url);

function texts(dir: string): Record<string, string> {
  const names = readdirSync(new URL(dir, ROOT)).filter((name) => name.endsWith('.hbs'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(dir + name, ROOT), 'utf8')]));
}

/** A built-in rigging, read from its folder. */
export function rigging(id: string, view: ViewBuilder): LoadedRigging {
  const manifest = parse(readFileSync(new URL(`${id}/rigging.yaml`, ROOT), 'utf8')) as RiggingManifest;
  return { manifest, view, templates: texts(`${id}/`), origin: 'builtin' };
}

function partials(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const folder of ['k8s', 'groovy', 'compose', 'helm', 'ci', 'github', 'gitlab']) {
    for (const [name, text] of Object.entries(texts(`_shared/partials/${folder}/`))) {
      found[`${folder}/${name.replace(/\.hbs$/, '')}`] = text;
    }
  }
  return found;
}

function table(name: string): JsonValue {
  return parse(readFileSync(new URL(`_shared/data/${name}.yaml`, ROOT), 'utf8')) as JsonValue;
}

const DATA = { node: table('node'), services: table('services'), ci: table('ci') };

/** A component in a folder of its own name. */
export function component(name: string, facts: Partial<Facts>, dir = '.'): Component {
  return { name, dir: relPath(dir), facts, decisions: [] };
}

/** A model of these components. */
export function model(name: string, ...components: readonly Component[]): AppModel {
  return { schema: 1, name, components };
}

/** Renders a model with riggings: the text of each file by its path. Throws with every problem. */
export function renderFiles(
  app: AppModel,
  riggings: readonly LoadedRigging[],
  options: Readonly<Record<string, Scalar>> = {},
): Record<string, string> {
  const planned = plan(app, riggings, { shared: options, components: {} }, DATA);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
  const rendered = render(planned.value, riggings, partials());
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.problems, null, 2));
  return Object.fromEntries(rendered.value.map(({ path, content }) => [path, content]));
}
