import { findCompose } from '../adapters/compose-program.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { projectRoot } from '../adapters/project-fs.ts';
import { createTerminal, type OutputOptions } from '../adapters/terminal.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { compose } from './compose-run.ts';

/** Flags of `derrick down`. */
export interface DownOptions extends OutputOptions {
  /** Also removes the data of backing services. */
  readonly volumes?: boolean;
}

/** Stops and removes what `derrick up` started; data stays unless `--volumes` is given. */
export async function downCommand(path: string | undefined, options: DownOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const root = projectRoot(path);
  const program = await findCompose();
  const args = ['down', '--remove-orphans', ...(options.volumes === true ? ['--volumes'] : [])];
  return withInterrupt<ExitCode>(async (signal) => {
    await compose(program, root, args, { signal, note: terminal.note });
    if (options.json === true) terminal.json({ schemaVersion: 1, diagnostics: [] });
    return 0;
  });
}
