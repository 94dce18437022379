import { fileURLToPath } from 'node:url';
import { chooseEngine } from '../../../src/adapters/engines/choose.ts';
import { type ExecResult, runStep } from '../../../src/adapters/exec.ts';
import type { Engine } from '../../../src/core/build/engine.ts';

/** The repository's root, absolute. */
export const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** True where the end-to-end tests must run (`DERRICK_REQUIRE_ENGINE=1`): a missing engine is a failure then. */
export const ENGINE_REQUIRED = process.env.DERRICK_REQUIRE_ENGINE === '1';

let found: Promise<Engine | undefined> | undefined;

/**
 * The Docker engine to test with; `undefined` when none answers, which is said loudly.
 * @throws when none answers and {@link ENGINE_REQUIRED}.
 */
export function testEngine(): Promise<Engine | undefined> {
  found ??= findEngine();
  return found;
}

async function findEngine(): Promise<Engine | undefined> {
  try {
    return (await chooseEngine('docker')).engine;
  } catch (error) {
    if (ENGINE_REQUIRED) throw error;
    console.warn(`NOT RUN: the end-to-end tests that need an engine. ${String(error)}`);
    return undefined;
  }
}

/** Runs the engine's client; with `mayFail` any exit code is a result, else another code than 0 is thrown with the output. */
export async function docker(args: readonly string[], mayFail = false): Promise<ExecResult> {
  const engine = await testEngine();
  if (engine === undefined) throw new Error('there is no engine: ask testEngine() first');
  const result = await runStep({ argv: [engine.program, ...args], cwd: REPOSITORY, timeoutMs: 300_000 });
  if (result.code !== 0 && !mayFail) {
    throw new Error(`docker ${args.join(' ')} failed (${result.code}):\n${result.tail.join('\n')}`);
  }
  return result;
}
