import { type Document, isMap, parseDocument, YAMLMap } from 'yaml';
import type { AppModel } from '../model/app-model.ts';
import type { Output } from '../model/rigging.ts';
import { yamlScalar } from '../render/escape.ts';
import type { Said } from './flags.ts';

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
  const [only] = model.components;
  for (const { component, key, value } of entries) {
    const path = component === null ? ['options'] : ['components', component];
    mapAt(document, path);
    document.setIn([...path, key], value);
  }
  return only === undefined ? text : document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
