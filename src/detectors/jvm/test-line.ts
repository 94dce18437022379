import type { Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { clojureFile } from './clojure-files.ts';
import { valueAt } from './clojure-reader.ts';
import { type JvmProject, moduleOf } from './project.ts';

/** The alias `:test` of deps.edn, by the way it is started. */
function toolsTest(scope: Scope): Command | undefined {
  const alias = valueAt(clojureFile(scope, scope.at('deps.edn'))?.forms[0], 'aliases', 'test');
  if (valueAt(alias, 'exec-fn') !== undefined) return ['clojure', '-X:test'];
  return valueAt(alias, 'main-opts') === undefined ? undefined : ['clojure', '-M:test'];
}

/** The command that runs the tests of a component; `undefined` where it has none. */
export function testLine(scope: Scope, project: JvmProject, build: Command): Command | undefined {
  const isClojure = project.tool === 'lein' || project.tool === 'clojure';
  const pattern = isClojure ? /(^|\/)test\/.*\.cljc?$/ : /(^|\/)(src\/(test|it)|test)\//;
  const module = moduleOf(project);
  if (project.tool === 'javac' || !scope.tree.files.some((path) => pattern.test(path))) return undefined;
  if (project.tool === 'lein') return ['lein', 'test'];
  if (project.tool === 'clojure') return toolsTest(scope);
  // The task of a project stands before the slash: `api/stage`.
  if (project.tool === 'sbt')
    return ['sbt', '-Dsbt.ci=true', `${project.built?.task[0]?.match(/^.*\//)?.[0] ?? ''}test`];
  if (project.tool === 'maven')
    return ['mvn', '--batch-mode', ...(module === null ? [] : ['-pl', module, '-am']), 'test'];
  if (typeof build === 'string') return undefined;
  const task = build.findLastIndex((word) => !word.startsWith('-'));
  return [build[0], ...build.slice(1, task), `${module ?? ''}:test`];
}
