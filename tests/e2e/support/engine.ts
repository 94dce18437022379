import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseEngine } from '../../../src/adapters/engines/choose.ts';
import { type ExecResult, runStep } from '../../../src/adapters/exec.ts';
import type { Engine, EngineName } from '../../../src/core/build/engine.ts';

/** The repository's root, absolute. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** True where the end-to-end tests must run (`DERRICK_REQUIRE_ENGINE=1`): a missing engine is a failure then. */
export const ENGINE_REQUIRED = process.env.DERRICK_REQUIRE_ENGINE === '1';

/** Written by scripts/prepare.mjs where Podman's own settings ask for more than this machine allows. */
const PODMAN_SETTINGS = join(REPOSITORY, '.tools/containers.conf');
if (existsSync(PODMAN_SETTINGS)) process.env.CONTAINERS_CONF ??= PODMAN_SETTINGS;

/** Runs an engine's client; with `mayFail` any exit code is a result, else another code than 0 is thrown with the output. */
export type Client = (args: readonly string[], mayFail?: boolean) => Promise<ExecResult>;

const found = new Map<EngineName, Promise<Engine | undefined>>();

/**
 * The Docker engine to test with; `undefined` when none answers, which is said loudly.
 * @throws when none answers and {@link ENGINE_REQUIRED}.
 */
export function testEngine(): Promise<Engine | undefined> {
  return engineNamed('docker');
}

/** The second engine, as {@link testEngine}: another builder, another store of images, another run time. */
export function secondEngine(): Promise<Engine | undefined> {
  return engineNamed('podman');
}

/** Buildah, as {@link testEngine}: it shares Podman's store and runs nothing itself. */
export function thirdEngine(): Promise<Engine | undefined> {
  return engineNamed('buildah');
}

function engineNamed(name: EngineName): Promise<Engine | undefined> {
  const asked = found.get(name) ?? findEngine(name);
  found.set(name, asked);
  return asked;
}

async function findEngine(name: EngineName): Promise<Engine | undefined> {
  try {
    return (await chooseEngine(name)).engine;
  } catch (error) {
    if (ENGINE_REQUIRED) throw error;
    console.warn(`NOT RUN: the end-to-end tests that need ${name}. ${String(error)}`);
    return undefined;
  }
}

/** Docker's client. */
export const docker: Client = clientOf('docker');

/** Podman's client. */
export const podman: Client = clientOf('podman');

function clientOf(name: EngineName): Client {
  return async (args, mayFail = false) => {
    const engine = await engineNamed(name);
    if (engine === undefined) throw new Error(`there is no ${name}: ask for the engine first`);
    const result = await runStep({ argv: [engine.program, ...args], cwd: REPOSITORY, timeoutMs: 300_000 });
    if (result.code !== 0 && !mayFail) {
      throw new Error(`${name} ${args.join(' ')} failed (${result.code}):\n${result.tail.join('\n')}`);
    }
    return result;
  };
}
