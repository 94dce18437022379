import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../../src/adapters/exec.ts';
import { stagesOf } from '../../../src/core/verify/dockerfile-stages.ts';
import { docker, podman, REPOSITORY, testEngine } from './engine.ts';

/** Whether base images are there; `reason` names those that cannot be had. */
export type BaseImages = { readonly ready: true } | { readonly ready: false; readonly reason: string };

const STAND_INS = join(REPOSITORY, '..', 'shared', 'stand-ins', 'image');
/** By the README of the stand-ins: no stand-in for one of the images. */
const NOT_TO_BE_HAD = 3;

/** This machine's certificates, which Node gets in its stand-in and Bun does not. */
const CERTIFICATES = 'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';

let queue: Promise<unknown> = Promise.resolve();

/** One after the other, since two would make the same layers. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = queue.then(work);
  queue = done.catch(() => undefined);
  return done;
}

/** The images that Dockerfiles (absolute paths) build on or copy from, their own stages left out. */
export function basesOf(dockerfiles: readonly string[]): readonly string[] {
  const found = dockerfiles.flatMap((path) => {
    const stages = stagesOf(readFileSync(path, 'utf8'));
    const own = new Set(['scratch', ...stages.flatMap(({ name }) => name ?? [])]);
    const copied = stages.flatMap(({ steps }) =>
      steps.flatMap(({ text }) => [...text.matchAll(/(?:--from=|,from=)([^\s,]+)/g)].map(([, from = '']) => from)),
    );
    return [...stages.map(({ from }) => from), ...copied].filter((name) => !own.has(name) && !/^\d+$/.test(name));
  });
  return [...new Set(found)];
}

/** As {@link ensureImages}, of everything that these Dockerfiles name. */
export function ensureBaseImages(dockerfiles: readonly string[]): Promise<BaseImages> {
  return ensureImages(basesOf(dockerfiles));
}

/**
 * Makes images where no registry can be reached. Where there are no stand-ins, the engine pulls what it needs by itself.
 * @throws when a stand-in cannot be built.
 */
export function ensureImages(images: readonly string[]): Promise<BaseImages> {
  return inTurn(() => make(images));
}

/** One question for all of them: the usual case, since scripts/prepare.mjs has made them. */
async function areThere(images: readonly string[]): Promise<boolean> {
  if (images.length === 0) return true;
  if ((await testEngine()) === undefined) return false;
  return (await docker(['image', 'inspect', ...images], true)).code === 0;
}

async function make(images: readonly string[]): Promise<BaseImages> {
  if (!existsSync(STAND_INS)) return { ready: true };
  if (!(await areThere(images))) {
    const argv = [STAND_INS, ...images] as const;
    const result = await runStep({ argv, cwd: REPOSITORY, timeoutMs: 600_000 });
    const told = result.tail.join('\n');
    if (result.code === NOT_TO_BE_HAD) return { ready: false, reason: told };
    if (result.code !== 0) throw new Error(`${STAND_INS} failed (${result.code}):\n${told}`);
  }
  for (const image of images) if (image.startsWith('oven/bun:')) await trustCertificates(image);
  return { ready: true };
}

/** Gives a stand-in of Bun the certificates of this machine's registry. */
async function trustCertificates(reference: string): Promise<void> {
  const engine = await testEngine();
  const { stdout } = await docker(['image', 'inspect', '--format', '{{json .Config.Env}}', reference]);
  if (engine === undefined || stdout.includes('NODE_EXTRA_CA_CERTS')) return;
  const argv = [engine.program, 'build', '--tag', reference, '-'] as const;
  const stdin = `FROM ${reference}\nENV ${CERTIFICATES}\n`;
  const built = await runStep({ argv, cwd: REPOSITORY, stdin, env: { DOCKER_BUILDKIT: '1' }, timeoutMs: 300_000 });
  if (built.code !== 0) throw new Error(`${reference}: ${built.tail.join('\n')}`);
}

/**
 * Gives Podman (and Buildah, which shares its store) the images that Docker has; what is there stays. Where Docker has
 * none, the engine pulls by itself.
 */
export function handOver(images: readonly string[]): Promise<void> {
  return inTurn(async () => {
    for (const image of images) await handOverOne(image);
  });
}

async function handOverOne(image: string): Promise<void> {
  const question = ['image', 'inspect', '--format', '{{.Id}}', image];
  const [there, here] = await Promise.all([docker(question, true), podman(question, true)]);
  const id = (told: typeof there) => told.stdout.trim().replace(/^sha256:/, '');
  if (there.code !== 0 || id(there) === id(here)) return;
  await podman(['pull', '--quiet', `docker-daemon:${image}`]);
}
