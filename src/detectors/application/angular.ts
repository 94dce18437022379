import { defineDetector } from '../../core/model/detector.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';

/** The project of angular.json that is an application: the default one, the one named like the package, else the first. */
function projectOf(doc: Doc, packageName: string | undefined): string | undefined {
  const applications = [...entriesOf(doc.get('projects')).keys()].filter(
    (name) => doc.get('projects', name, 'projectType') === 'application' && !name.endsWith('-e2e'),
  );
  const chosen = [stringOf(doc.get('defaultProject')), packageName].find((name) =>
    applications.some((one) => one === name),
  );
  return chosen ?? applications[0];
}

function targetOf(doc: Doc, project: string): readonly string[] {
  const key = doc.get('projects', project, 'architect') === undefined ? 'targets' : 'architect';
  return ['projects', project, key, 'build'];
}

function outputOf(
  scope: Scope,
  doc: Doc,
  project: string,
  target: readonly string[],
  browser: boolean,
): ReturnType<typeof folderBelow> {
  const value = doc.get(...target, 'options', 'outputPath');
  const base = stringOf(value) ?? stringOf(entriesOf(value).get('base')) ?? `dist/${project}`;
  const folder = stringOf(entriesOf(value).get('browser')) ?? (entriesOf(value).has('browser') ? '' : 'browser');
  return folderBelow(scope, base, browser ? folder : '');
}

/** Angular: files in the browser folder of its output, or a Node server beside it with server-side rendering. */
export const angular = defineDetector({
  id: 'angular',
  layer: 'application',
  title: 'Angular',
  docs: 'https://angular.dev/reference/configs/workspace-config',
  when: { anyFile: ['angular.json'] },
  *detect(scope, known) {
    const manifest = nodeProject(scope)?.manifest;
    const file = scope.at('angular.json');
    const doc = scope.doc(file, 'json');
    if (!isNodeComponent(scope, known) || doc === undefined || !isFramework(scope, 'angular')) return;
    const project = projectOf(doc, manifest?.name);
    if (project === undefined) return;
    const target = targetOf(doc, project);
    const builder = stringOf(doc.get(...target, 'builder')) ?? '';
    const modern = /:application$/.test(builder);
    const ground = { file, line: doc.lineOf(...target, 'options', 'outputPath') ?? doc.lineOf('projects', project) };
    const ssr = doc.get(...target, 'options', 'ssr');
    const folder = outputOf(scope, doc, project, target, false);
    const build = ['ng', 'build', project];
    if (
      modern &&
      ssr !== undefined &&
      ssr !== false &&
      doc.get(...target, 'options', 'outputMode') !== 'static' &&
      folder !== undefined
    ) {
      yield* serverClaims(scope, known, ground, {
        title: 'Angular',
        start: ['node', `${folder}/server/server.mjs`],
        build,
        port: 4000,
        portVariable: 'PORT',
        files: ['package.json', folder],
        ownsStart: true,
      });
      return;
    }
    const output = outputOf(scope, doc, project, target, modern);
    if (output === undefined) return;
    yield* siteClaims(scope, known, ground, {
      title: 'Angular',
      output,
      spa: true,
      build,
      because: `ng build writes ${project} to ${output}`,
    });
  },
});
