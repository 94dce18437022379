import { defineDetector } from '../../core/model/detector.ts';
import { urlPath } from '../../core/model/url-path.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { type ListenCall, listenCalls } from '../javascript/listen-calls.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { buildUses } from '../javascript/site-setting.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';

/**
 * The project of angular.json that is an application: the one that the build script names, the default one, the one
 * named like the package, else the first.
 */
function projectOf(scope: Scope, doc: Doc): string | undefined {
  const applications = [...entriesOf(doc.get('projects')).keys()].filter(
    (name) => doc.get('projects', name, 'projectType') === 'application' && !name.endsWith('-e2e'),
  );
  const named = buildUses(scope, ['ng', 'build']).flatMap(({ args }) => args);
  const wanted = [...named, stringOf(doc.get('defaultProject')), nodeProject(scope)?.manifest.name];
  return wanted.find((name) => name !== undefined && applications.includes(name)) ?? applications[0];
}

/** The settings of a project's build as they count in production: those of the configuration first. */
function buildOptions(doc: Doc, project: string): Options {
  const key = doc.get('projects', project, 'architect') === undefined ? 'targets' : 'architect';
  const target = ['projects', project, key, 'build'];
  const name = stringOf(doc.get(...target, 'defaultConfiguration')) ?? 'production';
  const places = [
    [...target, 'configurations', name],
    [...target, 'options'],
  ];
  const at = (option: string): readonly string[] | undefined =>
    places.map((place) => [...place, option]).find((keys) => doc.get(...keys) !== undefined);
  return {
    builder: stringOf(doc.get(...target, 'builder')) ?? '',
    get: (option) => doc.get(...(at(option) ?? [...target, 'options', option])),
    lineOf: (option) => doc.lineOf(...(at(option) ?? [])) ?? doc.lineOf('projects', project),
    server: stringOf(doc.get('projects', project, key, 'server', 'options', 'outputPath')),
  };
}

interface Options {
  readonly builder: string;
  get(option: string): unknown;
  lineOf(option: string): number | null;
  /** Where the separate server of older Angular is built to. */
  readonly server: string | undefined;
}

function outputOf(scope: Scope, options: Options, project: string, browser: boolean): ReturnType<typeof folderBelow> {
  const value = options.get('outputPath');
  const base = stringOf(value) ?? stringOf(entriesOf(value).get('base')) ?? `dist/${project}`;
  const folder = stringOf(entriesOf(value).get('browser')) ?? (entriesOf(value).has('browser') ? '' : 'browser');
  return folderBelow(scope, base, browser ? folder : '');
}

/** The folder of the server below the output. */
function serverFolder(options: Options): string {
  const value = entriesOf(options.get('outputPath')).get('server');
  return typeof value === 'string' ? value : 'server';
}

/** The port in the listen call of the server's own entry file. */
function listenOf(scope: Scope, options: Options): ListenCall | undefined {
  const entry = stringOf(entriesOf(options.get('ssr')).get('entry'));
  return entry === undefined ? undefined : listenCalls(scope, reachableModules(scope, [scope.at(entry)]))[0];
}

/** Angular: files in the browser folder of its output, or a Node server beside it with server-side rendering. */
export const angular = defineDetector({
  id: 'angular',
  layer: 'application',
  title: 'Angular',
  docs: 'https://angular.dev/reference/configs/workspace-config',
  when: { anyFile: ['angular.json'] },
  *detect(scope, known) {
    const file = scope.at('angular.json');
    const doc = scope.doc(file, 'json');
    if (!isNodeComponent(scope, known) || doc === undefined || !isFramework(scope, 'angular')) return;
    const project = projectOf(scope, doc);
    if (project === undefined) return;
    const options = buildOptions(doc, project);
    const modern = /:application$/.test(options.builder);
    const ground = { file, line: options.lineOf('outputPath') };
    const ssr = options.get('ssr');
    const folder = outputOf(scope, options, project, false);
    const build = ['ng', 'build', project];
    const renders = modern && ssr !== undefined && ssr !== false && options.get('outputMode') !== 'static';
    const older = modern || options.server === undefined ? undefined : folderBelow(scope, options.server);
    if ((renders && folder !== undefined) || older !== undefined) {
      const listen = listenOf(scope, options);
      if (listen?.port != null) {
        const at = { file: listen.file, line: listen.line };
        yield {
          field: 'app.port',
          value: listen.port,
          ...at,
          confidence: 'source',
          because: 'the listen call names it',
        };
      }
      const server = older === undefined ? `${folder ?? ''}/${serverFolder(options)}/server.mjs` : `${older}/main.js`;
      const top = older?.split('/')[0];
      yield* serverClaims(scope, known, ground, {
        title: 'Angular',
        start: ['node', server],
        build,
        port: 4000,
        portVariable: listen?.portVariable ?? 'PORT',
        files: ['package.json', ...(top === undefined ? [folder ?? 'dist'] : [top])],
        ownsStart: true,
      });
      return;
    }
    const output = outputOf(scope, options, project, modern);
    if (output === undefined) return;
    const base = urlPath(stringOf(options.get('baseHref')) ?? '');
    const line = options.lineOf('baseHref');
    const because = 'baseHref is set';
    if (base !== undefined) yield { field: 'app.basePath', value: base, file, line, confidence: 'config', because };
    yield* siteClaims(scope, known, ground, {
      title: 'Angular',
      output,
      spa: options.get('outputMode') !== 'static',
      build,
      because: `ng build writes ${project} to ${output}`,
    });
  },
});
