import type { Argv } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { shellSegments } from '../javascript/shell-words.ts';
import { stringOf, stringsOf } from './json-shape.ts';
import { fileIn } from './node-folder.ts';
import type { PackageJson } from './package-json.ts';

/** What moon builds a package with, where the package has no build script. */
export interface MoonBuild {
  readonly words: Argv;
  /** True when it runs in the workspace's root. */
  readonly atRoot: boolean;
  readonly file: RelPath;
  readonly line: number | null;
}

/** Where tasks stand that every project inherits, the most particular first. */
const INHERITED = ['typescript', 'javascript', 'node', 'all'].map((name) => `.moon/tasks/${name}.yml`);

/** Variables, and moon's own functions, which only moon can fill in: `$projectRoot`, `@globs(sources)`. */
const OF_MOON = /\$[A-Za-z]|@\w+\(|\uE000/;

function wordsOf(doc: Doc): Argv | undefined {
  const at = ['tasks', 'build'] as const;
  const command = doc.get(...at, 'command') ?? doc.get(...at, 'script');
  const text = stringOf(command);
  const segments = text === undefined ? undefined : shellSegments(text);
  const first = text === undefined ? stringsOf(command) : segments?.length === 1 ? segments[0]?.words : undefined;
  const args = doc.get(...at, 'args');
  const more = stringOf(args)?.split(/\s+/) ?? stringsOf(args);
  const [program, ...rest] = [...(first ?? []), ...more];
  if (program === undefined || first === undefined || [program, ...rest].some((word) => OF_MOON.test(word)))
    return undefined;
  return [program, ...rest];
}

/** True when moon.yml keeps the inherited build task away. */
function isExcluded(own: Doc | undefined): boolean {
  const rules = ['workspace', 'inheritedTasks'] as const;
  const include = own?.get(...rules, 'include');
  return (
    stringsOf(own?.get(...rules, 'exclude')).includes('build') ||
    (Array.isArray(include) && !stringsOf(include).includes('build'))
  );
}

/**
 * The build task that moon has for a package: of its moon.yml, or inherited. It is run without moon, which would fetch
 * its toolchain first. `undefined` outside of a moon workspace, and for a task that needs what only moon knows.
 * Sources: https://moonrepo.dev/docs/config/project#tasks and https://moonrepo.dev/docs/concepts/task-inheritance
 */
export function moonBuild(scope: Scope, root: RelPath, manifest: PackageJson): MoonBuild | undefined {
  if (fileIn(scope, root, '.moon/workspace.yml', '.moon/workspace.yaml') === undefined) return undefined;
  const path = fileIn(scope, manifest.dir, 'moon.yml', 'moon.yaml');
  const own = path && scope.doc(path, 'yaml');
  const inherited = isExcluded(own) ? [] : [...INHERITED, '.moon/tasks.yml'].map((name) => join(root, name));
  for (const file of [...(path === undefined ? [] : [path]), ...inherited]) {
    const doc = scope.project.has(file) ? scope.doc(file, 'yaml') : undefined;
    if (doc?.get('tasks', 'build') === undefined) continue;
    const words = wordsOf(doc);
    const atRoot = doc.get('tasks', 'build', 'options', 'runFromWorkspaceRoot') === true;
    return words && { words, atRoot, file, line: doc.lineOf('tasks', 'build') };
  }
  return undefined;
}
