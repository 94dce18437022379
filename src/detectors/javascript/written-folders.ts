import type { Node } from '@babel/types';
import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, keyName } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { type PathValue, pathValue } from './path-value.ts';
import { lineOf, walk } from './walk.ts';

/** What a path names. */
type Kind = 'folder' | 'file';

/** Functions that write to the path in one of their arguments. */
const WRITERS: Readonly<Record<string, readonly [at: number, kind: Kind]>> = {
  ...{ mkdir: [0, 'folder'], mkdirSync: [0, 'folder'], ensureDir: [0, 'folder'], ensureDirSync: [0, 'folder'] },
  ...{ mkdirp: [0, 'folder'], mkdtemp: [0, 'file'], mkdtempSync: [0, 'file'], emptyDir: [0, 'folder'] },
  ...{ writeFile: [0, 'file'], writeFileSync: [0, 'file'], appendFile: [0, 'file'], appendFileSync: [0, 'file'] },
  ...{ createWriteStream: [0, 'file'], outputFile: [0, 'file'], outputFileSync: [0, 'file'], outputJson: [0, 'file'] },
  ...{ writeJson: [0, 'file'], writeJSON: [0, 'file'], copyFile: [1, 'file'], copyFileSync: [1, 'file'] },
  ...{ cp: [1, 'file'], cpSync: [1, 'file'], rename: [1, 'file'], renameSync: [1, 'file'] },
  ...{ Database: [0, 'file'], DatabaseSync: [0, 'file'], JSONFilePreset: [0, 'file'], JSONFile: [0, 'file'] },
  ...{ JSONFileSync: [0, 'file'], Level: [0, 'folder'], ClassicLevel: [0, 'folder'], destination: [0, 'file'] },
};

/** Functions that are told where to write by an option. */
const OPTIONS: Readonly<Record<string, readonly (readonly [name: string, kind: Kind])[]>> = {
  multer: [['dest', 'folder']],
  diskStorage: [['destination', 'folder']],
  File: [
    ['dirname', 'folder'],
    ['filename', 'file'],
  ],
  DailyRotateFile: [
    ['dirname', 'folder'],
    ['filename', 'file'],
  ],
  destination: [['dest', 'file']],
  FileStore: [['path', 'folder']],
  fileUpload: [['tempFileDir', 'folder']],
  formidable: [['uploadDir', 'folder']],
  IncomingForm: [['uploadDir', 'folder']],
  createStream: [['path', 'folder']],
  init: [['dir', 'folder']],
  Datastore: [['filename', 'file']],
  KeyvFile: [['filename', 'file']],
  Conf: [['cwd', 'folder']],
  cache: [['cacheDir', 'folder']],
};

/** Packages whose export opens a file of a database. */
const DATABASES: ReadonlySet<string> = new Set(['better-sqlite3', 'sqlite3', 'nedb', '@seald-io/nedb']);

/** Folders that a library writes to unless it is told another one. Source: https://github.com/valery-barysok/session-file-store */
const STANDARD: Readonly<Record<string, string>> = { FileStore: 'sessions' };

/** A folder that the code writes to: relative to the component, or absolute. */
export interface WrittenFolder {
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
  /** True for the folder of a database that is a file. */
  readonly isDatabase: boolean;
}

/** The folder of a path that is written to; `undefined` for the component's own, and what lies in the temporary one. */
export function folderOf(found: PathValue | undefined, kind: Kind): string | undefined {
  const path = found?.path.replace(/^file:/, '');
  if (found === undefined || path === undefined || path === '' || path.includes(':')) return undefined;
  const isFolder = kind === 'folder' || !found.isWhole;
  const whole = isFolder ? path : path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (whole.startsWith('/')) {
    const isOwn = whole.split('/').includes('..') || whole === '/' || /^\/(tmp|dev|proc)(\/|$)/.test(whole);
    return isOwn ? undefined : whole.replace(/\/+$/, '');
  }
  const inside = insideRoot(whole.replace(/\/+$/, ''));
  return inside === undefined || inside === '.' ? undefined : inside;
}

/** A property of an object, or one that it has under a condition: `...(isFile && { filename })`. */
export function option(scope: Scope, object: Place, key: string): Place | undefined {
  const own = property(scope, object, key);
  if (own !== undefined || object.node.type !== 'ObjectExpression') return own;
  for (const part of object.node.properties) {
    const test = part.type === 'SpreadElement' ? bare(part.argument) : undefined;
    const inner = test?.type === 'LogicalExpression' ? bare(test.right) : undefined;
    const found = inner && property(scope, { node: inner, module: object.module }, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True for a call that opens the file of a database. */
function opensDatabase(module: ModuleIndex, { method, name }: CallSite): boolean {
  return /^Database(Sync)?$/.test(method ?? '') || DATABASES.has(module.imported.get(name ?? '')?.source ?? '');
}

/** The folder that a function of multer hands on: `(req, file, cb) => cb(null, 'uploads')`. */
function handedOn(scope: Scope, { node, module }: Place): PathValue | undefined {
  let found: PathValue | undefined;
  if (!node.type.includes('Function') && node.type !== 'ObjectMethod') return pathValue(scope, { node, module });
  walk(node, (at) => {
    const [, second] = at.type === 'CallExpression' && at.arguments.length === 2 ? at.arguments : [];
    if (second !== undefined) found ??= pathValue(scope, { node: second, module });
  });
  return found;
}

/** The texts below `transport` of pino that name a file. Source: https://getpino.io/#/docs/transports */
function transports(scope: Scope, module: ModuleIndex, { node }: CallSite): readonly PathValue[] {
  const found: PathValue[] = [];
  const visit = (at: Node): void => {
    if (at.type !== 'ObjectProperty' || !/^(destination|file)$/.test(keyName(at.key) ?? '')) return;
    const path = pathValue(scope, { node: at.value, module });
    if (path !== undefined) found.push(path);
  };
  for (const argument of node.arguments) walk(argument, visit);
  return found;
}

function* pathsOf(scope: Scope, module: ModuleIndex, call: CallSite): Iterable<readonly [PathValue | undefined, Kind]> {
  const { node, method = '', name = '' } = call;
  const [first] = node.arguments;
  const opens: readonly [number, Kind] | undefined = opensDatabase(module, call) ? [0, 'file'] : undefined;
  const writer = opens ?? (Object.hasOwn(WRITERS, method) ? WRITERS[method] : undefined);
  const argument = writer === undefined ? undefined : node.arguments[writer[0]];
  if (writer !== undefined && argument !== undefined && bare(argument).type !== 'ObjectExpression') {
    yield [pathValue(scope, { node: argument, module }), writer[1]];
  }
  const named = Object.hasOwn(OPTIONS, method) ? (OPTIONS[method] ?? []) : [];
  const options = opens === undefined ? named : [['filename', 'file'] as const];
  const object = node.arguments
    .map((one) => follow(scope, { node: one, module }))
    .find((one) => one.node.type === 'ObjectExpression');
  let isTold = false;
  for (const [key, kind] of options) {
    const value = object && option(scope, object, key);
    if (value === undefined) continue;
    isTold = true;
    yield [handedOn(scope, value), kind];
  }
  const standard = Object.hasOwn(STANDARD, method) ? STANDARD[method] : undefined;
  if (standard !== undefined && !isTold) yield [{ path: standard, isWhole: true }, 'folder'];
  if (/^(pino|pino\.transport|Fastify|fastify)$/.test(name) && first !== undefined) {
    for (const path of transports(scope, module, call)) yield [path, 'file'];
  }
}

/** The folders that the files write to, as far as their paths are known. */
export function writtenFolders(scope: Scope, modules: readonly ModuleIndex[]): readonly WrittenFolder[] {
  const found = new Map<string, WrittenFolder>();
  for (const module of modules) {
    for (const call of module.calls) {
      for (const [value, kind] of pathsOf(scope, module, call)) {
        const path = folderOf(value, kind);
        const isDatabase = opensDatabase(module, call);
        const known = path === undefined ? undefined : found.get(path);
        // What makes the folder comes first; what opens a database in it says what it is for.
        if (path === undefined || known?.isDatabase === true || (known !== undefined && !isDatabase)) continue;
        found.set(path, { path, file: module.path, line: lineOf(call.node), isDatabase });
      }
    }
  }
  // A folder within another one is written to with it.
  return [...found.values()].filter(({ path }) => ![...found.keys()].some((other) => path.startsWith(`${other}/`)));
}
