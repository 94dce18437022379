import type { Argv } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf, stringsOf } from './json-shape.ts';
import type { PackageJson } from './package-json.ts';
import { RUSH_CONFIG, type RushRepository } from './rush.ts';
import { sliceOf } from './slice.ts';

/** How Rush builds a project with what that depends on. */
export interface RushBuild {
  readonly words: Argv;
  readonly file: RelPath;
  readonly line: number | null;
  readonly because: string;
}

/** The scripts that `rush build` runs: those of its phases where command-line.json says so, else `build`. */
function scriptsOf(scope: Scope, { root }: RushRepository): readonly string[] {
  const path = join(root, RUSH_CONFIG, 'command-line.json');
  const commands = scope.project.has(path) ? scope.doc(path, 'json')?.get('commands') : undefined;
  const listed: readonly unknown[] = Array.isArray(commands) ? commands : [];
  const own = listed.find((one) => isObject(one) && stringOf(one.name) === 'build');
  const phases = isObject(own) && own.commandKind === 'phased' ? stringsOf(own.phases) : [];
  return phases.length > 0 ? phases : ['build'];
}

/**
 * The build of a component by Rush; `undefined` outside of Rush and where nothing of its slice has anything to build.
 * An empty script is Rush's way to say so. Source: https://rushjs.io/pages/maintainer/enabling_builds/
 */
export function rushBuild(scope: Scope): RushBuild | undefined {
  const slice = sliceOf(scope);
  const rush = slice?.workspace.rush;
  const own = slice?.packages.at(-1);
  const project = rush?.projects.get(scope.dir);
  if (slice === undefined || rush === undefined || own === undefined || project === undefined) return undefined;
  const scripts = scriptsOf(scope, rush);
  const built = (manifest: PackageJson) => scripts.find((name) => (manifest.scripts.get(name) ?? '').trim() !== '');
  const script = built(own);
  if (script !== undefined) {
    const line = own.lineOf('scripts', script);
    const because = `package.json has a ${script} script, and Rush builds first what it depends on`;
    return { words: ['rush', 'build', '--to', project.name], file: own.path, line, because };
  }
  const other = slice.packages.find((manifest) => built(manifest) !== undefined);
  if (other === undefined) return undefined;
  const because = 'Rush builds what it depends on; it has no build script itself';
  const line = other.lineOf('scripts', built(other) ?? 'build');
  return { words: ['rush', 'build', '--to-except', project.name], file: other.path, line, because };
}
