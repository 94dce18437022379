/** Options of `node` that take the next word as their value. Source: https://nodejs.org/api/cli.html */
const WITH_VALUE: ReadonlySet<string> = new Set([
  ...['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file'],
  ...['--env-file-if-exists', '--title', '--stack-trace-limit', '--input-type', '--dns-result-order', '--icu-data-dir'],
]);

/** A `node` command line, taken apart. */
export interface NodeCommand {
  readonly options: readonly string[];
  readonly script: string | undefined;
  readonly args: readonly string[];
  /** True for `--watch`. */
  readonly watches: boolean;
  /** The script of `node --run NAME`. */
  readonly runs: string | undefined;
  /** Modules that are loaded before the script. */
  readonly preloads: readonly string[];
}

/**
 * Takes the words after `node` apart. Options that make no sense in an image are left out: `--env-file` (the file
 * holds one machine's secrets and is not copied) and the debugger.
 */
export function nodeCommand(words: readonly string[]): NodeCommand {
  const options: string[] = [];
  const preloads: string[] = [];
  let watches = false;
  let runs: string | undefined;
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') break;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const next =
      equals >= 0 ? word.slice(equals + 1) : WITH_VALUE.has(name) || name === '--run' ? words[at + 1] : undefined;
    const taken = equals < 0 && next !== undefined ? [word, next] : [word];
    if (taken.length === 2) at += 1;
    if (name === '--run') runs = next;
    if (name.startsWith('--watch')) watches = true;
    if (/^(--env-file|--inspect|--watch|--run)/.test(name)) continue;
    if (['-r', '--require', '--import', '--loader', '--experimental-loader'].includes(name) && next)
      preloads.push(next);
    options.push(...taken);
  }
  return { options, script: words[at], args: words.slice(at + 1), watches, runs, preloads };
}
