import { dirname, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { innerProject } from './inner-projects.ts';
import { stringsOf } from './json-shape.ts';
import { fileIn, foldersUp } from './node-folder.ts';
import { readPackageJson } from './package-json.ts';
import { type RushRepository, rushRepository } from './rush.ts';

/** The workspace that a component belongs to; of a single package, itself. */
export interface NodeWorkspace {
  readonly root: RelPath;
  /** The folders of the packages other than the root, sorted. */
  readonly members: readonly RelPath[];
  /** The file that lists the packages; `null` for a single package. */
  readonly declaredIn: RelPath | null;
  /** Where Rush installs it. */
  readonly rush?: RushRepository;
}

function globsOf(
  scope: Scope,
  dir: RelPath,
): { readonly file: RelPath; readonly globs: readonly string[] } | undefined {
  const pnpm = fileIn(scope, dir, 'pnpm-workspace.yaml');
  if (pnpm !== undefined) return { file: pnpm, globs: stringsOf(scope.doc(pnpm, 'yaml')?.get('packages')) };
  const manifest = readPackageJson(scope, join(dir, 'package.json'));
  return manifest && { file: manifest.path, globs: manifest.workspaces };
}

/** A glob for the manifests below `dir`, whose own name is taken literally; `undefined` when it climbs out. */
function manifestGlob(dir: RelPath, glob: string): string | undefined {
  const inner = glob.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
  if (inner.startsWith('/') || inner.split('/').includes('..')) return undefined;
  const prefix = dir === ROOT ? '' : `${dir.replace(/[\\[\]{}()*?!+@|]/g, '\\$&')}/`;
  return `${prefix}${inner === '.' || inner === '' ? '' : `${inner}/`}package.json`;
}

function membersOf(scope: Scope, dir: RelPath, globs: readonly string[]): readonly RelPath[] {
  const found = new Set<RelPath>();
  for (const glob of globs) {
    const excluded = glob.startsWith('!');
    const pattern = manifestGlob(dir, excluded ? glob.slice(1) : glob);
    for (const path of pattern === undefined ? [] : scope.project.match(pattern)) {
      if (excluded) found.delete(dirname(path));
      else if (!path.includes('node_modules/')) found.add(dirname(path));
    }
  }
  found.delete(dir);
  return [...found].sort();
}

/**
 * Finds the workspace of the component: the repository of Rush that lists it, else the nearest folder at or above it (or
 * above the package.json that it shares with others) whose globs name it.
 * Sources: https://docs.npmjs.com/cli/v11/using-npm/workspaces and https://pnpm.io/pnpm-workspace_yaml
 */
export function findWorkspace(scope: Scope): NodeWorkspace {
  const rush = rushRepository(scope);
  if (rush !== undefined) {
    const members = [...rush.projects.keys()].sort();
    return { root: rush.root, members, declaredIn: rush.doc.path, rush };
  }
  const own = innerProject(scope)?.root ?? scope.dir;
  for (const root of foldersUp(own)) {
    const declared = globsOf(scope, root);
    if (declared === undefined || declared.globs.length === 0) continue;
    const members = membersOf(scope, root, declared.globs);
    if (root === own || members.includes(own)) return { root, members, declaredIn: declared.file };
  }
  return { root: own, members: [], declaredIn: null };
}
