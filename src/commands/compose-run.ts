import type { ComposeProgram } from '../adapters/compose-program.ts';
import { type ExecResult, runStep } from '../adapters/exec.ts';
import { UserError } from '../core/errors/user-error.ts';

/** Runs Compose in the project's folder; throws with its last lines (exit 6) when it fails. */
export async function compose(
  program: ComposeProgram,
  root: string,
  args: readonly string[],
  run: { readonly signal?: AbortSignal; readonly note?: (line: string) => void },
): Promise<ExecResult> {
  const { note, signal } = run;
  const onLine = note === undefined ? {} : { onLine: (line: string) => note(line) };
  const result = await runStep(
    { argv: [...program.argv, ...args], cwd: root },
    { ...onLine, ...(signal === undefined ? {} : { signal }) },
  );
  if (result.code === 0 || result.aborted) return result;
  throw new UserError([
    {
      code: 'DRK3003',
      severity: 'error',
      detail: `${program.argv.join(' ')} ${args.join(' ')} ended with ${result.code ?? result.signal}:\n  ${result.tail.join('\n  ')}`,
    },
  ]);
}
