import fc from 'fast-check';
import { buildReason } from '../../../src/core/verify/build-reasons.ts';
import { likelyReason } from '../../../src/core/verify/log-reasons.ts';
import type { Observation } from '../../../src/core/verify/observation.ts';
import { checkUser, runChecks } from '../../../src/core/verify/run-checks.ts';
import { listeningSockets } from '../../../src/core/verify/sockets.ts';
import { checkWrites } from '../../../src/core/verify/write-check.ts';
import { changedPaths, refusedPaths } from '../../../src/core/verify/writes.ts';

const GOOD: Observation = {
  kind: 'web',
  port: 3000,
  refused: null,
  ended: null,
  reachedAfter: 0.4,
  waited: 1,
  sockets: null,
  healthPath: '/healthz',
  health: { status: 200, seconds: 0 },
  stopping: { signal: 'SIGTERM', exitCode: 0, seconds: 0.2, killed: false },
  log: [],
  memoryBytes: 2 ** 26,
};

function failures(seen: Partial<Observation>) {
  return runChecks({ ...GOOD, ...seen }).filter(({ ok }) => !ok);
}

describe('what was seen of a run', () => {
  it('passes when it starts, answers and stops', () => {
    expect(runChecks(GOOD).map(({ id, ok }) => [id, ok])).toEqual([
      ['starts', true],
      ['port-reachable', true],
      ['health-path', true],
      ['stops-on-sigterm', true],
    ]);
  });

  it.each<[Partial<Observation>, string, RegExp]>([
    [
      { reachedAfter: null, health: null, sockets: [{ port: 3000, scope: 'loopback' }] },
      'port-reachable',
      /127\.0\.0\.1:3000 only/,
    ],
    [{ reachedAfter: null, health: null, sockets: [{ port: 80, scope: 'all' }] }, 'port-reachable', /listens on 80/],
    [{ reachedAfter: null, health: null, sockets: [] }, 'port-reachable', /listens on no port/],
    [{ reachedAfter: null, health: null, sockets: null }, 'port-reachable', /does not answer/],
    [{ health: { status: 500, seconds: 1 } }, 'health-path', /answers 500/],
    [{ health: { status: 404, seconds: 1 } }, 'health-path', /answers 404/],
    [{ health: { error: 'socket hang up' } }, 'health-path', /socket hang up/],
    [{ stopping: { signal: 'SIGTERM', exitCode: 1, seconds: 1, killed: false } }, 'stops-on-sigterm', /exit code 1/],
    [
      { stopping: { signal: 'SIGTERM', exitCode: null, seconds: 10, killed: true } },
      'stops-on-sigterm',
      /ignored SIGTERM/,
    ],
    [
      { reachedAfter: null, refused: 'exec: "x": executable file not found in $PATH' },
      'starts',
      /program x is missing/,
    ],
    [{ reachedAfter: null, ended: { exitCode: 137, oomKilled: true, seconds: 1 } }, 'starts', /limit of 64 MiB/],
    [
      { reachedAfter: null, ended: { exitCode: 137, oomKilled: false, seconds: 1 } },
      'starts',
      /most likely at the memory limit of 64 MiB/,
    ],
    [{ kind: 'job', port: null, ended: { exitCode: 2, oomKilled: false, seconds: 1 } }, 'starts', /exit code 2/],
  ])('fails for the right reason: %j', (seen, id, detail) => {
    const stopped = 'stopping' in seen ? {} : { stopping: null };
    const found = failures({ ...(seen.ended || seen.refused ? { health: null } : {}), ...stopped, ...seen });
    expect(found).toEqual([
      { id, ok: false, detail: expect.stringMatching(detail), remedy: expect.stringMatching(/./) },
    ]);
  });

  it('lets a job end, takes / for well without a health path, and 143 for the signal', () => {
    expect(
      failures({
        kind: 'job',
        port: null,
        health: null,
        ended: { exitCode: 0, oomKilled: false, seconds: 1 },
        stopping: null,
      }),
    ).toEqual([]);
    const tool = { kind: 'cli', port: null, health: null, stopping: null } as const;
    expect(failures({ ...tool, ended: { exitCode: 1, oomKilled: false, seconds: 1 } })).toEqual([]);
    expect(failures({ ...tool, ended: { exitCode: 127, oomKilled: false, seconds: 1 } })).toHaveLength(1);
    expect(failures({ healthPath: null, health: { status: 404, seconds: 0 } })).toEqual([]);
    expect(failures({ stopping: { signal: 'SIGTERM', exitCode: 143, seconds: 0, killed: false } })).toEqual([]);
  });

  it('does not blame the health path for a process that ended while it was asked', () => {
    const ended = { exitCode: 1, oomKilled: false, seconds: 1 };
    expect(failures({ ended, health: { error: 'read ECONNRESET' }, stopping: null }).map(({ id }) => id)).toEqual([
      'starts',
    ]);
  });

  it.each([
    ['', null, false],
    ['root', null, false],
    ['0:0', null, false],
    ['node', null, false],
    ['10001', '0', false],
    ['10001:10001', null, true],
    ['1000', '10001:10001', true],
  ])('user %j in the image and %j in the pod: %s', (user, podUser, ok) => {
    const image = { id: 'sha256:0', user, sizeBytes: 1, layers: 1, stopSignal: 'SIGTERM', healthTest: [] };
    const spec = {
      image: 'a',
      user: podUser,
      readOnlyRoot: true,
      writable: [],
      memoryBytes: 1,
      cpus: 1,
      env: {},
      port: 1,
    };
    expect(checkUser(image, { ...spec, command: [], args: [] }).ok).toBe(ok);
  });
});

describe('the table of sockets', () => {
  const row = (address: string, state = '0A') =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000`;

  it('tells loopback from everywhere, and leaves out the resolver and connections', () => {
    const text = [
      '  sl  local_address rem_address   st',
      row('0100007F:0BB8'),
      row('00000000:0050'),
      row('0B00007F:9C40'),
      row('0100007F:0BB9', '01'),
      row('00000000000000000000000001000000:0BBA'),
      row('00000000000000000000000000000000:0BB8'),
      row('0000000000000000FFFF00000100007F:0BBB'),
    ].join('\n');
    expect(listeningSockets(text)).toEqual([
      { port: 80, scope: 'all' },
      { port: 3000, scope: 'all' },
      { port: 3002, scope: 'loopback' },
      { port: 3003, scope: 'loopback' },
    ]);
  });

  it('is read from any text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(Array.isArray(listeningSockets(text))).toBe(true)));
  });
});

describe('writes', () => {
  it.each([
    ["Error: EROFS: read-only file system, open '/app/x.log'", '/app/x.log'],
    ["OSError: [Errno 30] Read-only file system: '/app/db'", '/app/db'],
    ['sh: 1: cannot create /app/x: Read-only file system', '/app/x'],
    ['mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)', '/var/cache/nginx/client_temp'],
    ['open /app/y: read-only file system', '/app/y'],
    ['java.nio.file.FileSystemException: /app/z: Read-only file system', '/app/z'],
  ])('%s', (line, path) => expect(refusedPaths([line, 'a line'])).toEqual([path]));

  it('are told by path, without volumes and what the engine makes', () => {
    const diff = 'C /app\nA /app/a\nA /app/a/b.txt\nC /tmp\nA /tmp/x\nC /etc\nC /etc/hosts\nA /run/x\nD /app/c\n';
    expect(changedPaths(diff, ['/tmp'])).toEqual(['/app/a/b.txt', '/app/c']);
    expect(changedPaths('A /data\nA /data/x\n', ['/data/x'])).toEqual([]);
    expect(changedPaths('C /\nC /etc\n', [])).toEqual([]);
    expect(changedPaths('C /etc\nA /etc/motd\n', [])).toEqual(['/etc/motd']);
    expect(checkWrites([], ['/app/a'], ['/tmp'])).toMatchObject({
      ok: false,
      detail: expect.stringContaining('/app/a'),
    });
    expect(checkWrites([], null, ['/tmp'])).toBeUndefined();
  });
});

describe('the likely reason', () => {
  it.each([
    ["Error: Cannot find module 'express'", /express is missing/],
    ["ModuleNotFoundError: No module named 'flask'", /flask is missing/],
    [
      'driver failed on external connectivity on endpoint a (b): Bind for 127.0.0.1:71 failed: port is already allocated.',
      /port 71 of this machine/,
    ],
    [
      'cannot listen on the TCP port: listen tcp4 127.0.0.1:72: bind: address already in use',
      /port 72 of this machine/,
    ],
    ['container-init binary not found on the host: stat /usr/libexec/podman/catatonit', /Podman lacks the init/],
    ['listen tcp :73: bind: address already in use', /inside the container/],
    ['Error: listen EADDRINUSE: address already in use :::3000', /port 3000 is taken/],
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', /does not answer \(127\.0\.0\.1:5432\)/],
    ['Error: getaddrinfo ENOTFOUND db', /does not answer/],
    ['DATABASE_URL is not set', /DATABASE_URL is not set/],
    ["Error: EACCES: permission denied, open '/app/key'", /may not use \/app\/key/],
    ['exec /app/run: exec format error', /another processor/],
    ['./app: error while loading shared libraries: libssl.so.3: cannot open', /libssl\.so\.3 is missing/],
    ['TypeError: tide is not a function', /^TypeError: tide is not a function$/],
  ])('of %s', (line, reason) => expect(likelyReason(['a', line])?.detail).toMatch(reason));

  it('is none for an ordinary log', () => expect(likelyReason(['listening on 3000', 'GET / 200'])).toBeUndefined());

  it.each([
    ['write /var/lib: no space left on device', /disk is full/],
    ['#3 [internal] load metadata for docker.io/library/nope:1\npull access denied', /base image nope:1 cannot be had/],
    [' > [build 3/4] RUN npm test:\n#7 ERROR: exit code: 1', /stage build, RUN npm test$/],
    ['failed to compute cache key: "/x.txt": not found', /x\.txt is copied/],
    ['Error: initializing source docker://nope:1: reading manifest', /base image nope:1/],
    ['STEP 4/9: RUN false\nerror building at STEP "RUN false"', /RUN false/],
    [
      '[1/2] STEP 4/4: RUN node build.js\nError: building at STEP "RUN node build.js"',
      /in stage 1, RUN node build\.js$/,
    ],
    ['something else', /the build failed/],
  ])('of the build that says %j', (text, reason) => expect(buildReason(text).detail).toMatch(reason));
});
