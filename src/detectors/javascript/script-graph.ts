import { wrappedWords } from './script-wrappers.ts';
import { shellSegments } from './shell-words.ts';

const RUNNERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);
/** Programs whose arguments are names of scripts, or patterns of names. */
const OF_NAMES: ReadonlySet<string> = new Set(['run-s', 'run-p', 'npm-run-all', 'npm-run-all2', 'turbo']);

/** The names that a pattern of npm-run-all stands for: `build:*`. */
function namesOf(pattern: string, scripts: ReadonlyMap<string, string>): readonly string[] {
  const [name = ''] = pattern.split(' ');
  if (!name.includes('*')) return scripts.has(name) ? [name] : [];
  const literal = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const test = new RegExp(`^${literal.join('.*')}$`);
  return [...scripts.keys()].filter((one) => test.test(one));
}

/** The scripts that one command of a script runs itself. */
function called(words: readonly string[], scripts: ReadonlyMap<string, string>): readonly string[] {
  const plain = words.slice(words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word)));
  const [program = '', ...args] = plain;
  const wrapped = wrappedWords(program, args);
  if (wrapped !== undefined) return called(wrapped, scripts);
  const operands = args.filter((arg) => !arg.startsWith('-'));
  if (OF_NAMES.has(program)) return operands.flatMap((arg) => namesOf(arg, scripts));
  if (program === 'concurrently') {
    return operands.flatMap((line) =>
      /^\w+:/.test(line) ? namesOf(line.replace(/^\w+:/, ''), scripts) : calledBy(line, scripts),
    );
  }
  if (program === 'node') {
    const name = args.includes('--run') ? (args[args.indexOf('--run') + 1] ?? '') : '';
    return scripts.has(name) ? [name] : [];
  }
  if (!RUNNERS.has(program)) return [];
  const [verb = '', name = ''] = operands;
  if (verb === 'run' || verb === 'run-script') return scripts.has(name) ? [name] : [];
  return program !== 'npm' && scripts.has(verb) ? [verb] : [];
}

function calledBy(line: string, scripts: ReadonlyMap<string, string>): readonly string[] {
  return (shellSegments(line) ?? []).flatMap(({ words }) => called(words, scripts));
}

/** The names of the scripts that run when one is run: itself, what it calls, and the hooks of each before and after. */
export function scriptsRunBy(scripts: ReadonlyMap<string, string>, name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const text = scripts.get(next);
    if (text === undefined || found.has(next)) continue;
    found.add(next);
    waiting.push(`pre${next}`, `post${next}`, ...calledBy(text, scripts));
  }
  return found;
}
