import type { Node, ObjectExpression } from '@babel/types';
import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, propertyOf } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { namedPath } from './path-expression.ts';

/** Functions that write to the path in their first argument; true when that path is a folder. */
const WRITERS: Readonly<Record<string, boolean>> = {
  mkdir: true,
  mkdirSync: true,
  mkdirp: true,
  ensureDir: true,
  ensureDirSync: true,
  writeFile: false,
  writeFileSync: false,
  appendFile: false,
  appendFileSync: false,
  createWriteStream: false,
  outputFile: false,
  Database: false,
  DatabaseSync: false,
  JSONFile: false,
  JSONFilePreset: false,
};

/** Packages whose export opens a file of a database. */
const DATABASES: ReadonlySet<string> = new Set(['better-sqlite3', 'sqlite3', 'nedb', '@seald-io/nedb']);

/** Calls whose options name the path, by their keys; true when it is a folder. Sources: the packages' own documentation. */
const OPTIONS: Readonly<Record<string, { readonly keys: readonly string[]; readonly folder: boolean }>> = {
  multer: { keys: ['dest'], folder: true },
  diskStorage: { keys: ['destination'], folder: true },
  knex: { keys: ['connection', 'filename'], folder: false },
  Knex: { keys: ['connection', 'filename'], folder: false },
  Sequelize: { keys: ['storage'], folder: false },
  Datastore: { keys: ['filename'], folder: false },
  DailyRotateFile: { keys: ['dirname'], folder: true },
};

/** A folder that the code writes to: relative to the component, or absolute. */
export interface WrittenFolder {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

/** A path that is written to, and whether it is a folder. */
interface Target {
  readonly path: string;
  readonly folder: boolean;
}

/** A path as the component sees it; absolute where it lies outside of the project. */
function told(scope: Scope, module: ModuleIndex, node: Node): string | undefined {
  const named = namedPath(scope, { node, module });
  if (named === undefined) return undefined;
  return named.inProject === undefined ? named.text : relativeTo(named.inProject, scope.dir);
}

/** The path that an expression names; of one that is known only in its beginning (`join(UPLOADS, name)`), the folder. */
function targetOf(scope: Scope, module: ModuleIndex, node: Node, folder: boolean): Target | undefined {
  const whole = told(scope, module, node);
  if (whole !== undefined) return { path: whole, folder };
  const at = bare(follow(scope, { node, module }).node);
  if (at.type === 'CallExpression' && /^(path\.)?(join|resolve)$/.test(dotted(at.callee) ?? '')) {
    for (let count = at.arguments.length - 1; count > 0; count -= 1) {
      const path = told(scope, module, { ...at, arguments: at.arguments.slice(0, count) });
      if (path !== undefined) return { path, folder: true };
    }
  }
  const [first] = at.type === 'TemplateLiteral' ? at.expressions : [];
  if (at.type !== 'TemplateLiteral' || first === undefined) return undefined;
  const start = at.quasis[0]?.value.cooked ?? '';
  const path = start === '' ? told(scope, module, first as Node) : start.slice(0, start.lastIndexOf('/') + 1);
  const goesOn = start !== '' || at.quasis[1]?.value.cooked?.startsWith('/') === true;
  return path === undefined || !goesOn ? undefined : { path, folder: true };
}

function optionsOf(scope: Scope, module: ModuleIndex, node: Node | undefined): ObjectExpression | undefined {
  const at = node && follow(scope, { node, module }).node;
  return at?.type === 'ObjectExpression' ? at : undefined;
}

/** A property that an object has under a condition: `...(isFile && { filename })`. */
function perhaps(scope: Scope, { node, module }: Place, key: string): Place | undefined {
  for (const part of node.type === 'ObjectExpression' ? node.properties : []) {
    const test = part.type === 'SpreadElement' ? bare(part.argument) : undefined;
    const object = test?.type === 'LogicalExpression' ? bare(test.right) : undefined;
    if (object !== undefined) return property(scope, { node: object, module }, key);
  }
  return undefined;
}

/** The path in the options of a call. */
function ofOptions(scope: Scope, module: ModuleIndex, { node, method }: CallSite): Target | undefined {
  const row = method !== undefined && Object.hasOwn(OPTIONS, method) ? OPTIONS[method] : undefined;
  const object =
    row &&
    optionsOf(
      scope,
      module,
      node.arguments.find(({ type }) => type !== 'StringLiteral'),
    );
  if (row === undefined || object === undefined) return undefined;
  let place = { node: object as Node, module };
  for (const key of row.keys) {
    const next = property(scope, place, key) ?? perhaps(scope, place, key);
    if (next === undefined) return undefined;
    place = next;
  }
  // `destination: (request, file, done) => done(null, 'uploads')`.
  const done = place.node.type.includes('Function') && 'params' in place.node ? place.node.params.at(-1) : undefined;
  const name = done?.type === 'Identifier' ? done.name : undefined;
  const handed = name === undefined ? undefined : module.calls.find((call) => call.name === name)?.node.arguments[1];
  return targetOf(scope, place.module, handed ?? place.node, row.folder);
}

function targetIn(scope: Scope, module: ModuleIndex, site: CallSite): Target | undefined {
  const { node, method, name } = site;
  const opens = name !== undefined && DATABASES.has(module.imported.get(name)?.source ?? '');
  const isFolder = opens ? false : method !== undefined && Object.hasOwn(WRITERS, method) ? WRITERS[method] : undefined;
  const [first] = node.arguments;
  if (isFolder === undefined || first === undefined) return ofOptions(scope, module, site);
  const options = optionsOf(scope, module, first);
  const file = options && propertyOf(options, 'filename');
  return targetOf(scope, module, file ?? first, isFolder);
}

function folder({ path, folder: isFolder }: Target): string | undefined {
  if (path.includes(':') || path === '') return undefined;
  const whole = isFolder ? path : path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (whole.startsWith('/'))
    return whole === '/' || whole.split('/').includes('..') ? undefined : whole.replace(/\/+$/, '');
  const inside = insideRoot(whole);
  return inside === undefined || inside === '.' ? undefined : inside;
}

/** The folders that the files write to, as far as the code names them. */
export function writtenFolders(scope: Scope, modules: readonly ModuleIndex[]): readonly WrittenFolder[] {
  const found = new Map<string, WrittenFolder>();
  for (const module of modules) {
    for (const site of module.calls) {
      const target = targetIn(scope, module, site);
      const path = target && folder(target);
      // Below /tmp everything is writable as it is.
      if (path === undefined || /^\/tmp(\/|$)/.test(path) || found.has(path)) continue;
      found.set(path, { path, file: module.path, line: site.line });
    }
  }
  return [...found.values()];
}
