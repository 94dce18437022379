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
    ['DRK1110', 'the service web: privileged, build.args, the bind mount of .', 2],
    ['DRK1110', 'the service odd: the image acme/odd, no backing service that is known', 6],
    ['DRK1110', "the file's secrets", 7],
  ]);
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
