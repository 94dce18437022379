/** What follows a wrapper's own options: after `--`, else after the first option values. */
export function afterOptions(words: readonly string[], valued: readonly string[]): readonly string[] {
  const dashes = words.indexOf('--');
  if (dashes >= 0) return words.slice(dashes + 1);
  let at = 0;
  while ((words[at] ?? '').startsWith('-')) at += valued.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
}

/** Options of PM2 that take a value. Source: https://pm2.keymetrics.io/docs/usage/quick-start/ */
const PM2_VALUES: ReadonlySet<string> = new Set([
  ...['-i', '--instances', '-n', '--name', '--env', '--only', '--node-args', '--interpreter', '--interpreter-args'],
  ...['--max-memory-restart', '-l', '--log', '-o', '--output', '-e', '--error', '--cron', '-c', '--cwd', '--namespace'],
  ...['--restart-delay', '--max-restarts', '--exp-backoff-restart-delay', '--kill-timeout', '--listen-timeout', '-p'],
  ...['--secret', '--public', '--machine-name', '--delay', '--user', '-u', '--log-date-format', '--ignore-watch'],
]);

/** What PM2 is told to start: a file with its arguments, and what is chosen of it. */
export interface Pm2Start {
  readonly target: string;
  readonly args: readonly string[];
  readonly nodeArgs: readonly string[];
  readonly env: string | undefined;
  readonly only: string | undefined;
}

/** Reads a call of PM2 that starts something; `undefined` for any other command. */
export function pm2Start(program: string, args: readonly string[]): Pm2Start | undefined {
  const isVerb = args[0] === 'start' || args[0] === 'startOrRestart';
  if (!(program === 'pm2-runtime' || program === 'pm2-docker' || (program === 'pm2' && isVerb))) return undefined;
  const options = new Map<string, string>();
  const words = isVerb ? args.slice(1) : args;
  let target: string | undefined;
  let at = 0;
  for (; at < words.length && words[at] !== '--'; at += 1) {
    const [name = '', value] = (words[at] ?? '').split(/=(.*)/s);
    if (!name.startsWith('-')) target ??= words[at];
    else if (value !== undefined) options.set(name, value);
    else if (PM2_VALUES.has(name)) {
      at += 1;
      options.set(name, words[at] ?? '');
    }
  }
  if (target === undefined) return undefined;
  const nodeArgs = (options.get('--node-args') ?? '').split(/\s+/).filter((word) => word !== '');
  return { target, args: words.slice(at + 1), nodeArgs, env: options.get('--env'), only: options.get('--only') };
}

/** The words of a command without one layer that only starts another program; `undefined` when there is none. */
export function wrappedWords(program: string, args: readonly string[]): readonly string[] | undefined {
  switch (program) {
    case 'cross-env':
    case 'env':
    case 'exec':
    case 'nohup':
    case 'time':
      return args;
    case 'dotenv':
    case 'env-cmd':
      return afterOptions(args, ['-e', '-f', '--file', '-c', '-r', '-v', '-p']);
    case 'dotenvx':
      return afterOptions(args[0] === 'run' ? args.slice(1) : args, ['-f', '--env-file', '-fk']);
    case 'dotenv-flow':
    case 'dumb-init':
    case 'tini':
      return afterOptions(args, []);
    case 'npx':
    case 'bunx':
      return afterOptions(args, ['-p', '--package']);
    default:
      return undefined;
  }
}

/** The program that a package's name stands for behind npx: `@11ty/eleventy` and `vite@7` are eleventy and vite. */
export function programOf(word: string): string {
  const name = word.replace(/(?<=.)@[\w.^~-]+$/, '');
  return /^@[\w.-]+\/([\w.-]+)$/.exec(name)?.[1] ?? name;
}
