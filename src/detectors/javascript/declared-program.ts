import { insideRoot, join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { findWorkspace } from '../node/workspaces.ts';
import { nodeProject } from './node-project.ts';

/** A program that a package declares under `bin`. */
export interface DeclaredProgram {
  readonly name: string;
  /** The file as written, relative to the component. */
  readonly file: string;
  readonly line: number | null;
}

function unscoped(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** True when other code can import the package, so that its programs come second. */
function isImportable({ hasExports, module, main, bin, get }: PackageJson): boolean {
  const own = [...bin.values()].map((path) => path.replace(/^(\.\/)+/, ''));
  const other = main !== undefined && !own.includes(main.replace(/^(\.\/)+/, ''));
  return hasExports || module !== undefined || get('types') !== undefined || other;
}

/** True when another package of the workspace calls the program, so that it is a tool of the repository. */
function isTool(scope: Scope, name: string | undefined): boolean {
  const { root, members } = findWorkspace(scope);
  if (name === undefined) return false;
  return [root, ...members].some((dir) => {
    const manifest = dir === scope.dir ? undefined : readPackageJson(scope, join(dir, 'package.json'));
    return manifest?.dependencies.has(name) === true || manifest?.devDependencies.has(name) === true;
  });
}

/**
 * The program that a package is made for: it declares programs and, unless it is private, offers nothing to import.
 * Of several the one that is called as the package, else the first.
 */
export function declaredProgram(scope: Scope): DeclaredProgram | undefined {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest === undefined || manifest.bin.size === 0 || isTool(scope, manifest.name)) return undefined;
  if (!manifest.private && isImportable(manifest)) return undefined;
  const called = unscoped(manifest.name ?? '');
  const found = [...manifest.bin].find(([name]) => unscoped(name) === called) ?? [...manifest.bin][0];
  if (found === undefined || insideRoot(`${scope.dir}/${found[1]}`) === undefined) return undefined;
  const [name, file] = found;
  const line = manifest.lineOf('bin', name) ?? manifest.lineOf('bin');
  return { name: unscoped(name), file: file.replace(/^(\.\/)+/, ''), line };
}
