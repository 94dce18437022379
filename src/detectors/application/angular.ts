import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import { insideRoot, join } from '../../core/model/paths.ts';
import { urlPath } from '../../core/model/url-path.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type AngularProject, angularProject } from '../javascript/angular-project.ts';
import {
  buildOptions,
  builtFolder,
  localeFolders,
  type Options,
  outputOf,
  serverFolder,
} from '../javascript/angular-workspace.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { type ListenCall, listenCalls } from '../javascript/listen-calls.ts';
import { lockedVersion } from '../javascript/locked-version.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';

/** The port in the listen call of the server's own entry file. */
function listenOf(scope: Scope, { root }: AngularProject, options: Options): ListenCall | undefined {
  const entry = stringOf(entriesOf(options.get('ssr')).get('entry'));
  const path = entry === undefined ? undefined : insideRoot(`${root}/${entry}`);
  return path === undefined ? undefined : listenCalls(scope, reachableModules(scope, [path]))[0];
}

/**
 * The variable with the hosts that the server may answer for: of a request for any other it renders nothing.
 * Source: https://angular.dev/best-practices/security#preventing-server-side-request-forgery-ssrf
 */
function hostsOf(scope: Scope, known: KnownFacts, options: Options): Claim<'application'> | undefined {
  const project = nodeProject(scope);
  const range = project?.dependencies.get('@angular/ssr');
  const version = range === undefined ? null : lockedVersion(scope, known, '@angular/ssr', range);
  if (project === undefined || version === null || Number.parseInt(version, 10) < 20) return undefined;
  const hosts = entriesOf(options.get('security')).get('allowedHosts');
  if (Array.isArray(hosts) && hosts.length > 0) return undefined;
  const variable = { name: 'NG_ALLOWED_HOSTS', required: true, default: null, scope: 'run', sensitive: false } as const;
  const because = 'the server of Angular renders only for hosts that it is told';
  const line = dependencyLine(project, '@angular/ssr');
  return { field: 'app.env', value: [variable], file: project.path, line, confidence: 'convention', because };
}

/** Angular: files in the browser folder of its output, or a Node server beside it with server-side rendering. */
export const angular = defineDetector({
  id: 'angular',
  layer: 'application',
  title: 'Angular',
  docs: 'https://angular.dev/reference/configs/workspace-config',
  when: { nearestFile: ['angular.json', 'project.json'] },
  *detect(scope, known) {
    const project = isNodeComponent(scope, known) ? angularProject(scope) : undefined;
    if (project === undefined || !isFramework(scope, 'angular')) return;
    const { name, root } = project;
    const options = buildOptions(scope, project);
    const modern = /:application$/.test(options.builder);
    const ground = options.placeOf('outputPath');
    const ssr = options.get('ssr');
    const folder = outputOf(project, options, false);
    const build = ['ng', 'build', name];
    const renders = modern && ssr !== undefined && ssr !== false && options.get('outputMode') !== 'static';
    const older = modern || options.server === undefined ? undefined : builtFolder(project, options.server);
    if ((renders && folder !== undefined) || older !== undefined) {
      const runs = { ...ground, confidence: 'config', because: 'ng build writes there' } as const;
      if (root !== scope.dir) yield { field: 'app.home', value: root, ...runs };
      const listen = listenOf(scope, project, options);
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
      const hosts = older === undefined ? hostsOf(scope, known, options) : undefined;
      if (hosts !== undefined) yield hosts;
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
    const output = outputOf(project, options, modern);
    if (output === undefined) return;
    const base = urlPath(stringOf(options.get('baseHref')) ?? '');
    const at = { ...options.placeOf('baseHref'), confidence: 'config' } as const;
    if (base !== undefined) yield { field: 'app.basePath', value: base, ...at, because: 'the base href is set' };
    const locales = localeFolders(project, options);
    const because = 'ng build writes the application once for each language';
    const languages = { ...options.placeOf('localize'), confidence: 'config', because } as const;
    if (locales.length > 0) yield { field: 'app.locales', value: locales, ...languages };
    yield* siteClaims(scope, known, ground, {
      title: 'Angular',
      output,
      spa: options.get('outputMode') !== 'static',
      build,
      because: `ng build writes ${name} to ${output}`,
      ...(root === scope.dir ? {} : { elsewhere: join(root, output) }),
    });
  },
});
