import type { KnownFacts } from '../../core/model/detector.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type GoProgram, programFiles, programOf } from './programs.ts';
import type { GoCall, GoFile } from './source.ts';
import { fallbackOf, type Value } from './value-parts.ts';
import { type Program, partsOf } from './values.ts';

/** What application detectors look at: one program and its files. */
export interface GoComponent {
  readonly program: GoProgram;
  readonly files: readonly GoFile[];
  readonly values: Program;
  /** Every call in {@link files}. */
  readonly calls: readonly GoCall[];
}

const known = new WeakMap<FileTree, GoComponent | null>();

function componentOf(scope: Scope): GoComponent | undefined {
  let component = known.get(scope.tree);
  if (component === undefined) {
    const program = programOf(scope);
    const files = program === undefined ? [] : programFiles(scope, program);
    const calls = files.flatMap((file) => file.calls);
    component = program === undefined ? null : { program, files, values: { files, seen: new Map() }, calls };
    known.set(scope.tree, component);
  }
  return component ?? undefined;
}

/** The Go program of a component; `undefined` where the component is not one, or is of another language. */
export function goComponent(scope: Scope, facts: KnownFacts): GoComponent | undefined {
  return (facts.get('runtime.language') as string | undefined) === 'go' ? componentOf(scope) : undefined;
}

/** What an argument of a call comes to. */
export function argument({ values }: GoComponent, call: GoCall, at: number): Value {
  const node = call.args[at];
  return node === undefined ? undefined : partsOf(values, call.file, node);
}

/** What an argument of a call comes to with no variable and no flag set; `null` where the code does not say. */
export function literal(component: GoComponent, call: GoCall, at: number): string | null {
  return fallbackOf(argument(component, call, at));
}
