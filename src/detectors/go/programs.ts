import { basename, byPath, dirname, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isLeftOut } from './build-constraint.ts';
import { type GoModule, goProject, moduleOf, packageDir } from './modules.ts';
import { type GoFile, goFile } from './source.ts';

/** One main package. */
export interface GoProgram {
  readonly module: GoModule;
  readonly dir: RelPath;
  /** What its binary is called: the folder's name, or the last part of the module's path. */
  readonly name: string;
}

/** Folders whose programs serve the developers, not the users. */
const ASIDE =
  /(^|\/)(tools?|hack|scripts?|build|ci|magefiles|examples?|samples?|demos?|tests?|e2e|testing|fixtures?|benchmarks?|docs?|internal\/(tools?|gen\w*|cmd\/gen\w*)|gen|generators?|codegen)(\/|$)/i;

/** At most so many packages of one program are read. */
const PACKAGES = 400;

function goFilesIn(scope: Scope, dir: RelPath): readonly RelPath[] {
  return filesByFolder(scope).get(dir) ?? [];
}

const folders = new WeakMap<FileTree, ReadonlyMap<RelPath, readonly RelPath[]>>();

function filesByFolder(scope: Scope): ReadonlyMap<RelPath, readonly RelPath[]> {
  let known = folders.get(scope.project);
  if (known === undefined) {
    const found = new Map<RelPath, RelPath[]>();
    for (const path of scope.project.withExtension('go')) {
      const dir = dirname(path);
      const bucket = found.get(dir);
      if (bucket === undefined) found.set(dir, [path]);
      else bucket.push(path);
    }
    known = found;
    folders.set(scope.project, known);
  }
  return known;
}

/** Whether the files of a folder make a program: package main with a function main. */
function isProgram(scope: Scope, paths: readonly RelPath[]): boolean {
  let isMain = false;
  for (const path of paths) {
    const text = scope.text(path)?.text;
    if (text === undefined || isLeftOut(path, text)) continue;
    if (!/^package\s+main\b/m.test(text)) return false;
    isMain ||= /^func\s+main\s*\(\s*\)/m.test(text);
  }
  return isMain;
}

/** The name of a module's own program: the last part of its path, without a version. */
export function moduleName({ path, dir }: GoModule): string {
  const parts = path.split('/').filter((part) => !/^v\d+$/.test(part));
  const name = parts.at(-1) ?? '';
  return name === '' || path === 'main' ? basename(dir).replace(/^\.$/, 'app') : name;
}

const programsOf = new WeakMap<FileTree, readonly GoProgram[]>();

function findPrograms(scope: Scope): readonly GoProgram[] {
  const found: GoProgram[] = [];
  for (const [dir, paths] of filesByFolder(scope)) {
    const module = moduleOf(scope, dir);
    if (module === undefined || !isProgram(scope, paths)) continue;
    found.push({ module, dir, name: dir === module.dir ? moduleName(module) : basename(dir) });
  }
  found.sort((a, b) => byPath(a.dir, b.dir));
  const isAside = ({ dir, module }: GoProgram): boolean => ASIDE.test(relativeTo(dir, module.dir));
  return goProject(scope).modules.flatMap((module) => {
    const own = found.filter((program) => program.module === module);
    const deployable = own.filter((program) => !isAside(program));
    return deployable.length > 0 ? deployable : own.slice(0, 1);
  });
}

/** The main packages of the project that are meant to be run by users; those of tools only where there are no others. */
export function goPrograms(scope: Scope): readonly GoProgram[] {
  let known = programsOf.get(scope.project);
  if (known === undefined) {
    known = findPrograms(scope);
    programsOf.set(scope.project, known);
  }
  return known;
}

/** True where a module has several programs, so that each folder is a component of its own. */
export function isShared(scope: Scope, module: GoModule): boolean {
  return goPrograms(scope).filter((program) => program.module === module).length > 1;
}

/** The program of a component: that of its folder, or the only one of the module whose folder it is. */
export function programOf(scope: Scope): GoProgram | undefined {
  const module = moduleOf(scope, scope.dir);
  if (module === undefined) return undefined;
  const programs = goPrograms(scope).filter((program) => program.module === module);
  const own = programs.find(({ dir }) => dir === scope.dir);
  if (own !== undefined) return programs.length > 1 || scope.dir === module.dir ? own : undefined;
  return scope.dir === module.dir && programs.length === 1 ? programs[0] : undefined;
}

const files = new WeakMap<FileTree, Map<RelPath, readonly GoFile[]>>();

function reach(scope: Scope, start: RelPath): readonly GoFile[] {
  const seen = new Set<RelPath>([start]);
  const found: GoFile[] = [];
  for (const dir of seen) {
    if (seen.size > PACKAGES) break;
    for (const path of goFilesIn(scope, dir)) {
      const file = goFile(scope, path);
      if (file === undefined) continue;
      found.push(file);
      for (const { path: target } of file.imports.values()) {
        const next = packageDir(scope, target);
        if (next !== undefined) seen.add(next);
      }
    }
  }
  return found;
}

/** The files of a program: its own package first, then those of the project that it imports, nearest first. */
export function programFiles(scope: Scope, program: GoProgram): readonly GoFile[] {
  const known = files.get(scope.project) ?? new Map<RelPath, readonly GoFile[]>();
  files.set(scope.project, known);
  let found = known.get(program.dir);
  if (found === undefined) {
    found = reach(scope, program.dir);
    known.set(program.dir, found);
  }
  return found;
}
