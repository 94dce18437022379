import { parse } from 'shell-quote';
import type { Argv } from '../model/facts.ts';
import { entriesOf, listOf, textOf } from '../verify/yaml-documents.ts';
import { dig } from '../workspace/parsers.ts';
import type { Dependency, Mount, UpService } from './service.ts';

/** What an engine is told of a service; anything else needs Compose. */
const KNOWN = new Set([
  ...['build', 'image', 'command', 'entrypoint', 'working_dir', 'user', 'environment', 'ports', 'expose', 'volumes'],
  ...['tmpfs', 'depends_on', 'healthcheck', 'restart', 'read_only', 'init', 'cap_add', 'cap_drop', 'security_opt'],
  ...['profiles', 'labels', 'stop_grace_period', 'develop'],
]);

/** The keys of a service that only Compose can follow. */
export function unknownKeys(service: unknown): readonly string[] {
  const keys = entriesOf(service).map(([key]) => key);
  const options = listOf(dig(service, ['security_opt'])).map((option) => textOf(option) ?? '');
  const odd = options.filter((option) => !NO_NEW_PRIVILEGES.test(option)).map((option) => `security_opt ${option}`);
  const mounts = listOf(dig(service, ['volumes']));
  // Neither a volume of the project nor a folder of this machine: anonymous, a tmpfs, a share.
  const others = mountsOf(mounts).length < mounts.length ? ['volumes'] : [];
  return [...keys.filter((key) => !KNOWN.has(key) && !key.startsWith('x-')), ...odd, ...others];
}

const NO_NEW_PRIVILEGES = /^no-new-privileges(?:[:=]true)?$/;

function texts(value: unknown): readonly string[] {
  const single = textOf(value);
  return single === null ? listOf(value).flatMap((item) => textOf(item) ?? []) : [single];
}

/** A command: a list, or one text that is split as a shell splits words. */
function words(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return null;
  const single = textOf(value);
  return single === null ? texts(value) : parse(single).filter((word) => typeof word === 'string');
}

function environmentOf(value: unknown, lookup: (name: string) => string | undefined): Record<string, string> {
  const pairs = Array.isArray(value)
    ? texts(value).map((line): readonly [string, string | null] => {
        const at = line.indexOf('=');
        return at < 0 ? [line, null] : [line.slice(0, at), line.slice(at + 1)];
      })
    : entriesOf(value).map(([name, item]) => [name, textOf(item)] as const);
  const known = pairs.flatMap(([name, item]) => {
    const given = item ?? lookup(name);
    return given === undefined ? [] : [[name, given] as const];
  });
  return Object.fromEntries(known);
}

/** `8080:80` and the long form. */
function portsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((port) => {
    const short = textOf(port);
    if (short !== null) return [short];
    const target = textOf(dig(port, ['target']));
    if (target === null) return [];
    const host = textOf(dig(port, ['host_ip']));
    const published = textOf(dig(port, ['published'])) ?? '';
    return [`${host === null ? '' : `${host}:`}${published}:${target}`];
  });
}

function mountsOf(value: unknown): readonly Mount[] {
  return listOf(value).flatMap((mount) => {
    const short = textOf(mount);
    const [source, target, mode = ''] =
      short === null
        ? [
            textOf(dig(mount, ['source'])),
            textOf(dig(mount, ['target'])),
            dig(mount, ['read_only']) === true ? 'ro' : '',
          ]
        : short.split(':');
    if (typeof source !== 'string' || typeof target !== 'string') return [];
    return [{ source, target, readOnly: mode.split(',').includes('ro'), isBind: /^[./]/.test(source) }];
  });
}

function dependenciesOf(value: unknown): readonly Dependency[] {
  if (Array.isArray(value)) return texts(value).map((name) => ({ name, condition: 'service_started' }));
  return entriesOf(value).map(([name, item]) => ({
    name,
    condition: textOf(dig(item, ['condition'])) ?? 'service_started',
  }));
}

/** The program of a health check as written in a compose file or an image: `["CMD", …]`, `["CMD-SHELL", text]`, a text. */
export function testOf(value: unknown): Argv | readonly [] | null {
  if (value === undefined || value === null) return null;
  const single = textOf(value);
  const [kind, first, ...rest] = single === null ? texts(value) : ['CMD-SHELL', single];
  if (kind === 'NONE' || first === undefined) return [];
  return kind === 'CMD-SHELL' ? ['sh', '-c', first] : [first, ...rest];
}

/** Reads one service, its variables filled in before. */
export function readService(name: string, service: unknown, lookup: (name: string) => string | undefined): UpService {
  const of = (...keys: string[]) => dig(service, keys);
  return {
    name,
    image: textOf(of('image')) ?? '',
    isBuilt: of('build') !== undefined,
    entrypoint: words(of('entrypoint')),
    command: words(of('command')),
    workdir: textOf(of('working_dir')),
    user: textOf(of('user')),
    environment: environmentOf(of('environment'), lookup),
    ports: portsOf(of('ports')),
    mounts: mountsOf(of('volumes')),
    tmpfs: texts(of('tmpfs')),
    dependsOn: dependenciesOf(of('depends_on')),
    test: of('healthcheck', 'disable') === true ? [] : testOf(of('healthcheck', 'test')),
    restart: textOf(of('restart')) ?? 'no',
    readOnlyRoot: of('read_only') === true,
    init: of('init') === true,
    capAdd: texts(of('cap_add')),
    capDrop: texts(of('cap_drop')),
    noNewPrivileges: texts(of('security_opt')).some((option) => NO_NEW_PRIVILEGES.test(option)),
  };
}
