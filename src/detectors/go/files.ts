import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type GoComponent, literal } from './component.ts';

/** One file or folder that the code names, relative to the module. */
export interface NamedPath {
  /** With a trailing slash for a folder. */
  readonly path: string;
  readonly file: RelPath;
  readonly line: number;
}

/** Functions and methods that read the files they are given. */
const READERS =
  /^(Open|ReadFile|ReadDir|DirFS|Dir|ServeFile|ParseFiles|ParseGlob|LoadHTMLGlob|LoadHTMLFiles|Static|StaticFile|StaticFS|File|FileServer|New|NewFileSystem|Glob|WalkDir|Walk|Up|UpContext|NewWithDatabaseInstance|SetConfigFile|AddConfigPath|SetViewsPath|SetStaticPath|AddTemplateExt|Load|MustLoad|DecodeFile|HandleDir|LoadX509KeyPair)$/;
/** Those that answer requests with the files of a folder. */
const SERVERS = /^(Dir|DirFS|Static|StaticFS|FileServer|HandleDir|NewFileSystem|SetStaticPath)$/;
/** Of these only the functions of the standard library: an embedded file system has methods of the same names. */
const OF_PACKAGES = /^(Open|ReadFile|ReadDir|Glob|WalkDir|Walk|New|Load|Up|File|Dir)$/;
const WRITERS = /^(Create|WriteFile|MkdirAll|Mkdir|OpenFile|CreateTemp|MkdirTemp)$/;
const WRITING_PACKAGES = /^(os|io\/ioutil)$/;

function clean(text: string): string {
  return text
    .replace(/^file:\/\/(?=[^/]|\/)/, '')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
}

/** The part of a glob before its first wildcard, as a folder. */
function withoutGlob(text: string): string {
  const at = text.search(/[*?[{]/);
  return at < 0 ? text : text.slice(0, text.lastIndexOf('/', at) + 1).replace(/\/$/, '');
}

interface Mention {
  readonly path: RelPath;
  readonly call: GoComponent['calls'][number];
}

/** Every path below the module that a reading call names, whether it is there or not. */
function* mentions(component: GoComponent): Iterable<Mention> {
  const root = component.program.module.dir;
  for (const call of component.calls) {
    if (!READERS.test(call.name) || (OF_PACKAGES.test(call.name) && call.from === null)) continue;
    for (const [at] of call.args.entries()) {
      const text = literal(component, call, at);
      if (text === null || text === '' || text.startsWith('/') || /[\s<>"'`\\]/.test(text)) continue;
      const named = withoutGlob(clean(text));
      const path = named === '' || named === '.' ? undefined : insideRoot(`${root}/${named}`);
      if (path === undefined || path === root || path.endsWith('.go') || relativeTo(path, root).startsWith('..'))
        continue;
      yield { path, call };
    }
  }
}

/** Paths that reading calls name and that are not in the tree: folders that something has to build first. */
export function absentFolders(scope: Scope, component: GoComponent): readonly NamedPath[] {
  const root = component.program.module.dir;
  const found = new Map<string, NamedPath>();
  for (const { path, call } of mentions(component)) {
    if (!SERVERS.test(call.name) || scope.project.has(path) || scope.project.hasFolder(path)) continue;
    const inside = relativeTo(path, root);
    if (!found.has(inside))
      found.set(inside, { path: inside, file: call.file.path, line: call.file.lineOf(call.node) });
  }
  return [...found.values()];
}

/** The files and folders of the module that the program reads at run time by names in its code. */
export function readPaths(scope: Scope, component: GoComponent): readonly NamedPath[] {
  const root = component.program.module.dir;
  const found = new Map<string, NamedPath>();
  for (const { path, call } of mentions(component)) {
    const isFolder = scope.project.hasFolder(path);
    if (!isFolder && !scope.project.has(path)) continue;
    const inside = `${relativeTo(path, root)}${isFolder ? '/' : ''}`;
    // Never a file that holds settings of one machine.
    if (/(^|\/)\.env(\.|$)|\.(pem|key)$/.test(inside)) continue;
    if (!found.has(inside))
      found.set(inside, { path: inside, file: call.file.path, line: call.file.lineOf(call.node) });
  }
  const folders = [...found.keys()].filter((path) => path.endsWith('/'));
  return [...found.values()].filter(
    ({ path }) => !folders.some((folder) => folder !== path && path.startsWith(folder)),
  );
}

/** The folders that the program writes to by names in its code; relative ones lie in the application's folder. */
export function writtenPaths(component: GoComponent): readonly NamedPath[] {
  const found = new Map<string, NamedPath>();
  const add = (folder: string, call: GoComponent['calls'][number]): void => {
    const path = clean(folder);
    if (path === '' || path === '.' || path.startsWith('..') || /^\/(dev|proc|sys|etc)\b/.test(path) || path === '/tmp')
      return;
    if (!found.has(path)) found.set(path, { path, file: call.file.path, line: call.file.lineOf(call.node) });
  };
  for (const call of component.calls) {
    const isWriter = WRITERS.test(call.name) && call.from !== null && WRITING_PACKAGES.test(call.from);
    if (isWriter) {
      const flags = call.args[1] === undefined ? '' : call.file.textOf(call.args[1]);
      const text = literal(component, call, 0);
      if (text === null || /[\s<>"'`\\]/.test(text) || /Temp$/.test(call.name)) continue;
      if (call.name === 'OpenFile' && !/O_(WRONLY|RDWR|CREATE|APPEND)/.test(flags)) continue;
      add(/^Mkdir/.test(call.name) ? text : text.slice(0, Math.max(0, text.lastIndexOf('/'))), call);
    }
    const isDatabase =
      (call.name === 'Open' || call.name === 'Connect') && /^(database\/sql|.*\/sqlx)$/.test(call.from ?? '');
    const driver = isDatabase ? literal(component, call, 0) : null;
    const opened = driver !== null && /^sqlite/.test(driver) ? literal(component, call, 1) : null;
    const source =
      call.from !== null && /\/sqlite$|\/bbolt$/.test(call.from) && call.name === 'Open'
        ? literal(component, call, 0)
        : opened;
    if (source === null || /:memory:/.test(source)) continue;
    const path = source.replace(/^file:/, '').replace(/\?.*$/, '');
    add(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : 'data', call);
  }
  return [...found.values()];
}
