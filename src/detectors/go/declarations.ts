import type { SyntaxNode } from '@lezer/common';
import { childrenOf, type GoFile } from './source.ts';

/** The text of a node; nothing where there is none. */
export function nameOf(file: GoFile, node: SyntaxNode | null): string {
  return node === null ? '' : file.textOf(node);
}

/** The function or method that a node stands in. */
export function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'FunctionDecl' || at.name === 'MethodDecl') return at;
  }
  return null;
}

/** The names of a function's parameters, in their order. */
export function parametersOf(file: GoFile, declaration: SyntaxNode): readonly string[] {
  const lists = childrenOf(declaration, 'Parameters');
  const list = declaration.name === 'MethodDecl' ? lists[1] : lists[0];
  return list === undefined
    ? []
    : childrenOf(list, 'Parameter').flatMap((one) => childrenOf(one, 'DefName').map((name) => file.textOf(name)));
}

/** The function or method of that name in the files of a program. */
export function functionNamed(
  files: readonly GoFile[],
  name: string,
): { readonly file: GoFile; readonly node: SyntaxNode } | undefined {
  for (const file of files) {
    for (const node of childrenOf(file.root, 'FunctionDecl', 'MethodDecl')) {
      const own = node.name === 'MethodDecl' ? node.getChild('FieldName') : node.getChild('DefName');
      if (nameOf(file, own) === name) return { file, node };
    }
  }
  return undefined;
}
