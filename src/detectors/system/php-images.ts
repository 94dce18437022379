import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { isLibrary, phpProject } from '../php/project.ts';
import { phpRelease } from '../php/releases.ts';
import { type PhpServer, serverOf } from '../php/server.ts';

interface Extension {
  readonly pecl?: string;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
}

const EXTENSIONS: Readonly<Record<string, Extension>> = DATA.php.extensions;

/** Drivers that the example settings name, where no manifest requires the extension. */
const DRIVERS: Readonly<Record<string, string>> = { mysql: 'pdo_mysql', postgres: 'pdo_pgsql' };

/** The base image by the server that runs in it. */
function* images(server: PhpServer | undefined, version: string, suite: string): Iterable<Claim<'system'> | Notice> {
  const place = { file: null, line: null, confidence: 'convention' } as const;
  const { image: pattern, first } = DATA.php.frankenphp;
  const isFranken = server?.kind === 'frankenphp';
  if (isFranken && Number.parseFloat(version) < Number.parseFloat(first)) {
    const detail = `FrankenPHP needs PHP ${first} or newer, and PHP ${version} is asked for: there is no image of it`;
    const hint = `Move to PHP ${first} or newer, or take another server.`;
    yield { diagnostic: { code: 'DRK1006', severity: 'error', detail, at: server.startPlace, hint } };
  }
  const flavour = server?.kind === 'apache' ? 'apache' : 'cli';
  const image = isFranken
    ? pattern.replace('{version}', version).replace('{suite}', suite)
    : `php:${version}-${flavour}-${suite}`;
  const because = isFranken
    ? 'the image of FrankenPHP, which is built on the official one'
    : flavour === 'apache'
      ? 'the official image with Apache, which runs without root on a port above 1024'
      : 'the official image for the command line';
  yield { ...place, field: 'system.buildImage', value: image, because };
  yield { ...place, field: 'system.runImage', value: image, because };
}

/** The official PHP image, and the packages that its extensions need. */
export const phpImages = defineDetector({
  id: 'php-images',
  layer: 'system',
  title: 'Base images and extensions of PHP applications',
  docs: 'https://hub.docker.com/_/php',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope, known): Iterable<Claim<'system'> | Notice> {
    const project = (known.get('runtime.language') as string | undefined) === 'php' ? phpProject(scope) : undefined;
    const version = known.get('runtime.version')?.resolved;
    if (project === undefined || isLibrary(project) || version === undefined) return;
    const suite = phpRelease(version)?.suite ?? 'trixie';
    const server = known.get('app.kind') === 'web' ? serverOf(scope, project) : undefined;
    yield* images(server, version, suite);
    const services = (known.get('app.services') ?? []).filter(({ via }) => /^(DB_|DATABASE_)/.test(via));
    const given =
      (DATA.php.frameworkExtensions as Readonly<Record<string, readonly string[]>>)[project.framework?.id ?? ''] ?? [];
    const wanted = new Map<string, string>();
    for (const [name, one] of project.extensions)
      wanted.set(name, one.value === '*' || one.value.startsWith('^') ? `ext-${name}` : one.value);
    for (const { kind, via } of services) if (DRIVERS[kind] !== undefined) wanted.set(DRIVERS[kind], via);
    const redis = (known.get('app.services') ?? []).find(({ kind }) => kind === 'redis');
    // Laravel talks to Redis by the extension, unless the client in PHP is there.
    const isLaravel = /^(laravel|lumen)$/.test(project.framework?.id ?? '');
    const hasClient = project.requires.has('predis/predis') || project.locked.has('predis/predis');
    if (redis !== undefined && isLaravel && !hasClient && !wanted.has('redis')) wanted.set('redis', redis.via);
    for (const name of server?.extensions ?? [])
      if (!wanted.has(name)) wanted.set(name, server?.start.join(' ') ?? name);
    for (const name of given) if (!wanted.has(name)) wanted.set(name, project.framework?.id ?? name);
    // Compiled into the image from 8.5 on.
    if (server !== undefined && Number.parseFloat(version) < 8.5) wanted.set('opcache', 'every request');
    for (const [name, via] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if ((DATA.php.builtin as readonly string[]).includes(name.replace(/^zend-/, ''))) continue;
      const known = Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : undefined;
      const source = project.extensions.get(name);
      if (known === undefined) {
        const detail = `the extension ${name} (needed by ${via}) is not known here: the image does not have it`;
        const at = source === undefined ? {} : { at: { file: source.file, line: source.line } };
        yield {
          diagnostic: {
            code: 'DRK1108',
            severity: 'warning',
            detail,
            ...at,
            hint: 'Add it to the Dockerfile with docker-php-ext-install or pecl.',
          },
        };
        continue;
      }
      const packages: OsPackage[] = [
        // An extension, by the name of its Debian package; the image's view compiles it instead.
        { name: `php-${name}`, stage: 'build', via },
        ...(known.build ?? []).map((one) => ({ name: one, stage: 'build' as const, via: `ext-${name}` })),
        ...(known.run ?? []).map((one) => ({ name: one, stage: 'run' as const, via: `ext-${name}` })),
      ];
      yield {
        field: 'system.packages',
        value: packages,
        file: source?.file ?? null,
        line: source?.line ?? null,
        confidence: source === undefined ? 'convention' : 'manifest',
        because: `${via} needs the extension ${name}`,
      };
    }
  },
});
