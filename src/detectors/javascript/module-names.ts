import type { ImportDeclaration, Node, VariableDeclarator } from '@babel/types';
import { bare, keyName, stringIn } from './expressions.ts';
import { lineOf } from './walk.ts';

/** A name bound to an initial value, or to one property of it (`const { PORT = 3000 } = process.env`). */
export interface Binding {
  readonly init: Node;
  /** The property of `init` that is meant; `undefined` for the whole value. */
  readonly property?: string;
  /** The default of a destructured property. */
  readonly fallback?: Node;
}

/** A name that comes from another module; `*` is the whole namespace. */
export interface ImportedName {
  readonly source: string;
  readonly name: string;
}

/** A reference to another module. */
export interface ImportSite {
  readonly source: string;
  readonly line: number;
  /** True when only types are taken, so that nothing of it runs. */
  readonly typeOnly: boolean;
}

/** {@link Binding}s and imports while a file is walked. */
export interface NameDraft {
  readonly imports: ImportSite[];
  readonly imported: Map<string, ImportedName>;
  readonly bindings: Map<string, Binding>;
  readonly exports: Map<string, Node>;
}

/** Gathers what an import declaration binds. */
export function addImport(draft: NameDraft, node: ImportDeclaration): void {
  const source = node.source.value;
  draft.imports.push({ source, line: lineOf(node), typeOnly: node.importKind === 'type' });
  for (const specifier of node.specifiers) {
    const name =
      specifier.type === 'ImportSpecifier'
        ? (keyName(specifier.imported) ?? '*')
        : specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*';
    draft.imported.set(specifier.local.name, { source, name });
  }
}

/** Gathers what a variable's declaration binds: the whole value, or members of it. */
export function addDeclarator(draft: NameDraft, node: VariableDeclarator): void {
  if (!node.init) return;
  const init = bare(node.init);
  const required = requiredSource(init);
  if (node.id.type === 'Identifier') {
    if (required !== undefined) draft.imported.set(node.id.name, { source: required, name: '*' });
    else if (!draft.bindings.has(node.id.name)) draft.bindings.set(node.id.name, { init });
    return;
  }
  for (const [at, element] of node.id.type === 'ArrayPattern' ? node.id.elements.entries() : []) {
    if (element?.type === 'Identifier') draft.bindings.set(element.name, { init, property: String(at) });
  }
  if (node.id.type !== 'ObjectPattern') return;
  for (const property of node.id.properties) {
    if (property.type !== 'ObjectProperty') continue;
    const name = keyName(property.key);
    const target = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    if (name === undefined || target.type !== 'Identifier') continue;
    if (required !== undefined) draft.imported.set(target.name, { source: required, name });
    else {
      const fallback = property.value.type === 'AssignmentPattern' ? { fallback: property.value.right } : {};
      draft.bindings.set(target.name, { init, property: name, ...fallback });
    }
  }
}

/** The module that `require('x')`, `import('x')` or `require('x').y` names. */
export function requiredSource(node: Node): string | undefined {
  if (node.type === 'ImportExpression') return stringIn(node.source);
  if (node.type !== 'CallExpression') return undefined;
  if (node.callee.type === 'Import' || (node.callee.type === 'Identifier' && node.callee.name === 'require')) {
    return stringIn(node.arguments[0]);
  }
  return undefined;
}
