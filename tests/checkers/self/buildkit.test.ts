import { broken, CLEAN } from '../clean-set.ts';
import { checkDockerfiles } from '../dockerfile.ts';
import { checkAgreement } from '../dockerfile-versions.ts';

/** Name of BuildKit's rule, text of the clean set's Dockerfile, what it becomes. */
const RULES: readonly (readonly [rule: string, from: string | RegExp, to: string])[] = [
  ['StageNameCasing', 'AS runtime', 'AS Runtime'],
  ['FromAsCasing', 'AS runtime', 'as runtime'],
  ['NoEmptyContinuation', 'sharing=locked \\\n', 'sharing=locked \\\n\n'],
  ['ConsistentInstructionCasing', 'EXPOSE 3000', 'expose 3000'],
  ['DuplicateStageName', 'AS runtime', 'AS deps'],
  ['ReservedStageName', 'AS runtime', 'AS context'],
  ['JSONArgsRecommended', 'CMD ["node", "server.js"]', 'CMD node server.js'],
  ['MaintainerDeprecated', 'EXPOSE 3000', 'MAINTAINER me\nEXPOSE 3000'],
  ['UndefinedArgInFrom', 'FROM node:${NODE_VERSION}-bookworm-slim AS deps', 'FROM node:${NODE}-bookworm-slim AS deps'],
  ['InvalidDefaultArgInFrom', 'ARG NODE_VERSION=22.19.0', 'ARG NODE_VERSION'],
  ['WorkdirRelativePath', 'WORKDIR /app\nCOPY --from', 'WORKDIR app\nCOPY --from'],
  ['UndefinedVar', 'EXPOSE 3000', 'EXPOSE $HTTP_PORT'],
  ['UndefinedVar', 'COPY package.json server.js', 'COPY $NODE_VERSION package.json server.js'],
  ['MultipleInstructionsDisallowed', /$/, 'CMD ["node", "other.js"]\n'],
  ['MultipleInstructionsDisallowed', 'EXPOSE 3000', 'HEALTHCHECK NONE\nEXPOSE 3000'],
  ['LegacyKeyValueFormat', 'ENV NODE_ENV=production\nCOPY', 'ENV NODE_ENV production\nCOPY'],
  ['RedundantTargetPlatform', 'FROM node:', 'FROM --platform=$TARGETPLATFORM node:'],
  ['FromPlatformFlagConstDisallowed', 'FROM node:', 'FROM --platform=linux/arm64 node:'],
  ['SecretsUsedInArgOrEnv', 'ARG REVISION', 'ARG DB_PASSWORD\nARG REVISION'],
  ['SecretsUsedInArgOrEnv', 'PORT=3000', 'PORT=3000 NPM_TOKEN=x'],
  ['ExposeInvalidFormat', 'EXPOSE 3000', 'EXPOSE 127.0.0.1:3000'],
  ['ExposeProtoCasing', 'EXPOSE 3000', 'EXPOSE 3000/TCP'],
];

function messages(id: string, from: string | RegExp, to: string): readonly string[] {
  const findings = checkDockerfiles(broken('Dockerfile', from, to));
  return findings.filter((finding) => finding.id === id).map(({ message }) => message.split(':')[0] ?? '');
}

describe('D02: the rules of BuildKit', () => {
  it.each(RULES)('%s: %s → %s', (rule, from, to) => {
    expect(messages('D02', from, to)).toContain(rule);
  });

  it.each([
    ['a variable of the stage before', 'COPY package.json server.js', 'COPY ${NODE_ENV} package.json server.js'],
    ['PATH', 'PORT=3000', 'PORT=3000 PATH=/x:$PATH'],
    ['a default in the reference', 'EXPOSE 3000', 'EXPOSE ${WEB_PORT:-3000}'],
    ['a port that ENV sets', 'EXPOSE 3000', 'EXPOSE $PORT'],
    ['the builder’s platform', 'FROM node:', 'FROM --platform=$BUILDPLATFORM node:'],
  ])('is silent about %s', (_, from, to) => {
    expect(messages('D02', from, to)).toEqual([]);
  });
});

describe('D06: base versions', () => {
  it.each([
    ['a release that has ended', 'NODE_VERSION=22.19.0', 'NODE_VERSION=18.20.8'],
    ['a release that nobody knows', 'NODE_VERSION=22.19.0', 'NODE_VERSION=99.0.0'],
    ['an ended Python', 'FROM node:${NODE_VERSION}-bookworm-slim AS deps', 'FROM python:3.8-slim-bookworm AS deps'],
    ['an ended Java', 'FROM node:${NODE_VERSION}-bookworm-slim AS deps', 'FROM maven:3.9-eclipse-temurin-19 AS deps'],
  ])('names %s', (_, from, to) => {
    expect(messages('D06', from, to)).not.toEqual([]);
  });

  it.each([
    ['22', []],
    ['22.19.0', []],
    ['24', ['D06', 'D06']],
    ['22.1', []],
  ])('the project asks for Node %s', (version, wanted) => {
    const detected = { components: [{ path: '.', runtime: { language: 'node', version } }] };
    expect(checkAgreement(CLEAN, detected).map(({ id }) => id)).toEqual(wanted);
  });
});

describe('D29: the stop signal', () => {
  const server = 'nginxinc/nginx-unprivileged:1.30-trixie';

  it.each([
    ['nginx without one', 'node:${NODE_VERSION}-bookworm-slim AS runtime', `${server} AS runtime`],
    ['Apache without one', 'node:${NODE_VERSION}-bookworm-slim AS runtime', 'php:8.4-apache-trixie AS runtime'],
    ['Node with one of another server', 'EXPOSE 3000', 'STOPSIGNAL SIGQUIT\nEXPOSE 3000'],
  ])('%s', (_, from, to) => {
    expect(messages('D29', from, to)).toHaveLength(1);
  });

  it('is silent about the signal that the server wants', () => {
    const from = /node:\$\{NODE_VERSION\}-bookworm-slim AS runtime/;
    expect(messages('D29', from, `${server} AS runtime\nSTOPSIGNAL SIGQUIT`)).toEqual([]);
  });
});
