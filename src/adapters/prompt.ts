import inquirer from 'inquirer';

/** One answer to choose from. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

/** Asks for one of several answers; the first is the default. */
export async function choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T> {
  // The answer is an index, since inquirer's types lose the type of a generic value.
  const indexed = choices.map(({ name }, value) => ({ name, value }));
  const question = { type: 'select', name: 'answer', message, choices: indexed } as const;
  const { answer } = await inquirer.prompt<{ answer: number }>([question]);
  const chosen = choices[answer];
  if (chosen === undefined) throw new Error('the prompt gave no answer');
  return chosen.value;
}

/** Asks yes or no. */
export async function confirm(message: string, fallback = true): Promise<boolean> {
  const { answer } = await inquirer.prompt<{ answer: boolean }>([
    { type: 'confirm', name: 'answer', message, default: fallback },
  ]);
  return answer;
}

/** Asks for a line of text. */
export async function ask(message: string, fallback = ''): Promise<string> {
  const { answer } = await inquirer.prompt<{ answer: string }>([
    { type: 'input', name: 'answer', message, default: fallback },
  ]);
  return answer.trim();
}
