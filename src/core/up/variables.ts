import type { Diagnostic } from '../errors/diagnostic.ts';
import type { ComposeFile } from './compose-file.ts';

/** What `.env` lacks of what a compose file asks for. */
export interface Lacking {
  /** Passwords of backing services, to be made up once. */
  readonly passwords: readonly string[];
  /** Variables whose value only the user knows. */
  readonly unknown: readonly string[];
}

/** Which required variables neither `.env` nor the environment has. */
export function lackingVariables(
  file: Pick<ComposeFile, 'required' | 'passwords'>,
  dotenv: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): Lacking {
  const missing = file.required.filter((name) => !(dotenv[name] ?? environment[name]));
  return {
    passwords: missing.filter((name) => file.passwords.includes(name)),
    unknown: missing.filter((name) => !file.passwords.includes(name)),
  };
}

/** One problem that names the variables: a value that only the user knows is never guessed. */
export function unknownVariables(names: readonly string[]): Diagnostic {
  return {
    code: 'DRK4001',
    severity: 'error',
    detail: `the application needs ${names.join(', ')}, and nothing says ${names.length === 1 ? 'its value' : 'their values'}`,
    hint: `Write ${names.map((name) => `${name}=…`).join(', ')} into .env, or set ${names.length === 1 ? 'it' : 'them'} in the environment.`,
  };
}

/** `.env` with passwords added at its end; what is there stays as it is. */
export function withPasswords(text: string, passwords: Readonly<Record<string, string>>): string {
  const lines = Object.entries(passwords).map(([name, value]) => `${name}=${value}\n`);
  if (lines.length === 0) return text;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${start}# Made up by \`derrick up\` for this machine.\n${lines.join('')}`;
}

/** `.gitignore` with `.env` in it; unchanged where a line names it already. */
export function withIgnoredEnv(text: string): string {
  const names = new Set(['.env', '/.env', '.env*', '**/.env', '*.env']);
  if (text.split('\n').some((line) => names.has(line.trim()))) return text;
  const start = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return `${start}.env\n`;
}
