import { programOf, wrappedWords } from './script-wrappers.ts';
import { shellSegments } from './shell-words.ts';

const LAUNCHERS: ReadonlySet<string> = new Set(['pnpm', 'yarn', 'run', 'exec', '--']);

/** One use of a program in a script. */
export interface ProgramUse {
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

/** True where a word calls a program: by its name, or by its file in node_modules (`node_modules/vite/bin/vite.js`). */
function calls(word: string, program: string): boolean {
  if (word === program || programOf(word) === program) return true;
  const file = /(?:^|\/)node_modules\/(?:.*\/)?([\w-]+)(?:\.[cm]?js)?$/.exec(word)?.[1];
  return file === program;
}

function useIn(words: readonly string[], program: string, env: Map<string, string>): ProgramUse | undefined {
  for (const [at, word] of words.entries()) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    const rest = words.slice(at + 1);
    if (match?.[1] !== undefined) env.set(match[1], match[2] ?? '');
    else if (calls(word, program)) return { args: rest, env };
    else if (word === 'node' || word === 'nodejs') {
      const file = rest.findIndex((one) => !one.startsWith('-'));
      return file >= 0 && calls(rest[file] ?? '', program) ? { args: rest.slice(file + 1), env } : undefined;
    } else if (!LAUNCHERS.has(word)) {
      const wrapped = wrappedWords(word, rest);
      return wrapped === undefined ? undefined : useIn(wrapped, program, env);
    }
  }
  return undefined;
}

/** Every use of `program` in a shell line. */
export function programUses(line: string, program: string): readonly ProgramUse[] {
  return (shellSegments(line) ?? []).flatMap(({ words }) => useIn(words, program, new Map()) ?? []);
}

/** The first use of `program` in a shell line; `undefined` when the line does not call it. */
export function programUse(line: string, program: string): ProgramUse | undefined {
  return programUses(line, program)[0];
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

/**
 * Options of the build commands of Vite, of what is built on it and of VuePress that take the next word as their value.
 * Source: https://vite.dev/guide/cli
 */
const VALUED: ReadonlySet<string> = new Set([
  ...['--mode', '-m', '--config', '-c', '--configLoader', '--base', '--outDir', '--assetsDir', '--assetsInlineLimit'],
  ...['--target', '--logLevel', '-l', '--filter', '-f', '--ssr', '--dest', '-d', '--temp', '-t', '--cache', '--theme'],
]);

/** The words of a build command that are neither options nor values of them. */
export function positionals(args: readonly string[]): readonly string[] {
  return args.filter((arg, at) => !arg.startsWith('-') && !VALUED.has(args[at - 1] ?? ''));
}
