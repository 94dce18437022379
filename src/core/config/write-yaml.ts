import { type Document, isMap, parseDocument, YAMLMap } from 'yaml';
import type { AppModel } from '../model/app-model.ts';
import type { Output } from '../model/rigging.ts';
import { yamlScalar } from '../render/escape.ts';
import type { Said } from './flags.ts';
import { isSetting } from './settings.ts';

/** The first derrick.yaml of a project: short, commented, and saying only what cannot be detected. */
export function firstConfig(model: AppModel, outputs: readonly Output[]): string {
  const components = model.components.map(({ name, dir }) => `  ${yamlScalar(name)}:\n    path: ${yamlScalar(dir)}\n`);
  return `# What derrick was told about this project: yours to edit and to commit. \`derrick init\` reads it again.
schema: 1
name: ${yamlScalar(model.name)}
# What init writes; there are also compose, helm, github-actions and gitlab-ci.
outputs: [${outputs.join(', ')}]
# Options of all components; \`derrick list\` shows them. Example:
# options:
#   registry: registry.example.com/team
# A component can say what detection cannot know or got wrong: kind, port, start, build, test, health, output,
# language, version, buildImage, runImage, or an option. \`derrick detect --explain\` shows what was found.
components:
${components.join('')}`;
}

function mapAt(document: Document, path: readonly string[]): void {
  const found = document.getIn(path, true);
  if (!isMap(found)) document.setIn(path, new YAMLMap());
}

/** An existing derrick.yaml with what flags and answers added; its comments and order stay. */
export function extendedConfig(text: string, entries: Said['entries'], model: AppModel): string {
  if (entries.length === 0) return text;
  const document = parseDocument(text);
  const names = model.components.map(({ name }) => name);
  for (const { component, key, value } of entries) {
    // A fact is a component's own; said without a name, it holds for each.
    const owners = component !== null ? [component] : isSetting(key) ? names : [null];
    for (const owner of owners) {
      const path = owner === null ? ['options'] : ['components', owner];
      mapAt(document, path);
      document.setIn([...path, key], value);
    }
  }
  return names.length === 0 ? text : document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
