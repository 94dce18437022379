import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { isPlatformVariable, isSensitive } from '../javascript/env-names.ts';
import { isLibrary, phpProject } from '../php/project.ts';
import { phpFile } from '../php/source.ts';

/** What the server itself puts into `$_SERVER`. */
const SERVER =
  /^(REQUEST_|HTTP_|SERVER_|SCRIPT_|REMOTE_|DOCUMENT_|PHP_|QUERY_STRING|PATH_|CONTENT_|GATEWAY_|HTTPS$|AUTH_|CONTEXT_|REDIRECT_|ORIG_)/;

/** Drivers by the value of DB_CONNECTION, or the scheme of a database URL. */
const DRIVERS: Readonly<Record<string, string>> = {
  mysql: 'mysql',
  mariadb: 'mysql',
  pgsql: 'postgres',
  postgres: 'postgres',
  postgresql: 'postgres',
  sqlite: 'sqlite',
  redis: 'redis',
  amqp: 'rabbitmq',
  mongodb: 'mongodb',
};

/** Environment variables that a PHP application reads, and the services that it talks to. */
export const phpEnv = defineDetector({
  id: 'php-env',
  layer: 'application',
  title: 'Environment variables and backing services of a PHP application',
  docs: 'https://www.php.net/manual/en/function.getenv.php',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = (known.get('runtime.language') as string | undefined) === 'php' ? phpProject(scope) : undefined;
    if (project === undefined || isLibrary(project)) return;
    const seen = new Set(
      Object.keys(
        (DATA.php.env as Readonly<Record<string, Readonly<Record<string, string>>>>)[project.framework?.id ?? ''] ?? {},
      ),
    );
    const isSkipped = (name: string) => seen.has(name) || SERVER.test(name) || isPlatformVariable(name);
    const example = ['.env.example', '.env.dist', '.env']
      .map((name) => scope.at(name))
      .find((path) => scope.project.has(path));
    // Of a framework's own configuration, only what the example settings name is of interest: it reads hundreds.
    const isOwn = example === undefined || project.framework === undefined || project.framework.id === 'wordpress';
    for (const file of isOwn ? scope.tree.withExtension('php').slice(0, 400) : []) {
      if (/(^|\/)(vendor|tests?|wp-includes|wp-admin)\//.test(file)) continue;
      for (const { name, fallback, hasFallback, line } of phpFile(scope, file)?.reads ?? []) {
        if (isSkipped(name)) continue;
        seen.add(name);
        const sensitive = isSensitive(name, 'run');
        const value: EnvVar = {
          name,
          required: !hasFallback && sensitive,
          default: sensitive || fallback === '' ? null : fallback,
          scope: 'run',
          sensitive,
        };
        yield {
          field: 'app.env',
          value: [value],
          file,
          line,
          confidence: 'source',
          because: `the code reads ${name}`,
        };
      }
    }
    const kinds = new Set<string>();
    for (const [index, line] of (example === undefined
      ? []
      : (scope.text(example)?.text.split('\n') ?? [])
    ).entries()) {
      const [, name, raw = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === undefined || example === undefined) continue;
      const text = raw.replace(/^(["'])(.*)\1$/, '$2');
      const driver =
        /^(DB_CONNECTION|DB_DRIVER|DATABASE_URL|MESSENGER_TRANSPORT_DSN|QUEUE_CONNECTION|CACHE_STORE|SESSION_DRIVER|CACHE_DRIVER)$/.test(
          name,
        )
          ? /^(\w+?)(?::|$)/.exec(text)?.[1]
          : undefined;
      const kind = driver === undefined ? undefined : DRIVERS[driver];
      if (kind !== undefined && !kinds.has(kind)) {
        kinds.add(kind);
        yield {
          field: 'app.services',
          value: [{ kind, via: name }],
          file: example,
          line: index + 1,
          confidence: 'config',
          because: `${name} is ${driver}`,
        };
      }
      if (isSkipped(name)) continue;
      seen.add(name);
      const sensitive = isSensitive(name, 'run') || /:\/\/[^/@\s]*:[^/@\s]+@/.test(text);
      const isPlain =
        text !== '' && text !== 'null' && !text.includes('${') && !/^(localhost|127\.0\.0\.1)$/.test(text);
      const value: EnvVar = {
        name,
        required: name === 'APP_KEY' || name === 'APP_SECRET',
        default: sensitive || !isPlain ? null : text,
        scope: 'run',
        sensitive,
      };
      yield {
        field: 'app.env',
        value: [value],
        file: example,
        line: index + 1,
        confidence: 'config',
        because: 'the example settings name it',
      };
    }
    for (const [kind, names] of Object.entries(DATA.php.services)) {
      const via = names
        .map((name) => project.requires.get(name) ?? project.extensions.get(name.replace(/^ext-/, '')))
        .find((one) => one !== undefined);
      if (via === undefined || kinds.has(kind)) continue;
      yield {
        field: 'app.services',
        value: [{ kind, via: via.name }],
        file: via.file,
        line: via.line,
        confidence: 'manifest',
        because: `it requires ${via.name}`,
      };
    }
    if (!/^(wordpress|bedrock)$/.test(project.framework?.id ?? '')) return;
    yield {
      field: 'app.services',
      value: [{ kind: 'mysql', via: 'WordPress' }],
      file: project.framework?.file ?? null,
      line: null,
      confidence: 'convention',
      because: 'WordPress keeps its pages in MySQL',
    };
  },
});
