import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { type GoProgram, programFiles } from './programs.ts';

/** Something in a program that needs a C compiler. */
export interface CgoNeed {
  readonly via: string;
  readonly file: RelPath;
  readonly line: number;
  readonly build: readonly string[];
  readonly run: readonly string[];
  /** True for C code of the project's own, whose libraries are not known. */
  readonly isOwn: boolean;
}

/** Every import of a program that is compiled by a C compiler: `import "C"`, or a module of the table. */
export function cgoNeeds(scope: Scope, program: GoProgram): readonly CgoNeed[] {
  const found = new Map<string, CgoNeed>();
  for (const { path: file, imports } of programFiles(scope, program)) {
    for (const { path, line } of imports.values()) {
      const isOwn = path === 'C';
      const known = DATA.go.cgo.find(({ module }) => path === module || path.startsWith(`${module}/`));
      if (found.has(path) || (!isOwn && known === undefined)) continue;
      found.set(path, { via: path, file, line, build: known?.build ?? [], run: known?.run ?? [], isOwn });
    }
  }
  return [...found.values()];
}
