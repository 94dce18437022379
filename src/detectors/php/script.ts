import type { Scope } from '../../core/workspace/scope.ts';
import { stringOf } from '../node/json-shape.ts';
import type { PhpProject } from './project.ts';
import { phpFile } from './source.ts';

/** Scripts that projects without pages start, by habit. */
const HABITS = [
  ...['server.php', 'start.php', 'bin/server.php', 'bin/console', 'worker.php', 'bot.php'],
  ...['main.php', 'cli.php', 'run.php'],
];

/** A script for the command line, where there is nothing to serve: the first entry of `bin`, else one of a usual name. */
export function script(scope: Scope, { manifest }: PhpProject): string | undefined {
  const bin = manifest?.get('bin');
  const listed = Array.isArray(bin) ? stringOf(bin[0]) : stringOf(bin);
  return [listed, ...HABITS].find(
    (name) => name !== undefined && !name.includes('..') && scope.project.has(scope.at(name)),
  );
}

/** True for a script that works until it is stopped. */
export function isEndless(scope: Scope, command: string): boolean {
  return /worker|bot|consum/.test(command) || phpFile(scope, scope.at(command))?.isEndless === true;
}
