import { containerFiles } from '../../../src/detectors/application/container-files.ts';
import { dockerfileUser } from '../../../src/detectors/system/dockerfile-user.ts';
import { run } from '../run-detector.ts';

const DOCKERFILE = `FROM node:24 AS build
EXPOSE 1
CMD ["node", "build.js"]
FROM node:24-slim
ARG OPEN=4380
ENV LISTEN=\${OPEN} SHORE_NAME="north sea" API_TOKEN=abc
EXPOSE $LISTEN
HEALTHCHECK CMD ["wget", "-q", "http://localhost:4380/up"]
USER 2001:2002
ENTRYPOINT ["tini", "--"]
CMD ["node", "desk.js"]
`;

function ran(files: Readonly<Record<string, string>>) {
  const all = { 'package.json': '{"name":"a"}', ...files };
  return { ...run(containerFiles, all).facts, ...run(dockerfileUser, all).facts };
}

it.each(['Dockerfile', 'Containerfile', 'desk.Dockerfile', 'Dockerfile.desk'])(
  'reads the last stage of %s: port, health check, command, variables, user',
  (name) => {
    const facts = ran({ [name]: DOCKERFILE });
    expect(facts).toMatchObject({
      'app.port': 4380,
      'app.health': '/up',
      'app.start': ['node', 'desk.js'],
      'system.user': { uid: 2001, gid: 2002 },
    });
    expect(facts['app.env']?.map(({ name: variable, default: value }) => [variable, value])).toEqual([
      ['API_TOKEN', null],
      ['LISTEN', '4380'],
      ['SHORE_NAME', 'north sea'],
    ]);
  },
);

it('prefers the file that a compose service names', () => {
  const files = {
    Dockerfile: 'FROM node:24\nEXPOSE 1111\n',
    'ops.Dockerfile': 'FROM node:24\nEXPOSE 2222\n',
    'compose.yaml': 'services: { a: { build: { context: ., dockerfile: ops.Dockerfile } } }\n',
  };
  expect(ran(files)['app.port']).toBe(2222);
});

it('takes no command of a shell or of development, nothing of derrick’s own file, and throws at nothing', () => {
  for (const cmd of ['CMD node a.js', 'CMD ["sh", "-c", "node a.js"]', 'CMD ["npm", "run", "dev"]', 'CMD [1]', 'CMD ['])
    expect(ran({ Dockerfile: `FROM node:24\n${cmd}\n` })['app.start']).toBeUndefined();
  const own = { '.derrick/ledger.json': '{"files":{"Dockerfile":{}}}' };
  expect(ran({ Dockerfile: DOCKERFILE, ...own })).toEqual({});
  for (const text of ['', 'EXPOSE', 'FROM x\nENV\nEXPOSE ${A:-}\nUSER ${U}\nHEALTHCHECK NONE', '\\\n\\\n'])
    expect(() => ran({ Dockerfile: text })).not.toThrow();
});
