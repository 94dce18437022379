import { defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bundlesServer } from '../javascript/angular-workspace.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { nextConfigLoads } from '../javascript/next-config.ts';
import { installsServers, VENDORS } from '../javascript/redwood-server.ts';
import { redwoodProject } from '../node/redwood-project.ts';

/** Output folders in which a framework's build has bundled all that it needs. Sources: the frameworks' deployment pages. */
const BUNDLED = ['/standalone/', '.output/', 'dist/analog/', '.mastra/output/'];

/** Frameworks whose build is that of Nitro, in a folder that the project may name. */
const NITRO: ReadonlySet<string> = new Set(['nuxt', 'nitro', 'solidstart', 'tanstack-start', 'analog']);

/** The folder of a Nitro build by the process that it makes: `node FOLDER/server/index.mjs`. */
function nitroFolder(framework: string, start: Command | undefined): string | undefined {
  const entry = NITRO.has(framework) && start !== undefined && typeof start !== 'string' ? start[1] : undefined;
  return /^(?:\.\/)?(.+)\/server\/index\.mjs$/.exec(entry ?? '')?.[1];
}

/** Packages that a framework's built server loads although its starter lists them for development. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  // @builder.io/qwik-city/middleware/node imports it; a build for Node leaves imports of packages as they are.
  qwik: ['undici'],
  // The server that its build makes imports what it depends on.
  'marko-run': ['@marko/run'],
};

/** The packages that `node` is told to load before the application. */
function preloads(command: Command | undefined): readonly string[] {
  if (command === undefined || typeof command === 'string') return [];
  return command.filter((_, at) => ['--import', '--require', '-r', '--loader'].includes(command[at - 1] ?? ''));
}

/** The installed package whose program a start command runs: `node_modules/.bin/NAME`, or a file of it that node runs. */
function programs(command: Command | undefined): readonly string[] {
  if (command === undefined || typeof command === 'string') return [];
  return command.flatMap((word) => /^node_modules\/(?:\.bin\/)?((?:@[^/]+\/)?[^/]+)/.exec(word)?.[1] ?? []);
}

/** The package of a module specifier: `ts-node` of `ts-node/register`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What RedwoodJS runs of its own tools, which the root lists for development. */
function redwoodTool(
  scope: Scope,
  known: KnownFacts,
): { readonly file: RelPath; readonly because: string } | undefined {
  const vendor = VENDORS[known.get('app.framework')?.name ?? ''];
  if (vendor === undefined || redwoodProject(scope) === undefined) return undefined;
  const file = scope.at('package.json');
  if (!installsServers(scope, vendor)) {
    return {
      file,
      because: `the server comes with ${vendor}/core: api/package.json does not depend on ${vendor}/api-server`,
    };
  }
  const migrates = known.get('app.processes')?.some(({ name }) => name === 'release') === true;
  return migrates ? { file, because: 'the release runs Prisma, a development dependency' } : undefined;
}

/** Which installed dependencies the run-time image of a Node.js component needs. */
export const nodeDependencies = defineDetector({
  id: 'node-dependencies',
  layer: 'system',
  title: 'Dependencies that a Node.js image needs at run time',
  docs: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/output',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const manifest = componentManifest(scope);
    if (manifest === undefined || known.get('runtime.language') === undefined) return;
    const framework = known.get('app.framework')?.name ?? '';
    const nitro = nitroFolder(framework, known.get('app.start'));
    const bundle = known
      .get('app.files')
      ?.find((path) => path === nitro || path === `${nitro}/` || BUNDLED.some((name) => path.endsWith(name)));
    if (bundle !== undefined) {
      const because = `the build puts all that the server needs into ${bundle}`;
      yield { field: 'system.dependencies', value: 'none', file: null, line: null, confidence: 'convention', because };
      return;
    }
    const start = known.get('app.start');
    if (framework === 'angular' && typeof start !== 'string' && start?.[0] === 'node' && bundlesServer(scope)) {
      const because = 'ng build bundles all that the server needs';
      yield { field: 'system.dependencies', value: 'none', file: null, line: null, confidence: 'convention', because };
      return;
    }
    const tool = redwoodTool(scope, known);
    if (tool !== undefined) {
      const { file, because } = tool;
      yield { field: 'system.dependencies', value: 'all', file, line: null, confidence: 'manifest', because };
      return;
    }
    const loaded = Object.hasOwn(LOADED, framework) ? (LOADED[framework] ?? []) : [];
    const isMissing = (name: string) => manifest.devDependencies.has(name) && !manifest.dependencies.has(name);
    const started = [...preloads(start).map(packageOf), ...programs(start), ...loaded].find(isMissing);
    const configured = framework === 'nextjs' ? nextConfigLoads(scope).packages.find(isMissing) : undefined;
    const runner = started ?? configured;
    if (runner === undefined) return;
    const what = started === undefined ? 'the configuration that its server reads' : 'the start command';
    yield {
      field: 'system.dependencies',
      value: 'all',
      file: manifest.path,
      line: manifest.lineOf('devDependencies', runner),
      confidence: 'manifest',
      because: `${what} loads ${runner}, a development dependency`,
    };
  },
});
