import { findCompose } from '../adapters/compose-program.ts';
import { chooseEngine } from '../adapters/engines/choose.ts';
import { localHost } from '../adapters/engines/probe.ts';
import { runStep } from '../adapters/exec.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { projectRoot } from '../adapters/project-fs.ts';
import { createTerminal, type OutputOptions } from '../adapters/terminal.ts';
import { removeOfFolder } from '../adapters/up/engine-down.ts';
import { containerEngine, dialectOf } from '../adapters/verify/container-engine.ts';
import type { EngineWish } from '../core/build/engine.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { findComposeFile } from './compose-file.ts';
import { compose } from './compose-run.ts';

/** Flags of `derrick down`. */
export interface DownOptions extends OutputOptions {
  readonly engine: EngineWish;
  /** Also removes the data of backing services. */
  readonly volumes?: boolean;
}

/** Stops and removes what `derrick up` started, with Compose or without; data stays unless `--volumes` is given. */
export async function downCommand(path: string | undefined, options: DownOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const root = projectRoot(path);
  const withVolumes = options.volumes === true;
  return withInterrupt<ExitCode>(async (signal) => {
    const { engine } = await chooseEngine(options.engine, localHost({ signal }));
    const program = await findCompose(engine.name, localHost({ signal }));
    const dialect = dialectOf(engine);
    const own =
      dialect === undefined ? [] : await removeOfFolder(containerEngine(dialect, runStep, signal), root, withVolumes);
    if (program !== undefined && findComposeFile(root) !== undefined) {
      const args = ['down', '--remove-orphans', ...(withVolumes ? ['--volumes'] : [])];
      await compose(program, root, args, { signal, note: terminal.note });
    }
    if (options.json === true) terminal.json({ schemaVersion: 1, removed: own, diagnostics: [] });
    else if (own.length > 0) terminal.note(`removed ${own.join(', ')}`);
    return 0;
  });
}
