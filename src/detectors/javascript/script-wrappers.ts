/** What follows a wrapper's own options: after `--`, else after the first option values. */
export function afterOptions(words: readonly string[], valued: readonly string[]): readonly string[] {
  const dashes = words.indexOf('--');
  if (dashes >= 0) return words.slice(dashes + 1);
  let at = 0;
  while ((words[at] ?? '').startsWith('-')) at += valued.includes(words[at] ?? '') ? 2 : 1;
  return words.slice(at);
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
    case 'pm2-runtime':
      return ['node', ...args.filter((arg) => arg !== 'start')];
    case 'pm2':
      return args[0] === 'start' ? ['node', ...args.slice(1).filter((arg) => !arg.startsWith('-'))] : undefined;
    default:
      return undefined;
  }
}
