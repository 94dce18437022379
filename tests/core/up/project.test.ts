import { relPath } from '../../../src/core/model/paths.ts';
import { addressesIn } from '../../../src/core/up/addresses.ts';
import { interpolate, type Unset } from '../../../src/core/up/interpolate.ts';
import { readProject } from '../../../src/core/up/project.ts';
import { testOf } from '../../../src/core/up/read-service.ts';
import { serviceArgv } from '../../../src/core/up/service-argv.ts';
import { watchOverlay } from '../../../src/core/up/watch.ts';
import type { ContainerDialect } from '../../../src/core/verify/container-argv.ts';

const FILE = relPath('compose.yaml');
const VALUES: Readonly<Record<string, string>> = { DB_PASSWORD: 'hush', EMPTY: '', PORT: '8123' };
const lookup = (name: string) => VALUES[name];

function read(text: string) {
  return readProject(FILE, text, 'Some Folder', lookup);
}

function problems(text: string): readonly string[] {
  const project = read(text);
  return project.ok ? [] : project.problems.map(({ detail }) => detail);
}

describe('interpolate', () => {
  it.each([
    ['$PORT/${PORT}', '8123/8123'],
    ['${EMPTY:-x} ${EMPTY-x} ${NONE:-a b} ${NONE-}', 'x  a b '],
    ['${PORT:+set} ${NONE:+set}', 'set '],
    ['$$PORT costs $5', '$PORT costs $5'],
    ['${NONE}', ''],
  ])('%s', (text, expected) => expect(interpolate(text, lookup, [])).toBe(expected));

  it('names what is asked for and not set', () => {
    const unset: Unset[] = [];
    interpolate('${NONE:?set it in .env} ${EMPTY:?say it} ${EMPTY?no}', lookup, unset);
    expect(unset).toEqual([
      { name: 'NONE', message: 'set it in .env' },
      { name: 'EMPTY', message: 'say it' },
    ]);
  });
});

const TEXT = `
name: fair
services:
  gate:
    build: { context: ./gate }
    image: fair-gate:1
    environment: { TALLY: "http://tally", LEVEL: "\${LEVEL:-info}", PASSED_ON: }
    depends_on: { db: { condition: service_healthy } }
    ports: ["127.0.0.1:\${PORT}:80", { target: 81, published: 8081 }]
    restart: unless-stopped
    init: true
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    tmpfs: ["/tmp:size=64m,mode=1777"]
  db:
    image: postgres:17
    user: postgres
    command: ["postgres", "-c", "x=1"]
    environment: ["POSTGRES_PASSWORD=\${DB_PASSWORD:?set it}"]
    healthcheck: { test: [CMD, pg_isready] }
    tmpfs: "/var/run/postgresql:uid=999,gid=999"
    volumes: ["data:/var/lib/data", "./seed:/seed:ro"]
  tools:
    profiles: [manual]
    image: tools
volumes: { data: {} }
`;

function dialect(name: ContainerDialect['name']): ContainerDialect {
  return { name, program: name, tmpfs: name === 'podman' ? ',notmpcopyup' : '', infoFormat: '' };
}

describe('readProject', () => {
  it('fills in variables, orders the services by what they wait for, and leaves out those of a profile', () => {
    const project = read(TEXT);
    expect(project).toMatchObject({
      ok: true,
      value: {
        name: 'fair',
        volumes: ['data'],
        services: [
          { name: 'db', isBuilt: false, test: ['pg_isready'], environment: { POSTGRES_PASSWORD: 'hush' } },
          { name: 'gate', isBuilt: true, test: null, environment: { TALLY: 'http://tally', LEVEL: 'info' } },
        ],
      },
    });
  });

  it('calls a project without a name after its folder', () => {
    expect(read('services: { a: { image: x } }')).toMatchObject({ ok: true, value: { name: 'some-folder' } });
  });

  it.each([
    ['services: { a: { image: x, gpus: all } }', 'compose.yaml: only Compose can follow services.a.gpus'],
    ['services: { a: { image: x, volumes: ["/data"] } }', 'compose.yaml: only Compose can follow services.a.volumes'],
    ['include: [x]\nservices: { a: { image: x } }', 'compose.yaml: only Compose can follow include'],
    ['services: { a: { image: "${NONE:?say it}" } }', 'compose.yaml needs NONE: say it'],
    [
      'services: { a: { image: x, depends_on: [b] }, b: { image: x, depends_on: [a] } }',
      'compose.yaml: a, b wait for each other, or for a service that is not there',
    ],
  ])('refuses %s', (text, problem) => expect(problems(text)).toEqual([problem]));

  it('tells the line of a syntax error', () => {
    expect(read('services:\n  a: [')).toMatchObject({ ok: false, problems: [{ code: 'DRK1002', at: { file: FILE } }] });
  });
});

describe('serviceArgv', () => {
  const project = read(TEXT);
  const [db, gate] = project.ok ? project.value.services : [];
  const place = { project: 'fair', root: '/src/fair', network: 'fair_up', labels: { 'derrick.up': 'fair' } };

  it('runs a service as the file says, values in the environment', () => {
    if (db === undefined || gate === undefined) throw new Error('no services');
    expect(serviceArgv(dialect('docker'), gate, { ...place, addresses: {} })).toEqual([
      ...['docker', 'run', '--detach', '--name', 'fair-gate-1', '--label', 'derrick.up=fair'],
      ...['--network', 'fair_up', '--network-alias', 'gate', '--restart', 'unless-stopped', '--init', '--read-only'],
      ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp:size=64m,mode=1777'],
      ...['--publish', '127.0.0.1:8123:80', '--publish', '8081:81', '--env', 'LEVEL', '--env', 'TALLY', 'fair-gate:1'],
    ]);
    const argv = serviceArgv(dialect('docker'), db, { ...place, addresses: {} });
    expect(argv.join(' ')).toContain(
      '--tmpfs /var/run/postgresql:uid=999,gid=999 --volume fair_data:/var/lib/data --volume /src/fair/./seed:/seed:ro',
    );
    expect(argv.slice(-4)).toEqual(['postgres:17', 'postgres', '-c', 'x=1']);
    expect(argv.join(' ')).not.toContain('hush');
  });

  it('gives Podman what it understands', () => {
    if (db === undefined) throw new Error('no services');
    const addresses = { db: '10.89.0.10', gate: '10.89.0.11' };
    const words = serviceArgv(dialect('podman'), db, { ...place, addresses }).join(' ');
    expect(words).toContain('--ip 10.89.0.10 --add-host db:10.89.0.10 --add-host gate:10.89.0.11');
    expect(words).toContain('--mount type=tmpfs,destination=/var/run/postgresql,U=true');
  });
});

it('addresses are given only where a subnet has room for them', () => {
  expect(addressesIn('10.89.3.0/24', ['a', 'b'])).toEqual({ a: '10.89.3.10', b: '10.89.3.11' });
  expect(addressesIn('10.89.3.0/28', ['a'])).toEqual({});
  expect(addressesIn('fd00::/64', ['a'])).toEqual({});
});

it('a health check is a program, in a shell where it is a text', () => {
  expect(testOf(['CMD', 'pg_isready'])).toEqual(['pg_isready']);
  expect(testOf(['CMD-SHELL', 'a | b'])).toEqual(['sh', '-c', 'a | b']);
  expect(testOf('a | b')).toEqual(['sh', '-c', 'a | b']);
  expect([testOf(['NONE']), testOf([]), testOf(undefined)]).toEqual([[], [], null]);
});

it('a file without a word about watching is laid over', () => {
  expect(watchOverlay([{ service: 'gate', dir: relPath('apps/gate') }])).toContain('path: ./apps/gate');
});
