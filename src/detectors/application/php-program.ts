import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { frontEndManifest, NODE } from '../javascript/front-end.ts';
import { phpComponent, phpLibrary } from '../php/component.ts';
import { phpHealth } from '../php/health.ts';
import { laravel, migrations, symfony } from '../php/processes.ts';
import { hasPackages, type PhpProject, runFiles } from '../php/project.ts';
import { isEndless, script } from '../php/script.ts';
import { type PhpServer, serverOf } from '../php/server.ts';

type Told = Claim<'application'> | Notice;

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

/** Where the bundler's plug-in of each framework writes. */
const ASSETS: Readonly<Record<string, string>> = { laravel: 'public/build', symfony: 'public/build' };

/** Styles and scripts that Node builds for the pages. */
function* assets(scope: Scope, framework: string): Iterable<Told> {
  const found = frontEndManifest(scope);
  const output = Object.hasOwn(ASSETS, framework) ? ASSETS[framework] : undefined;
  if (found === undefined || output === undefined) return;
  const value = [{ path: scope.at(output), from: scope.dir, by: NODE, at: 'run', missing: null } as const];
  const because = 'the pages need what its build script makes';
  yield { field: 'app.serves', value, ...found, confidence: 'manifest', because };
}

function* bound({ host }: PhpServer): Iterable<Told> {
  if (host === null || !LOCAL.test(host.value)) return;
  const { place, variable, value } = host;
  if (variable !== null) {
    const because = `the host comes from ${variable}, and its default is ${value}`;
    yield { field: 'app.bindEnv', value: { [variable]: '0.0.0.0' }, ...place, confidence: 'config', because };
    return;
  }
  const detail = `the server binds to ${value} only`;
  yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: place } };
}

function* serving(scope: Scope, project: PhpProject, server: PhpServer): Iterable<Told> {
  const { index, framework, root } = project;
  const place = { file: index ?? project.file, line: null } as const;
  const answers =
    server.kind === 'cli' || index === undefined
      ? `${framework?.id ?? server.start.join(' ')} answers requests`
      : `${root === '.' ? '' : `${root}/`}index.php answers requests`;
  yield { field: 'app.kind', value: 'web', ...place, confidence: 'manifest', because: answers };
  const { start, startPlace, because } = server;
  yield { field: 'app.start', value: start, ...startPlace, confidence: 'convention', because };
  const { portPlace, portConfidence, portVariable } = server;
  const at = { file: portPlace?.file ?? startPlace.file, line: portPlace?.line ?? null, confidence: portConfidence };
  const named = portPlace === null ? 'the server of the image listens on it' : 'the server listens on it';
  yield { field: 'app.port', value: server.port, ...at, because: named };
  if (portVariable !== null)
    yield { field: 'app.portVariable', value: portVariable, ...at, because: 'the server reads its port from it' };
  yield* bound(server);
  const found = phpHealth(scope, project);
  if (found !== undefined) {
    const { path: value, file, line } = found;
    yield { field: 'app.health', value, file, line, confidence: 'source', because: 'the code answers this path' };
  }
  const common = { file: null, line: null, confidence: 'convention' } as const;
  if (server.handlesSigterm) {
    const handles = 'the server handles the signals that stop it';
    yield { field: 'app.handlesSigterm', value: true, ...common, because: handles };
  }
  if (server.kind === 'cli') return;
  const only = 'the server serves this folder, and nothing beside it';
  yield { field: 'app.output', value: relPath(root), ...place, confidence: 'config', because: only };
}

function* started(scope: Scope, project: PhpProject): Iterable<Told> {
  const command = script(scope, project);
  if (command === undefined) return;
  const place = { file: scope.at(command), line: null, confidence: 'source' } as const;
  const kind = isEndless(scope, command) ? 'worker' : 'job';
  yield { field: 'app.kind', value: kind, ...place, because: 'there is a script and no index.php' };
  yield { field: 'app.start', value: ['php', command], ...place, because: 'it is the script to run' };
}

function* files(scope: Scope, project: PhpProject): Iterable<Told> {
  const { file, framework } = project;
  const common = { file, line: null, confidence: 'convention' } as const;
  yield { field: 'app.files', value: runFiles(scope), ...common, because: 'PHP runs from its source' };
  if (hasPackages(project))
    yield { field: 'app.files', value: ['vendor/'], ...common, because: 'Composer installs packages there' };
  const id = framework?.id ?? '';
  const folders = (DATA.php.writable as Readonly<Record<string, readonly string[]>>)[id] ?? [];
  if (folders.length > 0)
    yield {
      ...common,
      file: framework?.file ?? null,
      field: 'app.writable',
      value: folders,
      because: `${id} writes there`,
    };
}

/** What a PHP project is, what starts it, and which files and folders it needs. */
export const phpProgram = defineDetector({
  id: 'php-program',
  layer: 'application',
  title: 'PHP applications behind Apache or FrankenPHP, servers of their own, and PHP on the command line',
  docs: 'https://hub.docker.com/_/php',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope, known): Iterable<Told> {
    const library = phpLibrary(scope, known);
    if (library !== undefined) {
      const value = {
        kind: 'library',
        reason: 'this is a package for other PHP projects: it has no index.php and is no project',
        remedy: 'name the folder of an application that uses it',
      } as const;
      const place = { file: library.file, line: library.manifest?.lineOf('type') ?? null } as const;
      yield { field: 'app.refusal', value, ...place, confidence: 'manifest', because: 'nothing in it can be started' };
      return;
    }
    const project = phpComponent(scope, known);
    if (project === undefined) return;
    const server = serverOf(scope, project);
    if (server === undefined) yield* started(scope, project);
    else yield* serving(scope, project, server);
    yield* files(scope, project);
    yield* migrations(scope, project);
    const id = project.framework?.id;
    if (id === 'laravel') yield* laravel(scope, project);
    if (id === 'symfony') yield* symfony(project);
    if (id !== undefined) yield* assets(scope, id);
  },
});
