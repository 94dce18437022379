import type { ComposeProgram } from '../adapters/compose-program.ts';
import { type ExecResult, runStep } from '../adapters/exec.ts';
import { interrupted } from '../adapters/interrupt.ts';
import { UserError } from '../core/errors/user-error.ts';
import { likelyReason } from '../core/verify/log-reasons.ts';

/** How Compose is run. */
export interface ComposeRun {
  readonly signal?: AbortSignal;
  readonly note?: (line: string) => void;
}

function failure(program: ComposeProgram, args: readonly string[], result: ExecResult, log: readonly string[]) {
  const lines = [...result.tail, ...log];
  const reason = likelyReason(lines);
  const how = `${program.argv.join(' ')} ${args.join(' ')} ended with ${result.code ?? result.signal}`;
  const detail = `${reason === undefined ? how : `${how}: ${reason.detail}`}:\n  ${lines.join('\n  ')}`;
  const hint = reason === undefined ? {} : { hint: reason.remedy };
  return new UserError([{ code: 'DRK3003', severity: 'error', detail, ...hint }]);
}

async function run(program: ComposeProgram, root: string, args: readonly string[], { note, signal }: ComposeRun) {
  const onLine = note === undefined ? {} : { onLine: (line: string) => note(line) };
  const options = { ...onLine, ...(signal === undefined ? {} : { signal }) };
  return runStep({ argv: [...program.argv, ...args], cwd: root }, options);
}

/**
 * Runs Compose in the project's folder.
 * @throws {UserError} DRK3003 (exit 6) with its last lines when it fails; an `AbortError` after an interrupt.
 */
export async function compose(
  program: ComposeProgram,
  root: string,
  args: readonly string[],
  options: ComposeRun,
): Promise<ExecResult> {
  const result = await run(program, root, args, options);
  if (result.aborted) throw interrupted();
  if (result.code === 0) return result;
  throw failure(program, args, result, []);
}

const LOG_LINES = '20';

/**
 * Starts a project. When that fails, what it started goes away again, unless some of it ran before; the containers' own
 * last lines are told.
 */
export async function composeUp(
  program: ComposeProgram,
  root: string,
  args: readonly string[],
  options: ComposeRun,
): Promise<void> {
  const before = await run(program, root, ['ps', '--all', '--quiet'], {});
  const result = await run(program, root, args, options);
  if (result.code === 0 && !result.aborted) return;
  const logs = await run(program, root, ['logs', '--no-color', '--tail', LOG_LINES], {});
  if (before.stdout.trim() === '') await run(program, root, ['down', '--remove-orphans'], {});
  throw result.aborted ? interrupted() : failure(program, args, result, logs.tail);
}
