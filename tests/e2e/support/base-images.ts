import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../../src/adapters/exec.ts';
import { docker, REPOSITORY, testEngine } from './engine.ts';

/** Whether a Dockerfile's base images are there; `reason` names those that cannot be had. */
export type BaseImages = { readonly ready: true } | { readonly ready: false; readonly reason: string };

const STAND_INS = join(REPOSITORY, '..', 'shared', 'stand-ins', 'image');
/** By the README of the stand-ins: no stand-in for one of the images. */
const NOT_TO_BE_HAD = 3;

/** This machine's certificates, which Node gets in its stand-in and Bun does not. */
const CERTIFICATES = 'NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';

let queue: Promise<unknown> = Promise.resolve();

/**
 * Makes the base images of these Dockerfiles (absolute paths) where no registry can be reached, one call after the
 * other, since two would make the same layers. Where there are no stand-ins, the engine pulls what it needs by itself.
 * @throws when a stand-in cannot be built.
 */
export function ensureBaseImages(dockerfiles: readonly string[]): Promise<BaseImages> {
  const made = queue.then(() => make(dockerfiles));
  queue = made.catch(() => undefined);
  return made;
}

async function make(dockerfiles: readonly string[]): Promise<BaseImages> {
  if (!existsSync(STAND_INS)) return { ready: true };
  const argv = [STAND_INS, '--dockerfile', ...dockerfiles] as const;
  const result = await runStep({ argv, cwd: REPOSITORY, timeoutMs: 600_000 });
  const told = result.tail.join('\n');
  if (result.code === NOT_TO_BE_HAD) return { ready: false, reason: told };
  if (result.code !== 0) throw new Error(`${STAND_INS} failed (${result.code}):\n${told}`);
  const references = dockerfiles.flatMap((path) => readFileSync(path, 'utf8').match(/\boven\/bun:[\w.-]+/g) ?? []);
  for (const reference of new Set(references)) await trustCertificates(reference);
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
