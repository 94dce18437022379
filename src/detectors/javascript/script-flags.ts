import { shellSegments } from './shell-words.ts';

const LAUNCHERS: ReadonlySet<string> = new Set(['npx', 'pnpm', 'yarn', 'bunx', 'exec', 'cross-env', 'run', '--']);

/** One use of a program in a script. */
export interface ProgramUse {
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

/** The use of `program` in a shell line; `undefined` when the line does not call it. */
export function programUse(line: string, program: string): ProgramUse | undefined {
  for (const { words } of shellSegments(line) ?? []) {
    const env = new Map<string, string>();
    for (const [at, word] of words.entries()) {
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
      if (match?.[1] !== undefined) env.set(match[1], match[2] ?? '');
      else if (word === program) return { args: words.slice(at + 1), env };
      else if (!LAUNCHERS.has(word)) break;
    }
  }
  return undefined;
}

/** The value of an option: `--out x` or `--out=x`. */
export function optionOf(args: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [at, arg] of args.entries()) {
    for (const name of names) {
      if (arg === name) return args[at + 1];
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
    }
  }
  return undefined;
}
