import type { Argv } from '../model/facts.ts';

/** A server that can be started beside an application. */
export interface BackingService {
  /** The kinds of `app.services` that it serves. */
  readonly kinds: readonly string[];
  /** Its images, the first that can be had is taken. */
  readonly images: readonly string[];
  /** Its own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Ends with exit code 0 inside the container when the server answers; `null`: it counts when it runs. */
  readonly ready: Argv | null;
  /** The names under which it is found in the private network, the first one is used in addresses. */
  readonly hosts: readonly [string, ...string[]];
  /** What the names of connection variables begin with: `DATABASE` of `DATABASE_URL`. */
  readonly prefixes: readonly string[];
  readonly url: string;
  /** Variables that its client library reads by itself. */
  readonly always: Readonly<Record<string, string>>;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** One name for account, password and database: the server lives as long as the check, in a network of its own. */
const NAME = 'derrick';

/** The servers that derrick starts; images and variables as documented on their pages at https://hub.docker.com/. */
const BACKING_SERVICES: readonly BackingService[] = [
  {
    kinds: ['postgres', 'postgresql'],
    images: ['postgres:17-trixie', 'postgres:17'],
    env: { POSTGRES_USER: NAME, POSTGRES_PASSWORD: NAME, POSTGRES_DB: NAME },
    port: 5432,
    ready: ['pg_isready', '-h', '127.0.0.1', '-U', NAME, '-d', NAME],
    hosts: ['postgres', 'postgresql', 'db', 'database'],
    prefixes: ['DATABASE', 'POSTGRES', 'POSTGRESQL', 'PG', 'DB'],
    url: `postgres://${NAME}:${NAME}@postgres:5432/${NAME}`,
    // Source: https://www.postgresql.org/docs/current/libpq-envars.html
    always: { PGHOST: 'postgres', PGPORT: '5432', PGUSER: NAME, PGPASSWORD: NAME, PGDATABASE: NAME },
    user: NAME,
    password: NAME,
    database: NAME,
  },
  {
    kinds: ['mysql', 'mariadb'],
    images: ['mariadb:11', 'mysql:8.4'],
    env: {
      MARIADB_USER: NAME,
      MARIADB_PASSWORD: NAME,
      MARIADB_DATABASE: NAME,
      MARIADB_ROOT_PASSWORD: NAME,
      MYSQL_USER: NAME,
      MYSQL_PASSWORD: NAME,
      MYSQL_DATABASE: NAME,
      MYSQL_ROOT_PASSWORD: NAME,
    },
    port: 3306,
    ready: ['sh', '-c', `$(command -v mariadb-admin || command -v mysqladmin) ping -h 127.0.0.1 -u${NAME} -p${NAME}`],
    hosts: ['mysql', 'mariadb', 'db', 'database'],
    prefixes: ['DATABASE', 'MYSQL', 'MARIADB', 'DB'],
    url: `mysql://${NAME}:${NAME}@mysql:3306/${NAME}`,
    always: {},
    user: NAME,
    password: NAME,
    database: NAME,
  },
  {
    kinds: ['redis', 'valkey'],
    images: ['redis:8-trixie', 'redis:8', 'valkey/valkey:8'],
    env: {},
    port: 6379,
    ready: ['redis-cli', 'ping'],
    hosts: ['redis', 'valkey', 'cache', 'queue'],
    prefixes: ['REDIS', 'VALKEY', 'CACHE', 'QUEUE', 'KV'],
    url: 'redis://redis:6379',
    always: {},
    user: '',
    password: '',
    database: '0',
  },
  {
    kinds: ['memcached'],
    images: ['memcached:1-trixie', 'memcached:1'],
    env: {},
    port: 11211,
    ready: null,
    hosts: ['memcached', 'cache'],
    prefixes: ['MEMCACHED', 'MEMCACHE', 'CACHE'],
    url: 'memcached:11211',
    always: {},
    user: '',
    password: '',
    database: '',
  },
];

/** Kinds that need no server beside the application. */
export const SERVERLESS: readonly string[] = ['sqlite'];

/** The server for a kind of service; `undefined` when derrick can start none. */
export function backingService(kind: string): BackingService | undefined {
  return BACKING_SERVICES.find(({ kinds }) => kinds.includes(kind));
}

/** The value of a connection variable by its last part: `HOST` of `DB_HOST`. */
function partOf(service: BackingService, part: string): string | undefined {
  if (/^(?:URL|URI|DSN|CONNECTION_STRING|CONNECTION_URL|SERVERS)$/.test(part)) return service.url;
  if (/^(?:HOST|HOSTNAME|SERVER|ADDRESS)$/.test(part)) return service.hosts[0];
  if (part === 'PORT') return String(service.port);
  if (/^(?:USER|USERNAME)$/.test(part)) return service.user;
  if (/^(?:PASSWORD|PASS|PWD)$/.test(part)) return service.password;
  return /^(?:DB|DATABASE|NAME|DBNAME)$/.test(part) ? service.database : undefined;
}

/**
 * The value that a variable of this name gets when the service runs beside the application; `undefined` for a
 * variable that has nothing to do with it.
 */
export function connectionValue(service: BackingService, name: string): string | undefined {
  if (Object.hasOwn(service.always, name)) return service.always[name];
  for (const prefix of service.prefixes) {
    const value = name.startsWith(`${prefix}_`) ? partOf(service, name.slice(prefix.length + 1)) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
