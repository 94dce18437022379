import fc from 'fast-check';
import type { EnvVar } from '../../../src/core/model/facts.ts';
import { backingService, connectionValue } from '../../../src/core/verify/backing-services.ts';
import { envArgv, runArgv } from '../../../src/core/verify/container-argv.ts';
import { readEnvFile, readEnvFlags } from '../../../src/core/verify/env-file.ts';
import { checkEnvironment, containerEnvironment, isGiven } from '../../../src/core/verify/environment.ts';

function variable(name: string, required = true): EnvVar {
  return { name, required, default: null, scope: 'run', sensitive: false };
}

const postgres = backingService('postgres');
const redis = backingService('redis');

describe('the environment of the container', () => {
  it('joins manifests, services and what is given, and names what is missing', () => {
    const found = containerEnvironment({
      facts: [variable('DATABASE_URL'), variable('API_KEY'), variable('LEVEL', false)],
      manifests: { values: { PORT: '1', LEVEL: 'info' }, required: ['TOKEN'], optional: ['REDIS_URL'] },
      services: [postgres, redis].flatMap((service) => service ?? []),
      given: { LEVEL: 'debug' },
    });
    expect(found.values).toMatchObject({
      PORT: '1',
      LEVEL: 'debug',
      DATABASE_URL: 'postgres://derrick:derrick@postgres:5432/derrick',
      REDIS_URL: 'redis://redis:6379',
      PGHOST: 'postgres',
    });
    expect(found.missing).toEqual(['API_KEY', 'TOKEN']);
    expect(checkEnvironment(found)).toMatchObject({
      ok: false,
      detail: 'API_KEY, TOKEN: required, but without a value',
      remedy: expect.stringContaining('--env API_KEY=VALUE'),
    });
  });

  it.each([
    ['postgres', 'DB_HOST', 'postgres'],
    ['postgres', 'POSTGRES_PASSWORD', 'derrick'],
    ['mysql', 'DATABASE_URL', 'mysql://derrick:derrick@mysql:3306/derrick'],
    ['redis', 'REDIS_PORT', '6379'],
    ['memcached', 'MEMCACHED_SERVERS', 'memcached:11211'],
    ['redis', 'DATABASE_URL', undefined],
    ['postgres', 'DB_POOL_SIZE', undefined],
  ])('%s gives %s the value %s', (kind, name, value) => {
    const service = backingService(kind);
    expect(service && connectionValue(service, name)).toBe(value);
  });

  it('leaves a service alone that the user gave an address for', () => {
    expect(postgres && isGiven(postgres, { DATABASE_URL: 'x' })).toBe(true);
    expect(postgres && isGiven(postgres, { OTHER: 'x' })).toBe(false);
    expect(backingService('kafka')).toBeUndefined();
  });
});

describe('variables from flags and files', () => {
  it('reads an env file', () => {
    const text = '\uFEFF# a\nexport A=1 # one\r\nB="x\\ny \\"z\\""\nC=\'#no\'\nD=\nE=a=b#c\n';
    expect(readEnvFile('.env', text)).toMatchObject({
      ok: true,
      value: { A: '1', B: 'x\ny "z"', C: '#no', D: '', E: 'a=b#c' },
    });
    expect(readEnvFile('.env', 'A=1\nsecret value')).toMatchObject({
      ok: false,
      problems: [{ detail: '--env-file .env: line 2 is not NAME=VALUE' }],
    });
  });

  it('reads --env', () => {
    expect(readEnvFlags(['A=1=2', 'B'], { B: 'own' })).toMatchObject({ ok: true, value: { A: '1=2', B: 'own' } });
    expect(readEnvFlags(['1=2', 'NONE'], {})).toMatchObject({ ok: false, problems: [{}, {}] });
  });

  it('keeps values off the list of processes, and gives each exactly once', () => {
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (values) => {
        const { args, env } = envArgv(values);
        const inline = args.filter((arg) => arg.includes('='));
        expect(args.length).toBe(2 * Object.keys(values).length);
        expect(inline.length + Object.keys(env).length).toBe(Object.keys(values).length);
      }),
    );
    expect(envArgv({ TOKEN: 'x', PATH: '/bin' })).toEqual({
      args: ['--env', 'PATH=/bin', '--env', 'TOKEN'],
      env: { TOKEN: 'x' },
    });
  });
});

describe('the command line of the run', () => {
  const spec = {
    image: 'shop:1',
    user: '10001:10001',
    readOnlyRoot: true,
    writable: ['/tmp'],
    memoryBytes: 1024,
    cpus: 4,
    env: {},
    port: 3000,
    command: ['node', 'x.js'],
    args: ['-v'],
  };
  const place = { name: 'n', labels: { a: 'b' }, network: 'net', hosts: { db: '10.0.0.2' }, processors: 2 };

  it('restricts as the pod does', () => {
    const dialect = { name: 'podman', program: 'podman', tmpfs: ',notmpcopyup', infoFormat: '' } as const;
    expect(runArgv(dialect, spec, place, true).join(' ')).toBe(
      'podman run --detach --name n --label a=b --network net --add-host db:10.0.0.2 --read-only --cap-drop ALL --security-opt ' +
        'no-new-privileges --memory 1024b --memory-swap 1024b --cpus 2 --user 10001:10001 --tmpfs ' +
        '/tmp:rw,exec,nosuid,nodev,mode=1777,notmpcopyup --publish 127.0.0.1::3000 --entrypoint node shop:1 x.js -v',
    );
    expect(runArgv(dialect, spec, place, false)).not.toContain('--read-only');
  });

  it('gives a folder of the image to the user, where the engine would keep its mode', () => {
    const dialect = { name: 'docker', program: 'docker', tmpfs: '', infoFormat: '' } as const;
    const argv = runArgv(dialect, { ...spec, writable: ['/tmp', '/app/records'] }, place, true);
    expect(argv.filter((_, at) => argv[at - 1] === '--tmpfs')).toEqual([
      '/tmp:rw,exec,nosuid,nodev,mode=1777',
      '/app/records:rw,exec,nosuid,nodev,mode=1777,uid=10001,gid=10001',
    ]);
  });
});
