import type { Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type JvmProject, moduleOf } from './project.ts';

/** The command that runs the tests of a component; `undefined` where it has none. */
export function testLine(scope: Scope, project: JvmProject, build: Command): Command | undefined {
  const hasTests = scope.tree.files.some((path) => /(^|\/)src\/(test|it)\//.test(path));
  const module = moduleOf(project);
  if (!hasTests || project.tool === 'javac') return undefined;
  if (project.tool === 'maven')
    return ['mvn', '--batch-mode', ...(module === null ? [] : ['-pl', module, '-am']), 'test'];
  if (typeof build === 'string') return undefined;
  const task = build.findLastIndex((word) => !word.startsWith('-'));
  return [build[0], ...build.slice(1, task), `${module ?? ''}:test`];
}
