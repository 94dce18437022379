import { broken } from '../clean-set.ts';
import { checkDockerfiles } from '../dockerfile.ts';

/** Check id, text of the clean set, what it becomes. */
const DOCKERFILE: readonly (readonly [id: string, from: string | RegExp, to: string])[] = [
  ['D01', /^/, '# hadolint ignore=DL3008\n'],
  ['D03', 'EXPOSE 3000', 'EXPOSE 3000\nEXPOOSE 1'],
  ['D04', /^/, '# syntax=docker/dockerfile:1\n'],
  ['D04', 'COPY package.json server.js', 'COPY --link package.json server.js'],
  ['D04', 'USER 10001', 'RUN <<EOF\necho a\nEOF\nUSER 10001'],
  ['D05', '${NODE_VERSION}-bookworm-slim AS deps', 'latest AS deps'],
  ['D05', 'node:${NODE_VERSION}-bookworm-slim AS deps', 'node AS deps'],
  ['D05', '-bookworm-slim AS deps', ' AS deps'],
  ['D05', 'COPY --from=deps', 'COPY --from=busybox /bin/sh /bin/sh\nCOPY --from=deps'],
  ['D07', 'USER 10001', 'RUN --mount=type=cache,target=/root/.npm,sharing=locked npm ci\nUSER 10001'],
  ['D07', 'USER 10001', 'RUN npm run build\nUSER 10001'],
  ['D08', '-bookworm-slim AS runtime', '-bookworm AS runtime'],
  ['D08', 'USER 10001', 'RUN apt-get update && apt-get install -y --no-install-recommends curl=8\nUSER 10001'],
  ['D09', 'USER 10001:10001', 'USER node'],
  ['D09', 'USER 10001:10001', 'USER 0:0'],
  ['D09', 'USER 10001:10001\n', ''],
  ['D10', 'CMD ["node", "server.js"]', 'CMD node server.js'],
  ['D10', /$/, 'CMD ["node", "other.js"]\n'],
  ['D10', 'CMD ["node", "server.js"]', ''],
  ['D11', 'CMD ["node", "server.js"]', 'CMD ["npm", "start"]'],
  ['D11', 'CMD ["node", "server.js"]', 'ENTRYPOINT ["/usr/bin/tini", "--"]\nCMD ["yarn", "start"]'],
  ['D11', 'CMD ["node", "server.js"]', 'CMD ["sh", "-c", "node server.js"]'],
  ['D11', 'CMD ["node", "server.js"]', 'CMD ["node", "server.js", "$PORT"]'],
  ['D12', 'COPY package.json package-lock.json ./', 'COPY . .'],
  ['D13', 'npm ci --omit=dev', 'npm install --omit=dev'],
  ['D13', 'npm ci --omit=dev', 'pip install flask'],
  ['D14', '--mount=type=cache,target=/root/.npm,sharing=locked', ''],
  ['D14', 'target=/root/.npm', 'target=/var/npm'],
  ['D14', ',sharing=locked', ''],
  ['D15', /ENV NODE_ENV=production\nCOPY([\s\S]*) --omit=dev/, 'COPY$1'],
  ['D16', 'ARG REVISION', 'ARG NPM_TOKEN\nARG REVISION'],
  ['D16', 'PORT=3000', 'DB_PASSWORD=x'],
  ['D16', 'COPY package.json package-lock.json', 'COPY .npmrc package.json package-lock.json'],
  ['D17', 'COPY package.json server.js ./', 'COPY . .'],
  ['D17', 'COPY --from=deps /app/node_modules ./node_modules', 'COPY --from=deps / /'],
  ['D19', 'WORKDIR /app', 'WORKDIR app'],
  ['D19', 'npm ci', 'cd /app && npm ci'],
  ['D20', /org.opencontainers.image.source=\S+/, 'a="b"'],
  ['D20', '"${REVISION}"', '"abc"'],
  ['D20', 'COPY --from=deps', 'ARG VERSION=1\nCOPY --from=deps'],
  ['D21', 'EXPOSE 3000', 'EXPOSE 80'],
  ['D21', 'EXPOSE 3000', 'EXPOSE 4000'],
  ['D22', /HEALTHCHECK[\s\S]*?\n +CMD.*\n/, ''],
  ['D22', /CMD \["node", "-e".*\n/, 'CMD curl -f localhost\n'],
  ['D23', 'npm ci', 'apt-get update && apt-get install -y --no-install-recommends jq && npm ci'],
  ['D23', 'npm ci', 'apt-get update && apt-get install -y jq=1.6 && npm ci'],
  ['D23', 'npm ci', 'apt-get update && apt-get install --no-install-recommends jq=1.6 && npm ci'],
  ['D23', 'npm ci', 'apt-get install -y --no-install-recommends jq=1.6 && npm ci'],
  ['D23', 'npm ci', 'apt-get upgrade && npm ci'],
  ['D23', 'npm ci', 'sudo npm ci'],
  ['D24', 'ENV NODE_ENV=production \\\n    PORT', 'ENV PORT'],
  ['D25', 'COPY package.json server.js', 'ADD package.json server.js'],
  ['D25', 'COPY package.json server.js ./', 'ADD https://example.com/a.tgz ./'],
  ['D25', 'npm ci', 'curl -sf https://example.com/x | sh && npm ci'],
  ['D26', 'npm ci', 'node -v | tee v && npm ci'],
  ['D28', 'COPY package.json server.js', 'COPY kubernetes server.js'],
  [
    'D30',
    'FROM node:${NODE_VERSION}-bookworm-slim AS deps',
    'FROM --platform=linux/amd64 node:22-bookworm-slim AS deps',
  ],
  ['D30', 'npm ci', 'go build ./... && npm ci'],
];

const DOCKERIGNORE: typeof DOCKERFILE = [
  ['D27', '.git\n', ''],
  ['D27', '**/.env\n', ''],
  ['D27', '**/.env.*\n', '**/.env.*\n!.env.example\n'],
  ['D27', '**/node_modules\n', ''],
  ['D27', '# secrets\n', ''],
  ['D28', 'coverage\n', 'coverage\nserver.js\n'],
  ['D28', 'coverage\n', 'coverage\n*.json\n'],
];

function idsOf(path: string, from: string | RegExp, to: string): readonly string[] {
  return checkDockerfiles(broken(path, from, to)).map(({ id }) => id);
}

describe('section D', () => {
  it.each(DOCKERFILE)('%s: %s → %s', (id, from, to) => {
    expect(idsOf('Dockerfile', from, to)).toContain(id);
  });

  it.each(DOCKERIGNORE)('%s (.dockerignore): %s → %s', (id, from, to) => {
    expect(idsOf('.dockerignore', from, to)).toContain(id);
  });

  it.each(['yarn tsc -b', 'corepack enable yarn', 'npm run install-check', 'pnpm build'])(
    'D13 and D14 are silent about %s',
    (command) => {
      const lock = broken('Dockerfile', 'package-lock.json ./', 'package-lock.json yarn.lock pnpm-lock.yaml ./');
      const files = new Map([
        ...lock,
        ['Dockerfile', (lock.get('Dockerfile') ?? '').replace('npm ci', `${command} && npm ci`)],
      ]);
      expect(checkDockerfiles(files).map(({ id }) => id)).toEqual([]);
    },
  );

  it.each([
    ['flask==3.1.3', false],
    ['flask', true],
  ])('D13 reads what pip installs after another command: %s', (what, isTold) => {
    expect(idsOf('Dockerfile', 'npm ci', `true && pip install ${what} && npm ci`).includes('D13')).toBe(isTold);
  });

  it.each([
    ['D13', 'yarn'],
    ['D13', 'yarn install'],
    ['D13', 'YARN_X=1 yarn --silent'],
    ['D13', 'pnpm install --offline'],
    ['D14', 'yarn install --immutable'],
  ])('%s: %s', (id, command) => {
    const lock = broken('Dockerfile', 'package-lock.json ./', 'package-lock.json yarn.lock pnpm-lock.yaml ./');
    const files = new Map([
      ...lock,
      ['Dockerfile', (lock.get('Dockerfile') ?? '').replace('npm ci', `${command} && npm ci`)],
    ]);
    expect(checkDockerfiles(files).map((finding) => finding.id)).toContain(id);
  });

  it.each([
    ['an allow list', '# secrets', '*\n!server.js\n!package*.json\n# secrets'],
    ['a rule that is taken back', '# secrets', 'server.*\n!server.js\n# secrets'],
  ])('D28 is silent about %s', (_, from, to) => {
    expect(idsOf('.dockerignore', from, to)).not.toContain('D28');
  });
});
