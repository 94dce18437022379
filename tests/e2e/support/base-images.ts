import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from '../../../src/adapters/exec.ts';
import { REPOSITORY } from './engine.ts';

/** Whether a Dockerfile's base images are there; `reason` names those that cannot be had. */
export type BaseImages = { readonly ready: true } | { readonly ready: false; readonly reason: string };

const STAND_INS = join(REPOSITORY, '..', 'shared', 'stand-ins', 'image');
/** By the README of the stand-ins: no stand-in for one of the images. */
const NOT_TO_BE_HAD = 3;

/**
 * Makes the base images of these Dockerfiles (absolute paths) where no registry can be reached. Where there are no
 * stand-ins, the engine pulls what it needs by itself.
 * @throws when a stand-in cannot be built.
 */
export async function ensureBaseImages(dockerfiles: readonly string[]): Promise<BaseImages> {
  if (!existsSync(STAND_INS)) return { ready: true };
  const argv = [STAND_INS, '--dockerfile', ...dockerfiles] as const;
  const result = await runStep({ argv, cwd: REPOSITORY, timeoutMs: 600_000 });
  if (result.code === 0) return { ready: true };
  const told = result.tail.join('\n');
  if (result.code === NOT_TO_BE_HAD) return { ready: false, reason: told };
  throw new Error(`${STAND_INS} failed (${result.code}):\n${told}`);
}
