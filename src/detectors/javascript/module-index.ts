import type {
  BinaryExpression,
  CallExpression,
  Class,
  ImportDeclaration,
  NewExpression,
  Node,
  ObjectPattern,
  OptionalCallExpression,
  SwitchStatement,
  VariableDeclarator,
} from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { SyntaxTree } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import { addValues, type ValueIndex } from './value-index.ts';
import { lineOf, walk } from './walk.ts';

/** A call or construction with the dotted name of what is called. */
export interface CallSite {
  readonly node: CallExpression | OptionalCallExpression | NewExpression;
  /** `app.listen`, `serve`; `undefined` when the callee is itself computed. */
  readonly name: string | undefined;
  /** The last part of the callee: `listen`. */
  readonly method: string | undefined;
  readonly line: number;
}

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

/** Everything that questions about a file need, gathered in one walk over its syntax tree. */
export interface ModuleIndex extends ValueIndex {
  readonly path: RelPath;
  readonly tree: SyntaxTree;
  readonly imports: readonly ImportSite[];
  readonly imported: ReadonlyMap<string, ImportedName>;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Exported values; `default` also stands for `module.exports`. */
  readonly exports: ReadonlyMap<string, Node>;
  readonly calls: readonly CallSite[];
  readonly classes: readonly Class[];
  readonly comparisons: readonly BinaryExpression[];
  readonly switches: readonly SwitchStatement[];
  /** Members of an environment object: `process.env.X`, `import.meta.env.X`, `Bun.env.X`. */
  readonly members: readonly { readonly path: string; readonly node: Node }[];
  /** The names of signals that occur as strings. */
  readonly signals: readonly string[];
  /** The parent of every node that questions climb from: members and their ancestors. */
  readonly parents: ReadonlyMap<Node, Node>;
  readonly patterns: readonly { readonly pattern: ObjectPattern; readonly init: Node }[];
}

interface Draft {
  readonly imports: ImportSite[];
  readonly imported: Map<string, ImportedName>;
  readonly bindings: Map<string, Binding>;
  readonly exports: Map<string, Node>;
}

function addImport(draft: Draft, node: ImportDeclaration): void {
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

function addDeclarator(draft: Draft, node: VariableDeclarator): void {
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
function requiredSource(node: Node): string | undefined {
  if (node.type === 'ImportExpression') return stringIn(node.source);
  if (node.type !== 'CallExpression') return undefined;
  if (node.callee.type === 'Import' || (node.callee.type === 'Identifier' && node.callee.name === 'require')) {
    return stringIn(node.arguments[0]);
  }
  return undefined;
}

const NAMED: ReadonlySet<string> = new Set(['FunctionDeclaration', 'TSEnumDeclaration', 'ClassDeclaration']);

function addExport(draft: Draft, node: Node): void {
  if (node.type === 'ExportDefaultDeclaration') draft.exports.set('default', bare(node.declaration));
  if (node.type === 'TSExportAssignment') draft.exports.set('default', bare(node.expression));
  if (node.type === 'ExportAllDeclaration') {
    draft.imports.push({ source: node.source.value, line: lineOf(node), typeOnly: node.exportKind === 'type' });
  }
  if (node.type === 'ExportNamedDeclaration') {
    if (node.source) {
      draft.imports.push({ source: node.source.value, line: lineOf(node), typeOnly: node.exportKind === 'type' });
    }
    if (node.declaration?.type === 'VariableDeclaration') {
      for (const one of node.declaration.declarations) {
        if (one.id.type === 'Identifier' && one.init) draft.exports.set(one.id.name, bare(one.init));
      }
    } else if (node.declaration && NAMED.has(node.declaration.type) && 'id' in node.declaration) {
      const { id } = node.declaration;
      if (id?.type === 'Identifier') draft.exports.set(id.name, node.declaration);
    }
    for (const specifier of node.specifiers) {
      if (specifier.type !== 'ExportSpecifier') continue;
      const { name } = specifier.local;
      draft.exports.set(keyName(specifier.exported) ?? '', specifier.local);
      if (node.source && !draft.imported.has(name)) draft.imported.set(name, { source: node.source.value, name });
    }
  }
  if (node.type !== 'AssignmentExpression') return;
  const target = node.left.type === 'Identifier' ? undefined : dotted(node.left);
  if (target === 'module.exports') draft.exports.set('default', bare(node.right));
  else if (target?.startsWith('module.exports.')) draft.exports.set(target.slice(15), bare(node.right));
  else if (target?.startsWith('exports.')) draft.exports.set(target.slice(8), bare(node.right));
}

const ENV_OBJECTS = ['process.env', 'import.meta.env', 'Bun.env', 'env'];

function build(tree: SyntaxTree): ModuleIndex {
  const draft: Draft = { imports: [], imported: new Map(), bindings: new Map(), exports: new Map() };
  const values = { assigned: new Map<string, Node[]>(), parameters: new Map() };
  const calls: CallSite[] = [];
  const classes: Class[] = [];
  const comparisons: BinaryExpression[] = [];
  const switches: SwitchStatement[] = [];
  const members: { path: string; node: Node }[] = [];
  const signals: string[] = [];
  const parents = new Map<Node, Node>();
  const patterns: { pattern: ObjectPattern; init: Node }[] = [];
  walk(tree.ast.program, (node, parent) => {
    if (parent !== undefined) parents.set(node, parent);
    addExport(draft, node);
    addValues(values, node);
    const required = requiredSource(node);
    if (required !== undefined) draft.imports.push({ source: required, line: lineOf(node), typeOnly: false });
    switch (node.type) {
      case 'ImportDeclaration':
        addImport(draft, node);
        break;
      case 'VariableDeclarator':
        addDeclarator(draft, node);
        if (node.id.type === 'ObjectPattern' && node.init) patterns.push({ pattern: node.id, init: node.init });
        break;
      case 'TSEnumDeclaration':
        draft.bindings.set(node.id.name, { init: node });
        break;
      case 'FunctionDeclaration':
        if (node.id) draft.bindings.set(node.id.name, { init: node });
        break;
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        calls.push({ node, name: dotted(node.callee), method: methodOf(node.callee), line: lineOf(node) });
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        classes.push(node);
        if (node.id && !draft.bindings.has(node.id.name)) draft.bindings.set(node.id.name, { init: node });
        break;
      case 'BinaryExpression':
        if (/^[!=]==?$/.test(node.operator)) comparisons.push(node);
        break;
      case 'StringLiteral':
        if (/^SIG[A-Z]+$/.test(node.value)) signals.push(node.value);
        break;
      case 'SwitchStatement':
        switches.push(node);
        break;
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const path = dotted(node);
        if (path !== undefined && ENV_OBJECTS.some((object) => path.startsWith(`${object}.`))) {
          members.push({ path, node });
        }
        break;
      }
    }
  });
  const gathered = { calls, classes, comparisons, switches, members, signals, parents, patterns };
  return { path: tree.path, tree, ...draft, ...values, ...gathered };
}

function methodOf(callee: Node): string | undefined {
  const at = bare(callee);
  if (at.type === 'Identifier') return at.name;
  if (at.type === 'MemberExpression' || at.type === 'OptionalMemberExpression') {
    return at.computed ? stringIn(at.property) : keyName(at.property);
  }
  return undefined;
}

const indexes = new WeakMap<SyntaxTree, ModuleIndex>();

/** The index of a file; built once for each syntax tree. */
export function moduleIndex(tree: SyntaxTree): ModuleIndex {
  let known = indexes.get(tree);
  if (known === undefined) {
    known = build(tree);
    indexes.set(tree, known);
  }
  return known;
}
