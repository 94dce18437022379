import { byPath, ROOT } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { entriesOf, isObject, stringOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import type { VersionSource } from './version-source.ts';

function textOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : stringOf(value);
}

function* setupSteps(doc: Doc): Iterable<VersionSource> {
  for (const [job, body] of entriesOf(doc.get('jobs'))) {
    const steps = isObject(body) && Array.isArray(body.steps) ? (body.steps as readonly unknown[]) : [];
    for (const [index, step] of steps.entries()) {
      if (!isObject(step) || !isObject(step.with)) continue;
      const raw = textOf(step.with['node-version']);
      // An expression points at a matrix, which is a list of versions to test with, not the one to run.
      if (raw === undefined || raw.includes('${{')) continue;
      const line = doc.lineOf('jobs', job, 'steps', index, 'with', 'node-version');
      yield { raw, file: doc.path, line, confidence: 'config', label: 'the CI workflow' };
    }
  }
}

/** The Node.js that GitHub workflows set up. Source: https://github.com/actions/setup-node */
export function* workflowVersions(scope: Scope): Iterable<VersionSource> {
  const files = [...scope.project.match('.github/workflows/*.{yml,yaml}')].sort(byPath);
  for (const path of files) {
    const doc = scope.text(path)?.text.includes('node-version') ? scope.doc(path, 'yaml') : undefined;
    if (doc !== undefined) yield* setupSteps(doc);
  }
}

/** The Node.js of a development container. Source: https://containers.dev/implementors/json_reference/ */
export function* devcontainerVersions(scope: Scope): Iterable<VersionSource> {
  const path = fileIn(scope, ROOT, '.devcontainer/devcontainer.json', '.devcontainer.json');
  const doc = path && scope.doc(path, 'json');
  if (doc === undefined) return;
  const image = /(?:java|type)script-node:(?:\d-)?(\d+)/.exec(stringOf(doc.get('image')) ?? '');
  if (image?.[1] !== undefined) {
    yield { raw: image[1], file: doc.path, line: doc.lineOf('image'), confidence: 'config', label: 'the devcontainer' };
  }
  for (const [feature, options] of entriesOf(doc.get('features'))) {
    const raw = /\/features\/node(:|$)/.test(feature) && isObject(options) ? textOf(options.version) : undefined;
    if (raw === undefined) continue;
    yield {
      raw,
      file: doc.path,
      line: doc.lineOf('features', feature),
      confidence: 'config',
      label: 'the devcontainer',
    };
  }
}
