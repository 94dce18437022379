import { dirname, insideRoot, isWithin, join, type RelPath, ROOT } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type ModFile, parseGoMod } from './go-mod.ts';

/** One module of the project. */
export interface GoModule {
  readonly dir: RelPath;
  /** Its import path; `main` for a folder of Go files without a go.mod. */
  readonly path: string;
  readonly mod: ModFile | undefined;
}

/** The modules of the project, and its workspace file. */
export interface GoProject {
  /** Deepest first, so that the first that holds a path is its own. */
  readonly modules: readonly GoModule[];
  readonly work: ModFile | undefined;
}

/** Folders that hold no code of the project's own. */
const FOREIGN = /(^|\/)(vendor|testdata|node_modules|_[^/]*|\.[^/]+)(\/|$)/;

function depth(dir: RelPath): number {
  return dir === ROOT ? 0 : dir.split('/').length;
}

function read(scope: Scope, path: RelPath): ModFile | undefined {
  const text = scope.text(path)?.text;
  return text === undefined ? undefined : parseGoMod(path, text);
}

function projectOf(scope: Scope): GoProject {
  const modules: GoModule[] = [];
  for (const path of scope.project.named('go.mod')) {
    const dir = dirname(path);
    const mod = FOREIGN.test(dir) ? undefined : read(scope, path);
    if (mod !== undefined) modules.push({ dir, path: mod.module?.text ?? 'main', mod });
  }
  if (modules.length === 0 && scope.project.has('main.go')) modules.push({ dir: ROOT, path: 'main', mod: undefined });
  modules.sort((a, b) => depth(b.dir) - depth(a.dir) || (a.dir < b.dir ? -1 : 1));
  const work = scope.project.named('go.work').find((path) => !FOREIGN.test(dirname(path)));
  return { modules, work: work && read(scope, work) };
}

const known = new WeakMap<FileTree, GoProject>();

/** Every Go module of the project; read once. */
export function goProject(scope: Scope): GoProject {
  let project = known.get(scope.project);
  if (project === undefined) {
    project = projectOf(scope);
    known.set(scope.project, project);
  }
  return project;
}

/** The module that a folder belongs to. */
export function moduleOf(scope: Scope, dir: RelPath): GoModule | undefined {
  return FOREIGN.test(dir) ? undefined : goProject(scope).modules.find((module) => isWithin(dir, module.dir));
}

/** The workspace of a module: go.work in or above its folder, where one of its `use` lines names the module. */
export function workspaceOf(scope: Scope, module: GoModule): ModFile | undefined {
  const { work } = goProject(scope);
  if (work === undefined || !isWithin(module.dir, dirname(work.path))) return undefined;
  const used = work.uses.map(({ text }) => insideRoot(`${dirname(work.path)}/${text}`));
  return used.includes(module.dir) ? work : undefined;
}

/** The modules whose source a build of `module` may need: those of its workspace and those that replace others by a folder. */
export function sourceModules(scope: Scope, module: GoModule): readonly GoModule[] {
  const { modules } = goProject(scope);
  const work = workspaceOf(scope, module);
  const dirs = new Set<RelPath>([module.dir]);
  for (const { text } of work?.uses ?? []) {
    const dir = insideRoot(`${dirname((work as ModFile).path)}/${text}`);
    if (dir !== undefined) dirs.add(dir);
  }
  for (const dir of dirs) {
    const mod = modules.find((one) => one.dir === dir)?.mod;
    for (const { to } of mod?.replaces ?? []) {
      const target = /^\.{1,2}(\/|$)/.test(to) ? insideRoot(`${dir}/${to}`) : undefined;
      if (target !== undefined) dirs.add(target);
    }
  }
  return modules.filter(({ dir }) => dirs.has(dir));
}

/** The folder that holds all of {@link sourceModules}: the build context. */
export function buildRoot(scope: Scope, module: GoModule): RelPath {
  const work = workspaceOf(scope, module);
  let root = work === undefined ? module.dir : dirname(work.path);
  for (const { dir } of sourceModules(scope, module)) while (!isWithin(dir, root)) root = dirname(root);
  return root;
}

/** The folder of the package that an import path names, where it is the project's own. */
export function packageDir(scope: Scope, path: string): RelPath | undefined {
  for (const module of goProject(scope).modules) {
    if (path === module.path) return module.dir;
    if (path.startsWith(`${module.path}/`)) return join(module.dir, path.slice(module.path.length + 1));
  }
  return undefined;
}
