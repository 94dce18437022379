import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { isLibrary, phpProject } from '../php/project.ts';
import { phpRelease } from '../php/releases.ts';

interface Extension {
  readonly pecl?: string;
  readonly build?: readonly string[];
  readonly run?: readonly string[];
}

const EXTENSIONS: Readonly<Record<string, Extension>> = DATA.php.extensions;

/** Drivers that the example settings name, where no manifest requires the extension. */
const DRIVERS: Readonly<Record<string, string>> = { mysql: 'pdo_mysql', postgres: 'pdo_pgsql' };

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
    const isWeb = known.get('app.kind') === 'web';
    const image = `php:${version}-${isWeb ? 'apache' : 'cli'}-${suite}`;
    const place = { file: null, line: null, confidence: 'convention' } as const;
    const because = isWeb
      ? 'the official image with Apache, which runs without root on a port above 1024'
      : 'the official image for the command line';
    yield { ...place, field: 'system.buildImage', value: image, because };
    yield { ...place, field: 'system.runImage', value: image, because };
    const services = (known.get('app.services') ?? []).filter(({ via }) => /^(DB_|DATABASE_)/.test(via));
    const given =
      (DATA.php.frameworkExtensions as Readonly<Record<string, readonly string[]>>)[project.framework?.id ?? ''] ?? [];
    const wanted = new Map<string, string>();
    for (const [name, one] of project.extensions)
      wanted.set(name, one.value === '*' || one.value.startsWith('^') ? `ext-${name}` : one.value);
    for (const { kind, via } of services) if (DRIVERS[kind] !== undefined) wanted.set(DRIVERS[kind], via);
    for (const name of given) if (!wanted.has(name)) wanted.set(name, project.framework?.id ?? name);
    // Compiled into the image from 8.5 on.
    if (isWeb && Number.parseFloat(version) < 8.5) wanted.set('opcache', 'every request');
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
