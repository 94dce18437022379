import type { Command } from 'commander';
import { createTerminal } from '../adapters/terminal.ts';
import { type CommandWords, completionScript, SHELLS } from '../core/completion/script.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { UserError } from '../core/errors/user-error.ts';

function wordsOf(command: Command): CommandWords {
  return {
    name: command.name(),
    description: command.description(),
    flags: command.options.map((option) => ({
      long: option.long ?? '',
      help: option.description,
      values: option.argChoices ?? [],
    })),
  };
}

/** Prints a completion script made from the command tree itself, so that it cannot lag behind. */
export async function completionCommand(shell: string, root: Command): Promise<ExitCode> {
  const wanted = SHELLS.find((one) => one === shell);
  if (wanted === undefined) {
    throw new UserError([
      {
        code: 'DRK4002',
        severity: 'error',
        detail: `completion for ${shell} is not known`,
        hint: `There are ${SHELLS.join(', ')}.`,
      },
    ]);
  }
  createTerminal({}).print(completionScript(wanted, root.commands.map(wordsOf)));
  return 0;
}
