import type { Confidence } from '../../core/model/evidence.ts';
import type { Argv } from '../../core/model/facts.ts';
import { basename, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { Named, PhpProject } from './project.ts';
import { script } from './script.ts';
import { type PhpCall, type PhpFile, phpFile } from './source.ts';

/** What a setting says, with its place. */
interface Place {
  readonly file: RelPath;
  readonly line: number | null;
}

/** What answers requests. */
export interface PhpServer {
  /** `apache` and `frankenphp` are programs with a configuration that derrick writes; `cli` is PHP itself. */
  readonly kind: 'apache' | 'frankenphp' | 'cli';
  readonly start: Argv;
  readonly startPlace: Place;
  readonly because: string;
  readonly port: number;
  readonly portPlace: Place | null;
  readonly portConfidence: Confidence;
  /** The variable that sets the port. */
  readonly portVariable: string | null;
  /** The host that the code binds to; `null` for every interface. */
  readonly host: { readonly value: string; readonly place: Place; readonly variable: string | null } | null;
  /** True where it ends by itself on SIGTERM as process 1. */
  readonly handlesSigterm: boolean;
  /** Extensions that the server needs. */
  readonly extensions: readonly string[];
  /** Programs that are copied from an image of their own, by the rows of the table. */
  readonly programs: readonly string[];
}

/** Apache in the foreground with the configuration that derrick writes. */
const APACHE = ['apache2', '-f', '/etc/apache2/app.conf', '-D', 'FOREGROUND'] as const;

const FRANKENPHP = [
  'frankenphp',
  'run',
  '--config',
  '/etc/frankenphp/app.caddyfile',
  '--adapter',
  'caddyfile',
] as const;

/** The port of the configurations that derrick writes: above 1024, as anybody may open it. */
const PORT = 8080;

/** Octane's own port. Source: https://laravel.com/docs/octane */
const OCTANE_PORT = 8000;

/** Hyperf's own port. Source: https://hyperf.wiki */
const HYPERF_PORT = 9501;

const NOTHING = {
  portPlace: null,
  portConfidence: 'convention',
  portVariable: null,
  host: null,
  handlesSigterm: true,
  extensions: [],
  programs: [],
} as const;

function placeOf({ file, line }: Named): Place {
  return { file, line };
}

/** Which server Octane starts: the example settings, else its configuration, else its own default. */
function octaneServer(scope: Scope): string {
  for (const name of ['.env.example', '.env']) {
    for (const line of scope.text(scope.at(name))?.text.split('\n') ?? []) {
      const told = /^\s*OCTANE_SERVER\s*=\s*["']?(\w+)/.exec(line)?.[1];
      if (told !== undefined) return told;
    }
  }
  const file = phpFile(scope, scope.at('config/octane.php'));
  const entry = file?.pairs.find(({ key }) => key === 'server');
  return (entry && file?.literal(entry.value)) ?? 'roadrunner';
}

const OCTANE: Readonly<
  Record<string, { readonly extensions: readonly string[]; readonly programs: readonly string[] }>
> = {
  frankenphp: { extensions: ['pcntl'], programs: [] },
  roadrunner: { extensions: ['pcntl', 'sockets'], programs: ['roadrunner'] },
  swoole: { extensions: ['pcntl', 'swoole'], programs: [] },
  openswoole: { extensions: ['pcntl', 'openswoole'], programs: [] },
};

function octane(scope: Scope, { requires }: PhpProject): PhpServer | undefined {
  const required = requires.get('laravel/octane');
  if (required === undefined) return undefined;
  const server = octaneServer(scope);
  const needs = OCTANE[server === 'openswoole' ? 'openswoole' : server];
  const called = server === 'openswoole' ? 'swoole' : server;
  // Without a named file Octane would write one beside the code, which is read-only.
  const config = server === 'roadrunner' ? ['--rr-config=.rr.yaml'] : [];
  const flags = [`--server=${called}`, '--host=0.0.0.0', `--port=${OCTANE_PORT}`, ...config];
  return {
    ...NOTHING,
    kind: server === 'frankenphp' ? 'frankenphp' : 'cli',
    start: ['php', 'artisan', 'octane:start', ...flags],
    startPlace: placeOf(required),
    because: `Octane keeps the application in memory, behind ${server}`,
    port: OCTANE_PORT,
    extensions: needs?.extensions ?? ['pcntl'],
    programs: needs?.programs ?? [],
  };
}

/** FrankenPHP where a runtime for it is required, or a Caddyfile speaks of it. */
function frankenphp(scope: Scope, { requires }: PhpProject): PhpServer | undefined {
  const required = requires.get('runtime/frankenphp-symfony');
  const caddy = [scope.at('Caddyfile'), scope.at('docker/Caddyfile'), scope.at('frankenphp/Caddyfile')].find((path) =>
    /\b(php_server|frankenphp)\b/.test(scope.text(path)?.text ?? ''),
  );
  if (required === undefined && caddy === undefined) return undefined;
  return {
    ...NOTHING,
    kind: 'frankenphp',
    start: FRANKENPHP,
    startPlace: required === undefined ? { file: caddy as RelPath, line: null } : placeOf(required),
    because: required === undefined ? 'its Caddyfile is for FrankenPHP' : `it requires ${required.name}`,
    port: PORT,
  };
}

/** A port or host that an array of settings holds. */
function setting(
  file: PhpFile | undefined,
  key: string,
): (Place & { readonly value: string; readonly variable: string | null }) | undefined {
  const entry = file?.pairs.find((pair) => pair.key === key && file.literal(pair.value) !== null);
  if (file === undefined || entry === undefined) return undefined;
  const { from, to } = entry.value;
  const variable = file.reads.find(({ line }) => line === entry.line && file.text.slice(from, to).includes('('))?.name;
  return { value: file.literal(entry.value) ?? '', file: file.path, line: entry.line, variable: variable ?? null };
}

function hyperf(scope: Scope, { requires }: PhpProject): PhpServer | undefined {
  const required = requires.get('hyperf/framework') ?? requires.get('hyperf/http-server');
  if (required === undefined) return undefined;
  const file = phpFile(scope, scope.at('config/autoload/server.php'));
  const port = setting(file, 'port');
  const host = setting(file, 'host');
  return {
    ...NOTHING,
    kind: 'cli',
    start: ['php', 'bin/hyperf.php', 'start'],
    startPlace: placeOf(required),
    because: 'Hyperf is a server of its own',
    port: Number(port?.value) || HYPERF_PORT,
    portPlace: port === undefined ? null : { file: port.file, line: port.line },
    portConfidence: port === undefined ? 'convention' : 'config',
    portVariable: port?.variable ?? null,
    host:
      host === undefined
        ? null
        : { value: host.value, place: { file: host.file, line: host.line }, variable: host.variable },
    extensions: [requires.has('hyperf/engine-swow') ? 'swow' : 'swoole'],
  };
}

/** Objects and functions that listen by themselves, and where their host and port stand. */
function listening(
  file: PhpFile,
): { readonly call: PhpCall; readonly host: string | null; readonly port: number } | undefined {
  for (const call of file.calls) {
    if (call.on !== 'new' && call.name !== 'stream_socket_server') continue;
    const [first, second] = call.args.map((one) => file.literal(one));
    // Swoole: a host and a port. Source: https://wiki.swoole.com/en/
    if (call.name === 'Server' && Number(second) > 0) return { call, host: first ?? null, port: Number(second) };
    // Workerman, ReactPHP and PHP's own streams: one address.
    const address = /^(?:\w+:\/\/)?\[?([\w.:*-]*?)\]?:(\d{2,5})$/.exec(first ?? '');
    if (address !== null && /^(Worker|SocketServer|HttpServer|stream_socket_server)$/.test(call.name))
      return { call, host: address[1] ?? null, port: Number(address[2]) };
  }
  return undefined;
}

/** A script that opens a port by itself. */
function ownServer(scope: Scope, project: PhpProject): PhpServer | undefined {
  const command = script(scope, project);
  const file = command === undefined ? undefined : phpFile(scope, scope.at(command));
  const found = file && listening(file);
  if (command === undefined || file === undefined || found === undefined) return undefined;
  const place = { file: file.path, line: found.call.line };
  const isWorkerman = found.call.name === 'Worker';
  return {
    ...NOTHING,
    kind: 'cli',
    // Workerman's scripts take what they are to do as an argument.
    start: ['php', command, ...(isWorkerman ? ['start'] : [])],
    startPlace: { file: file.path, line: null },
    because: `${basename(command)} listens by itself`,
    port: found.port,
    portPlace: place,
    portConfidence: 'source',
    portVariable:
      file.reads.find(({ line, fallback }) => line === place.line && fallback === String(found.port))?.name ?? null,
    host: found.host === null ? null : { value: found.host, place, variable: null },
    // An event loop of PHP's own ends on a signal only where the script says so.
    handlesSigterm:
      /^(Server|Worker)$/.test(found.call.name) ||
      file.calls.some(({ name }) => /^(addSignal|pcntl_signal)$/.test(name)),
    extensions: isWorkerman ? ['pcntl'] : [],
  };
}

function apache({ index, framework, file }: PhpProject): PhpServer | undefined {
  if (index === undefined && framework === undefined) return undefined;
  const because = 'Apache runs PHP in one process tree, without root and without a second container';
  return {
    ...NOTHING,
    kind: 'apache',
    start: APACHE,
    startPlace: { file: index ?? file, line: null },
    because,
    port: PORT,
  };
}

/** What answers the requests of a PHP application; `undefined` for one that answers none. */
export function serverOf(scope: Scope, project: PhpProject): PhpServer | undefined {
  const special = octane(scope, project) ?? frankenphp(scope, project) ?? hyperf(scope, project);
  if (special !== undefined) return special;
  return project.index === undefined ? (ownServer(scope, project) ?? apache(project)) : apache(project);
}
