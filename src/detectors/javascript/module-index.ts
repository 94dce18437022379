import type {
  BinaryExpression,
  CallExpression,
  Class,
  NewExpression,
  Node,
  ObjectPattern,
  OptionalCallExpression,
  SwitchStatement,
} from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { SyntaxTree } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import {
  addDeclarator,
  addImport,
  type Binding,
  type ImportedName,
  type ImportSite,
  type NameDraft,
  requiredSource,
} from './module-names.ts';
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
  /** Members that may be of an environment object: `process.env.X`, `import.meta.env.X`, `Bun.env.X`, `settings.X`. */
  readonly members: readonly { readonly path: string; readonly node: Node }[];
  /** Members whose name is computed, and tests such as `name in process.env`. */
  readonly computed: readonly Node[];
  /** The names of signals that occur as strings. */
  readonly signals: readonly string[];
  /** The parent of every node that questions climb from: members and their ancestors. */
  readonly parents: ReadonlyMap<Node, Node>;
  readonly patterns: readonly { readonly pattern: ObjectPattern; readonly init: Node }[];
}

const NAMED: ReadonlySet<string> = new Set(['FunctionDeclaration', 'TSEnumDeclaration', 'ClassDeclaration']);

function addExport(draft: NameDraft, node: Node): void {
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

const ENV_OBJECTS = ['process.env', 'import.meta.env', 'Bun.env', 'env', 'globalThis.process.env'];

/** True for a path that an environment variable may be read by: of a known object, or in capitals of any name. */
function mayBeVariable(path: string): boolean {
  return ENV_OBJECTS.some((object) => path.startsWith(`${object}.`)) || /^\w+\.[A-Z][A-Z0-9_]+$/.test(path);
}

function build(tree: SyntaxTree): ModuleIndex {
  const draft: NameDraft = { imports: [], imported: new Map(), bindings: new Map(), exports: new Map() };
  const values = { assigned: new Map<string, Node[]>(), parameters: new Map() };
  const calls: CallSite[] = [];
  const classes: Class[] = [];
  const comparisons: BinaryExpression[] = [];
  const switches: SwitchStatement[] = [];
  const members: { path: string; node: Node }[] = [];
  const computed: Node[] = [];
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
        if (node.operator === 'in') computed.push(node);
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
        if (path !== undefined && mayBeVariable(path)) members.push({ path, node });
        if (node.computed && stringIn(node.property) === undefined) computed.push(node);
        break;
      }
    }
  });
  const gathered = { calls, classes, comparisons, switches, members, computed, signals, parents, patterns };
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
