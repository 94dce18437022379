import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { composeServices } from '../../../src/detectors/application/compose-services.ts';
import { run } from '../run-detector.ts';

const NODE: Partial<Facts> = { 'runtime.language': 'node' as Language };

function ran(services: string, more: Readonly<Record<string, string>> = {}, dir = '.') {
  return run(composeServices, { 'compose.yaml': services, 'package.json': '{"name":"a"}', ...more }, dir, NODE);
}

it('takes kinds of backing services from images, whatever the mirror and tag', () => {
  const { facts } = ran(`services:
  app: { build: . }
  a: { image: 'public.ecr.aws/docker/library/postgres:16@sha256:${'a'.repeat(64)}' }
  b: { image: bitnami/redis }
  c: { image: 'mongo:8' }
`);
  expect(facts['app.services']?.map(({ kind }) => kind)).toEqual(['mongodb', 'postgres', 'redis']);
});

it('gives a component only the services that it depends on', () => {
  const { facts } = ran(`services:
  app: { build: ., depends_on: [b] }
  a: { image: postgres }
  b: { image: redis }
`);
  expect(facts['app.services']).toEqual([{ kind: 'redis', via: 'the compose service b' }]);
});

it('sorts variables: secrets and addresses of other services have no default', () => {
  const { facts } = ran(`services:
  app:
    build: .
    environment:
      - MODE_OF_WORK=fast
      - QUEUE=amqp://mq:5672
      - API_TOKEN=abc
      - WANTED=\${WANTED:?}
      - OFTEN=\${OFTEN:-5}
      - PORT=80
  mq: { image: 'rabbitmq:4' }
`);
  const env = Object.fromEntries(
    (facts['app.env'] ?? []).map((one) => [one.name, [one.required, one.default, one.sensitive]]),
  );
  expect(env).toEqual({
    API_TOKEN: [true, null, true],
    MODE_OF_WORK: [false, 'fast', false],
    OFTEN: [false, '5', false],
    QUEUE: [true, null, false],
    WANTED: [true, null, false],
  });
});

it('makes processes of further services, a release of what others wait for to end', () => {
  const { facts } = ran(
    `services:
  web:
    build: .
    ports: ['80:4000']
    depends_on: { prepare: { condition: service_completed_successfully } }
  mailer: { build: ., command: [node, mail.js] }
  prepare: { build: ., command: npm run prepare:db }
  playground: { build: ., command: npm run dev }
`,
    { 'package.json': '{"name":"a","scripts":{"prepare:db":"node db.js","dev":"vite"}}' },
  );
  expect(facts['app.processes']).toEqual([
    { name: 'mailer', command: ['node', 'mail.js'] },
    { name: 'release', command: ['node', 'db.js'] },
  ]);
});

it('reads health, start and writable folders of the service that is published', () => {
  const { facts } = ran(`services:
  web:
    build: { context: . }
    command: node serve.js
    ports: ['80:4000']
    healthcheck: { test: curl -f http://localhost:4000/up }
    volumes: ['up:/app/uploads', '.:/app', '/app/node_modules']
    tmpfs: /run/web
`);
  expect(facts['app.start']).toEqual(['node', 'serve.js']);
  expect(facts['app.health']).toBe('/up');
  expect(facts['app.writable']).toEqual(['/run/web', 'uploads']);
});

it('lists what has no counterpart, each with its line', () => {
  const { diagnostics } = ran(`services:
  web:
    build: { context: ., args: { A: b } }
    privileged: true
    volumes: ['.:/app']
  odd: { image: acme/odd }
secrets: {}
`);
  expect(diagnostics.map(({ code, detail, at }) => [code, detail, at?.line])).toEqual([
    ['DRK1110', 'the service web: privileged', 4],
    ['DRK1110', 'the service web: build.args', 3],
    ['DRK1110', 'the service web: the bind mount of .', 5],
    ['DRK1110', 'the service odd: the image acme/odd, no backing service that is known', 6],
    ['DRK1110', "the file's secrets", 7],
  ]);
});

it('follows includes, what a service extends, and the file of production; an override file is a developer’s', () => {
  const { facts, diagnostics } = ran(
    `include: [infra/stores.yaml]
services:
  web:
    extends: { file: infra/base.yaml, service: node }
    ports: ['\${OUT:-80}:\${IN:-4350}', '9229:9229']
    depends_on: [store]
`,
    {
      'infra/stores.yaml': "services:\n  store: { image: 'redis:${TAG:-8}' }\n",
      'infra/base.yaml': 'services:\n  node: { build: .., environment: { MODE_OF_WORK: slow } }\n',
      'compose.prod.yaml': 'services:\n  web: { command: node live.js, environment: { MODE_OF_WORK: fast } }\n',
      'compose.override.yaml': 'services:\n  web: { command: npm run dev, environment: { EXTRA_NOTE: a } }\n',
    },
  );
  expect(facts).toMatchObject({
    'app.port': 4350,
    'app.start': ['node', 'live.js'],
    'app.services': [{ kind: 'redis', via: 'the compose service store' }],
  });
  expect(facts['app.env']).toMatchObject([
    { name: 'EXTRA_NOTE', default: 'a' },
    { name: 'MODE_OF_WORK', default: 'fast' },
  ]);
  expect(diagnostics.map(({ detail, at }) => [detail, at?.file, at?.line])).toEqual([
    ['the service web: the further port 9229:9229', 'compose.yaml', 5],
    ['the service web: command of an override file, which is for development', 'compose.override.yaml', 2],
  ]);
});

it('reads env files, entry points and merged anchors at every depth; names a file that is missing', () => {
  const { facts, claims, diagnostics } = ran(
    `x-env: &env { LEVEL_OF_LOG: info }
services:
  web:
    build: .
    entrypoint: [node]
    command: [desk.js]
    expose: ['4360']
    env_file: [desk.env, { path: gone.env }]
    environment: { <<: *env, OWN_NOTE: b }
    deploy: { replicas: 3, resources: { limits: { memory: 1G } } }
`,
    { 'desk.env': '# a\nSHORE_NAME=north\nAPI_TOKEN=abc\n' },
  );
  expect(facts).toMatchObject({ 'app.port': 4360, 'app.start': ['node', 'desk.js'] });
  expect(facts['app.env']?.map(({ name, default: value, sensitive }) => [name, value, sensitive])).toEqual([
    ['API_TOKEN', null, true],
    ['LEVEL_OF_LOG', 'info', false],
    ['OWN_NOTE', 'b', false],
    ['SHORE_NAME', 'north', false],
  ]);
  expect(claims.find(({ file }) => file === 'desk.env')?.line).toBe(2);
  expect(diagnostics.map(({ detail }) => detail)).toEqual([
    'the service web: deploy.replicas',
    'the service web: deploy.resources',
    'the service web: gone.env, which is not there',
  ]);
});

it('starts nothing for a profile that nobody asked for', () => {
  const { facts, diagnostics } = ran(`services:
  web: { build: ., ports: ['80:4000'] }
  seed: { build: ., command: [node, seed.js], profiles: [tools] }
`);
  expect(facts['app.processes']).toBeUndefined();
  expect(diagnostics.map(({ detail }) => detail)).toEqual(['the service seed: it runs for the profile tools only']);
});

it('takes backing services of a file that builds nothing, and refuses where there is nothing to build', () => {
  const images = "services:\n  db: { image: 'postgres:17' }\n  wiki: { image: acme/wiki }\n";
  expect(ran(images).facts).toEqual({ 'app.services': [{ kind: 'postgres', via: 'the compose service db' }] });
  const alone = run(composeServices, { 'compose.yaml': images }, '.', {});
  expect(alone.facts['app.refusal']?.reason).toContain(
    'compose.yaml only runs images that are made elsewhere (db, wiki)',
  );
});

it('tells components of one project apart by context and Dockerfile', () => {
  const compose = `services:
  one: { build: ./apps/one, command: [node, 1.js] }
  two: { build: { context: ., dockerfile: apps/two/Dockerfile }, command: [node, 2.js] }
`;
  const files = {
    'apps/one/package.json': '{"name":"one"}',
    'apps/two/package.json': '{"name":"two"}',
    'apps/two/Dockerfile': '',
  };
  expect(ran(compose, files, 'apps/one').facts['app.start']).toEqual(['node', '1.js']);
  expect(ran(compose, files, 'apps/two').facts['app.start']).toEqual(['node', '2.js']);
});

it('says nothing of a file that derrick wrote, or of one that is broken or hostile', () => {
  const ledger = { '.derrick/ledger.json': '{"files":{"compose.yaml":{}}}' };
  expect(ran('services: { a: { build: ., command: x } }', ledger).claims).toEqual([]);
  for (const text of ['services: [', 'services: 1', '[]', 'services: { a: 1, b: { build: [1], ports: {} } }', ''])
    expect(ran(text).claims).toEqual([]);
  const climbing = 'services: { a: { build: ../../etc, command: x }, b: { build: { context: "https://h/x" } } }';
  expect(ran(climbing).claims).toEqual([]);
});
