import type { Component } from '../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import { shellLine, shellWord } from '../../src/core/render/escape.ts';

/** Where each tool keeps what it has downloaded. */
const CACHES: Readonly<Record<string, readonly string[]>> = {
  maven: ['/root/.m2'],
  gradle: ['/root/.gradle'],
  sbt: ['/root/.cache/coursier', '/root/.sbt', '/root/.ivy2'],
  lein: ['/root/.m2'],
  clojure: ['/root/.m2', '/root/.gitlibs'],
};

/** The lines that load the dependencies, for tools where that takes no more than the tool's own name for it. */
const FETCHES: Readonly<Record<string, string>> = {
  sbt: 'sbt -Dsbt.ci=true update',
  lein: 'lein deps',
};

/** One mount for each cache, each on a line of its own. */
export function cacheMounts(tool: string | undefined): string {
  const mounts = (CACHES[tool ?? ''] ?? []).map((path) => `--mount=type=cache,target=${path},sharing=locked \\\n    `);
  return mounts.join('');
}

/** The line that loads the dependencies into the cache; `null` without a build tool. */
export function fetchLine({ facts, dir }: Component, context: RelPath): string | null {
  const build = facts['app.build'];
  const tool = facts['runtime.packageManager']?.id;
  if (build === undefined || typeof build === 'string') return null;
  const plain = FETCHES[tool ?? ''];
  if (plain !== undefined) return plain;
  // The task of build.clj has dependencies of its own.
  if (tool === 'clojure') return `clojure -P && clojure -P ${shellWord(build[1] ?? '')}`;
  if (tool === 'maven') {
    const select = dir === context ? [] : ['-pl', relativeTo(dir, context), '-am'];
    return shellLine(['mvn', '--batch-mode', '--no-transfer-progress', ...select, 'dependency:go-offline']);
  }
  // Behind the task there may be properties for it.
  const at = build.findLastIndex((word) => !word.startsWith('-'));
  const task = build[at] ?? '';
  return shellLine([...build.slice(0, at), '--quiet', `${task.slice(0, task.lastIndexOf(':') + 1)}dependencies`]);
}
