import type { Argv, Command } from '../../core/model/facts.ts';
import { nodeCommand } from './node-options.ts';
import type { Pm2App, Pm2Choice } from './pm2.ts';
import { withoutDispensable, withoutPnp } from './preloads.ts';
import { afterOptions, type Pm2Start, pm2Start, programOf, wrappedWords } from './script-wrappers.ts';
import { hasVariable, shellSegments, shellText, staticValue } from './shell-words.ts';
import {
  BUILDERS,
  BUNDLERS,
  FILE_SERVERS,
  isDevelopment,
  PREVIEWS,
  programArgv,
  SOURCE_RUNNERS,
} from './start-tools.ts';

/** What a start script comes down to. */
export type Unwrapped =
  /** A process of its own: Node, Bun, or an installed program. */
  | {
      readonly kind: 'process';
      readonly command: Command;
      /** The file that it runs, as written; `null` for an installed program that loads none. */
      readonly entry: string | null;
      /** The installed program that it is, with its arguments. */
      readonly program: string | null;
      readonly args: readonly string[];
      /** The TypeScript runner that must be installed at run time. */
      readonly runner: string | null;
      readonly env: ReadonlyMap<string, string>;
    }
  /** A server of files only. */
  | { readonly kind: 'files'; readonly program: string; readonly args: readonly string[] }
  /** For development only; `entry` is the file that it would run. */
  | { readonly kind: 'development'; readonly program: string; readonly entry: string | null }
  | { readonly kind: 'unknown' };

/** What unwrapping may ask about the project. */
export interface ScriptContext {
  readonly scripts: ReadonlyMap<string, string>;
  /** Packages that are installed at run time; without it every preload is kept. */
  readonly production?: ReadonlyMap<string, string>;
  /** The first application of an ecosystem file of PM2. */
  readonly launched?: (file: string, choice: Pm2Choice) => Pm2App | undefined;
}

const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
const RUNNERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun', 'rushx']);
const TS_RUNNERS: Readonly<Record<string, readonly string[]>> = {
  tsx: ['--import', 'tsx'],
  esno: ['--import', 'tsx'],
  'ts-node': ['-r', 'ts-node/register'],
  'ts-node-esm': ['--loader', 'ts-node/esm'],
  'swc-node': ['-r', '@swc-node/register'],
  'babel-node': ['-r', '@babel/register'],
};
/** Programs that serve a file of the project, which comes last among their arguments. */
const LOADERS: ReadonlySet<string> = new Set(['fastify', 'probot', 'moleculer-runner', 'functions-framework']);
const PRELOADED_RUNNERS = /^(tsx|ts-node|@swc-node\/register|@babel\/register|@esbuild-kit|esbuild-register|@oxc-node)/;

interface State {
  readonly context: ScriptContext;
  readonly env: Map<string, string>;
  readonly depth: number;
}

const UNKNOWN: Unwrapped = { kind: 'unknown' };

function sourceArgument(words: readonly string[]): string | null {
  const files = words.flatMap((word) => word.split(' ')).filter((word) => /\.[cm]?[jt]sx?$/.test(word));
  return files.find((word) => !/(^|\/)[\w.-]+\.config\.|^nodemon/.test(word)) ?? null;
}

/** A program of the project itself, by its path; `null` for one that is installed, or that a variable names. */
function ownProgram(path: string): string | null {
  return /(^|\/)node_modules\/|[$~]|^\//.test(path) ? null : path;
}

/** The words without leading assignments, which go into the environment. */
function withoutAssignments(words: readonly string[], state: State): readonly string[] {
  let at = 0;
  for (; at < words.length; at += 1) {
    const match = ASSIGNMENT.exec(words[at] ?? '');
    if (match === null) break;
    const value = staticValue(match[2] ?? '');
    if (value !== undefined && match[1] !== undefined) state.env.set(match[1], value);
  }
  return words.slice(at);
}

/** True for a call that runs a script of another package: `yarn workspace api start`, `npm run start -w api`, `pnpm --filter api start`. */
function isElsewhere(args: readonly string[]): boolean {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const [verb = ''] = own;
  return (
    /^workspaces?$/.test(verb) ||
    own.some((arg) => /^(-w|--workspaces?|--filter|-F|--recursive|-r|--cwd|--prefix|-C|--dir)(=|$)/.test(arg))
  );
}

/** `npm run x`, `yarn x`, `pnpm exec x`: the named script, or the program that is run. */
function packageRunner(program: string, args: readonly string[], state: State): Unwrapped | undefined {
  const words = args.filter((arg) => !/^(--silent|-s|--if-present|--no-workspaces)$/.test(arg));
  const [verb = '', name = ''] = words;
  if (isElsewhere(args)) return UNKNOWN;
  if (verb === 'exec' || verb === 'dlx' || verb === 'x')
    return unwrapWords(afterOptions(words.slice(1), ['-p']), state);
  const named = verb === 'run' || verb === 'run-script' ? name : verb;
  const rest = words.slice(named === verb ? 1 : 2).filter((word) => word !== '--');
  const script = state.context.scripts.get(named);
  if (script !== undefined) {
    const extra = rest.length === 0 ? '' : ` ${shellText(rest)}`;
    return unwrapLine(`${script}${extra}`, { ...state, depth: state.depth - 1 });
  }
  if (program === 'yarn' || (program === 'pnpm' && verb !== 'run')) return unwrapWords([named, ...rest], state);
  return undefined;
}

function processOf(
  state: State,
  words: readonly string[],
  entry: string | null,
  more: Partial<Extract<Unwrapped, { kind: 'process' }>> = {},
): Unwrapped {
  const [first, ...others] = words;
  if (first === undefined) return UNKNOWN;
  const argv: Argv = [first, ...others];
  const command = words.some(hasVariable) ? `exec ${shellText(words)}` : argv;
  return { kind: 'process', command, entry, program: null, args: [], runner: null, env: state.env, ...more };
}

function unwrapNode(args: readonly string[], state: State): Unwrapped {
  const { options, script, args: rest, watches, runs, preloads } = nodeCommand(args);
  const named = runs === undefined ? undefined : state.context.scripts.get(runs);
  if (named !== undefined) return unwrapLine(named, { ...state, depth: state.depth - 1 });
  if (script === undefined) return UNKNOWN;
  if (watches || (/(^|\/)ace(\.js)?$/.test(script) && rest[0] === 'serve')) {
    return {
      kind: 'development',
      program: watches ? 'node --watch' : 'node ace serve',
      entry: watches ? script : null,
    };
  }
  const { production } = state.context;
  const plain = withoutPnp(options);
  const kept = production === undefined ? plain : withoutDispensable(plain, production);
  const runner = preloads.find((preload) => PRELOADED_RUNNERS.test(preload)) ?? null;
  return processOf(state, ['node', ...kept, script, ...rest], script, { runner, args: rest });
}

/** What PM2 starts: the container is its process manager, so that the first application is started itself. */
function unwrapPm2({ target, args, nodeArgs, env, only }: Pm2Start, state: State): Unwrapped {
  if (!/\.config\.[cm]?[jt]s$|\.(json5?|ya?ml)$/.test(target)) {
    return unwrapWords([...(/\.[cm]?[jt]s$|\//.test(target) ? ['node', ...nodeArgs] : []), target, ...args], state);
  }
  const app = state.context.launched?.(target, { env, only });
  if (app === undefined) return UNKNOWN;
  for (const [name, value] of app.env) state.env.set(name, value);
  return unwrapWords(app.words, state);
}

function unwrapWords(given: readonly string[], state: State): Unwrapped {
  const words = withoutAssignments(given, state);
  const [program, ...args] = words;
  if (program === undefined || state.depth <= 0) return UNKNOWN;
  const deeper = { ...state, depth: state.depth - 1 };
  const launched = pm2Start(program, args);
  if (launched !== undefined) return unwrapPm2(launched, deeper);
  const wrapped = wrappedWords(program, args);
  if (wrapped !== undefined) return unwrapWords(wrapped, deeper);
  if (program === 'sh' || program === 'bash') return args[0] === '-c' ? unwrapLine(args[1] ?? '', deeper) : UNKNOWN;
  if (program === 'node' || program === 'nodejs') return unwrapNode(args, state);
  if (isDevelopment(program, args)) {
    return { kind: 'development', program, entry: BUNDLERS.has(program) ? null : sourceArgument(args) };
  }
  const plain = programOf(program);
  if (plain !== program) return unwrapWords([plain, ...args], deeper);
  if (RUNNERS.has(program)) {
    const script = packageRunner(program, args, deeper);
    if (script !== undefined) return script;
    if (program !== 'bun') return UNKNOWN;
    const rest = args[0] === 'run' ? args.slice(1) : args;
    if (rest.some((arg) => arg === '--watch' || arg === '--hot')) {
      return { kind: 'development', program: 'bun --watch', entry: sourceArgument(rest) };
    }
    return processOf(state, ['bun', ...args], sourceArgument(rest));
  }
  const flags = Object.hasOwn(TS_RUNNERS, program) ? TS_RUNNERS[program] : undefined;
  if (flags !== undefined) {
    if (args[0] === 'watch' || args.includes('--watch')) {
      return { kind: 'development', program: `${program} watch`, entry: sourceArgument(args) };
    }
    const entry = sourceArgument(args);
    const rest = entry === null ? [] : args.slice(args.indexOf(entry) + 1);
    return entry === null
      ? UNKNOWN
      : processOf(state, ['node', ...flags, entry, ...rest], entry, { runner: program, args: rest });
  }
  const previews = Object.hasOwn(PREVIEWS, program) ? (PREVIEWS[program] ?? []) : [];
  if (FILE_SERVERS.has(program) || previews.includes(args[0] ?? '')) return { kind: 'files', program, args };
  if (program.includes('/') || /^[.$]/.test(program)) return processOf(state, words, ownProgram(program));
  if (Object.hasOwn(SOURCE_RUNNERS, program)) {
    const entry = sourceArgument(args);
    return processOf(state, [...programArgv(program, args)], entry, { runner: program, args });
  }
  const loaded = LOADERS.has(program) ? (args.filter((arg) => /\.[cm]?[jt]s$/.test(arg)).at(-1) ?? null) : null;
  return processOf(state, [...programArgv(program, args)], loaded, { program, args });
}

function isBuildStep(words: readonly string[], state: State): boolean {
  const [program = '', ...args] = withoutAssignments(words, { ...state, env: new Map() });
  if (BUILDERS.has(program) || args[0] === 'build' || args[0] === 'install') return true;
  if (program === 'npx' || program === 'yarn' || program === 'pnpm') {
    if (BUILDERS.has(args[0] ?? '') || /^build/.test(args[0] ?? '')) return true;
  }
  return RUNNERS.has(program) && args[0] === 'run' && /^(build|clean|compile|prebuild)/.test(args[1] ?? '');
}

function unwrapLine(line: string, state: State): Unwrapped {
  const segments = state.depth > 0 ? shellSegments(line) : undefined;
  if (segments === undefined) return UNKNOWN;
  const kept = segments.filter(({ words }, at) => at === segments.length - 1 || !isBuildStep(words, state));
  const last = kept.at(-1);
  if (last === undefined) return UNKNOWN;
  const outcome = unwrapWords(last.words, state);
  if (kept.length === 1 || outcome.kind !== 'process') return outcome;
  if (kept.slice(1).some(({ operator }) => operator !== '&&' && operator !== ';')) return UNKNOWN;
  const before: string[] = [];
  for (const { words } of kept.slice(0, -1)) {
    if (words[0] === 'cd') return UNKNOWN;
    const step = unwrapWords(words, state);
    const text = step.kind !== 'process' ? shellText(words) : commandText(step.command);
    before.push(text.replace(/^exec /, ''));
  }
  const final = commandText(outcome.command);
  return { ...outcome, command: `${before.join(' && ')} && ${final.startsWith('exec ') ? final : `exec ${final}`}` };
}

function commandText(command: Command): string {
  return typeof command === 'string' ? command : shellText(command);
}

/**
 * Follows a script through package-manager calls, environment wrappers and launchers to the process that serves,
 * so that it can be the container's first process and receive its signals. Pure: nothing is run.
 */
export function unwrapScript(line: string, context: ScriptContext): Unwrapped {
  return unwrapLine(line, { context, env: new Map(), depth: 10 });
}
