import { type Claim, defineDetector, type KnownFacts, type Notice } from '../../core/model/detector.ts';
import { type RelPath, relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { frontEndManifest, NODE } from '../javascript/front-end.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';
import { laravel, symfony } from '../php/processes.ts';
import { hasPackages, isLibrary, nameOf, type PhpProject, phpProject, runFiles } from '../php/project.ts';

type Told = Claim<'application'> | Notice;

/** Apache in the foreground with the configuration that derrick writes. */
const APACHE = ['apache2', '-f', '/etc/apache2/app.conf', '-D', 'FOREGROUND'] as const;

/** The port of that configuration: above 1024, as anybody may open it. */
const PORT = 8080;

/** The project of a component that is written in PHP, where there is something to run. */
function componentOf(scope: Scope, known: KnownFacts): PhpProject | undefined {
  const project = (known.get('runtime.language') as string | undefined) === 'php' ? phpProject(scope) : undefined;
  return project === undefined || isLibrary(project) ? undefined : project;
}

/** A script for the command line, where there is nothing to serve: `bin/console`, the first entry of `bin`. */
function script(scope: Scope, { manifest }: PhpProject): string | undefined {
  const bin = manifest?.get('bin');
  const listed = Array.isArray(bin) ? stringOf(bin[0]) : stringOf(bin);
  return [listed, 'bin/console', 'worker.php', 'bot.php', 'main.php', 'cli.php', 'run.php'].find(
    (name) => name !== undefined && !name.includes('..') && scope.project.has(scope.at(name)),
  );
}

/** True for a script that works until it is stopped. */
function isEndless(scope: Scope, command: string): boolean {
  const text = scope.text(scope.at(command))?.text ?? '';
  return /worker|bot|consum/.test(command) || /\bwhile\s*\(\s*(true|1)\s*\)|\bfor\s*\([^;)]*;\s*;/i.test(text);
}

function health(
  scope: Scope,
  project: PhpProject,
): { readonly path: string; readonly file: RelPath; readonly line: number } | undefined {
  const file = scope.at('bootstrap/app.php');
  if (project.framework?.id === 'laravel') {
    const lines = scope.text(file)?.text.split('\n') ?? [];
    const at = lines.findIndex((line) => /\bhealth:\s*['"]\/[\w/-]+['"]/.test(line));
    const path = /health:\s*['"](\/[\w/-]+)['"]/.exec(lines[at] ?? '')?.[1];
    return path === undefined ? undefined : { path, file, line: at + 1 };
  }
  const index = project.index;
  for (const [at, line] of (index === undefined ? [] : (scope.text(index)?.text.split('\n') ?? [])).entries()) {
    const path = /['"](\/(?:healthz?|livez|status|ping|up))['"]/.exec(line)?.[1];
    if (path !== undefined && index !== undefined) return { path, file: index, line: at + 1 };
  }
  return undefined;
}

/** Where the bundler's plug-in of each framework writes, below the document root. */
const ASSETS: Readonly<Record<string, string>> = { laravel: 'public/build', symfony: 'public/build' };

/** Styles and scripts that Node builds for the pages. */
function* assets(scope: Scope, framework: string): Iterable<Told> {
  const found = frontEndManifest(scope);
  const output = Object.hasOwn(ASSETS, framework) ? ASSETS[framework] : undefined;
  if (found === undefined || output === undefined) return;
  const { file, line } = found;
  yield {
    field: 'app.serves',
    value: [{ path: scope.at(output), from: scope.dir, by: NODE, at: 'run', missing: null }],
    file,
    line,
    confidence: 'manifest',
    because: 'the pages need what its build script makes',
  };
}

function* serving(scope: Scope, project: PhpProject): Iterable<Told> {
  const { index, framework, root } = project;
  const place = { file: index ?? project.file, line: null } as const;
  yield {
    field: 'app.kind',
    value: 'web',
    ...place,
    confidence: 'manifest',
    because:
      index === undefined
        ? `${framework?.id} answers requests`
        : `${root === '.' ? '' : `${root}/`}index.php answers requests`,
  };
  yield {
    field: 'app.start',
    value: APACHE,
    ...place,
    confidence: 'convention',
    because: 'Apache runs PHP in one process tree, without root and without a second container',
  };
  yield {
    field: 'app.port',
    value: PORT,
    ...place,
    confidence: 'convention',
    because: 'the server of the image listens on it',
  };
  const found = health(scope, project);
  if (found !== undefined)
    yield {
      field: 'app.health',
      value: found.path,
      file: found.file,
      line: found.line,
      confidence: 'source',
      because: 'the code answers this path',
    };
  yield {
    field: 'app.output',
    value: relPath(root),
    ...place,
    confidence: 'config',
    because: 'the server serves this folder, and nothing beside it',
  };
}

/** What a PHP project is, what starts it, and which files and folders it needs. */
export const phpProgram = defineDetector({
  id: 'php-program',
  layer: 'application',
  title: 'PHP applications behind Apache, and PHP on the command line',
  docs: 'https://hub.docker.com/_/php',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope, known): Iterable<Told> {
    const any = phpProject(scope);
    if (
      any !== undefined &&
      isLibrary(any) &&
      (known.get('runtime.language') as string | undefined) === 'php' &&
      script(scope, any) === undefined
    ) {
      const value = {
        kind: 'library',
        reason: 'this is a package for other PHP projects: it has no index.php and is no project',
        remedy: 'name the folder of an application that uses it',
      } as const;
      yield {
        field: 'app.refusal',
        value,
        file: any.file,
        line: any.manifest?.lineOf('type') ?? null,
        confidence: 'manifest',
        because: 'nothing in it can be started',
      };
      return;
    }
    const project = componentOf(scope, known);
    if (project === undefined) return;
    const { framework, file, manifest } = project;
    const name = nameOf(scope, project);
    if (name !== undefined)
      yield {
        field: 'app.name',
        value: name.value,
        file: manifest?.path ?? file,
        line: name.line,
        confidence: 'manifest',
        because: 'it is called so',
      };
    for (const key of ['version', 'license'] as const) {
      const value = stringOf(manifest?.get(key));
      if (value === undefined || manifest === undefined || value === 'proprietary') continue;
      yield {
        field: `app.${key}`,
        value,
        file: manifest.path,
        line: manifest.lineOf(key),
        confidence: 'manifest',
        because: `composer.json states its ${key}`,
      };
    }
    if (framework !== undefined) {
      const { id, version, ...place } = framework;
      yield {
        field: 'app.framework',
        value: { name: id, version },
        ...place,
        confidence: 'manifest',
        because: `it is made with ${id}`,
      };
    }
    const command = script(scope, project);
    if (project.index !== undefined || framework !== undefined) yield* serving(scope, project);
    else if (command !== undefined) {
      yield {
        field: 'app.kind',
        value: isEndless(scope, command) ? 'worker' : 'job',
        file: scope.at(command),
        line: null,
        confidence: 'source',
        because: 'there is a script and no index.php',
      };
      yield {
        field: 'app.start',
        value: ['php', command],
        file: scope.at(command),
        line: null,
        confidence: 'source',
        because: 'it is the script to run',
      };
    }
    if (project.index !== undefined || framework !== undefined) {
      const because = 'Apache handles the signals that stop it';
      yield { field: 'app.handlesSigterm', value: true, file: null, line: null, confidence: 'convention', because };
    }
    yield {
      field: 'app.files',
      value: runFiles(scope),
      file,
      line: null,
      confidence: 'convention',
      because: 'PHP runs from its source',
    };
    if (hasPackages(project))
      yield {
        field: 'app.files',
        value: ['vendor/'],
        file,
        line: null,
        confidence: 'convention',
        because: 'Composer installs packages there',
      };
    const folders = (DATA.php.writable as Readonly<Record<string, readonly string[]>>)[framework?.id ?? ''] ?? [];
    if (folders.length > 0)
      yield {
        field: 'app.writable',
        value: folders,
        file: framework?.file ?? null,
        line: null,
        confidence: 'convention',
        because: `${framework?.id} writes there`,
      };
    if (framework?.id === 'laravel') yield* laravel(scope);
    if (framework?.id === 'symfony') yield* symfony(scope, project);
    if (framework !== undefined) yield* assets(scope, framework.id);
    const dev = entriesOf(manifest?.get('require-dev'));
    if (manifest !== undefined && (dev.has('phpunit/phpunit') || dev.has('pestphp/pest'))) {
      const tool = dev.has('pestphp/pest') ? 'pest' : 'phpunit';
      yield {
        field: 'app.test',
        value: ['php', `vendor/bin/${tool}`],
        file: manifest.path,
        line: manifest.lineOf('require-dev'),
        confidence: 'manifest',
        because: `it requires ${tool} for development`,
      };
    }
  },
});
