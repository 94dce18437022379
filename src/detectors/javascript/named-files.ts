import type { Node } from '@babel/types';
import { dirname, insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { buildScript } from './build-scripts.ts';
import { bundledFolders } from './bundled-folders.ts';
import { outputFolder } from './compiled-path.ts';
import { propertyOf, stringIn } from './expressions.ts';
import { follow } from './follow.ts';
import type { CallSite, ModuleIndex } from './module-index.ts';
import { nodeProject } from './node-project.ts';
import { namedPath } from './path-expression.ts';
import { holdsInProduction } from './production-branch.ts';
import { sourceFile } from './resolve-import.ts';
import { scriptsRunBy } from './script-graph.ts';

/** Where a call names the files that it serves or reads: an argument, or a key of the options there. */
interface Naming {
  readonly at: number;
  readonly key?: string;
}

/** Calls that serve or read files, by the last part of their name. Sources: Express, Fastify, NestJS, Hono, Node.js. */
const READERS: Readonly<Record<string, Naming>> = {
  static: { at: 0 },
  serveStatic: { at: 0, key: 'root' },
  useStaticAssets: { at: 0, key: 'root' },
  setBaseViewsDir: { at: 0 },
  register: { at: 1, key: 'root' },
  forRoot: { at: 0, key: 'rootPath' },
  sendFile: { at: 0 },
  readFileSync: { at: 0 },
  readFile: { at: 0 },
  createReadStream: { at: 0 },
};

/** Packages whose export is a function that serves a folder. */
const SERVERS: ReadonlySet<string> = new Set([
  ...['serve-static', 'sirv', 'express-static-gzip', 'koa-static', '@koa/static', 'ecstatic', 'serve-favicon'],
]);

/** Folders that builds write, whatever the tool. */
const OUTPUTS: ReadonlySet<string> = new Set(['dist', 'build', 'out']);

function pathNode({ imported }: ModuleIndex, { node, method, name }: CallSite): Node | undefined {
  if (method === 'set') return stringIn(node.arguments[0]) === 'views' ? node.arguments[1] : undefined;
  const serves = name !== undefined && SERVERS.has(imported.get(name)?.source ?? '');
  const naming = serves
    ? { at: 0 }
    : method !== undefined && Object.hasOwn(READERS, method)
      ? READERS[method]
      : undefined;
  const given = naming && node.arguments[naming.at];
  if (given?.type === 'ObjectExpression') return propertyOf(given, naming?.key ?? 'root');
  const options = method === 'sendFile' ? node.arguments[1] : undefined;
  const root = options?.type === 'ObjectExpression' ? propertyOf(options, 'root') : undefined;
  return root ?? (naming?.key !== undefined && naming.at > 0 ? undefined : given);
}

/** A path of the code, relative to the component; `undefined` when it leads out of it or names all of it. */
function pathOf(scope: Scope, module: ModuleIndex, node: Node): string | undefined {
  const named = namedPath(scope, { node, module });
  if (named === undefined || named.text.includes('://')) return undefined;
  if (named.inProject === undefined && named.text.startsWith('/')) return undefined;
  const whole = named.inProject ?? insideRoot(`${scope.dir}/${named.text}`);
  const path = whole === undefined ? undefined : relativeTo(whole, scope.dir);
  return path === undefined || path === '.' || path.startsWith('..') ? undefined : path;
}

/** The folder of a tool that the component builds with, in which a path lies. */
function knownOutput(scope: Scope, path: string): string | undefined {
  return [...bundledFolders(scope), outputFolder(scope)].find(
    (folder) => folder !== undefined && (path === folder || path.startsWith(`${folder}/`)),
  );
}

/** True for code that does not run in production: `isProduction ? … : here`, `if (process.env.NODE_ENV !== 'production')`. */
function isDevelopmentOnly(scope: Scope, module: ModuleIndex, node: Node): boolean {
  const named = (inner: Node): Node => follow(scope, { node: inner, module }).node;
  for (
    let at = node, parent = module.parents.get(at);
    parent !== undefined;
    at = parent, parent = module.parents.get(at)
  ) {
    if (parent.type !== 'ConditionalExpression' && parent.type !== 'IfStatement') continue;
    const holds = parent.test === at ? undefined : holdsInProduction(parent.test, named);
    if (holds !== undefined && holds !== (parent.consequent === at)) return true;
  }
  return false;
}

/** The part of a path that the component's build writes; `undefined` where nothing tells that it does. */
function builtPart(scope: Scope, path: string): string | undefined {
  const scripts = nodeProject(scope)?.manifest.scripts ?? new Map<string, string>();
  const build = buildScript(scripts);
  const known = knownOutput(scope, path);
  if (known !== undefined) return known;
  const parts = path.split('/');
  const at = parts.findIndex((part) => OUTPUTS.has(part));
  if (at < 0 || build === undefined) return undefined;
  const text = [...scriptsRunBy(scripts, build)].map((name) => scripts.get(name) ?? '').join('\n');
  return at === 0 || text.includes(parts[0] ?? '') ? parts.slice(0, at + 1).join('/') : undefined;
}

/** What a file of the project loads by its path: data, or a built module (`./lib/app.js`, where a compiler writes `lib`). */
function loadedPath(scope: Scope, module: ModuleIndex, source: string): string | undefined {
  const whole = source.startsWith('.') ? insideRoot(`${dirname(module.path)}/${source}`) : undefined;
  const path = whole === undefined ? '..' : relativeTo(whole, scope.dir);
  const [top = ''] = path.split('/');
  if (whole === undefined || path.startsWith('..')) return undefined;
  // `require('./config.json')`: what is no code is in no list of modules.
  const data = [path, `${path}.json`, `${path}.node`].find((one) => scope.project.has(scope.at(one)));
  if (data !== undefined) return /\.[cm]?[jt]sx?$/.test(data) ? undefined : data;
  if (path === top) return undefined;
  const isThere = sourceFile(scope, whole) !== undefined || scope.project.hasFolder(scope.at(top));
  if (isThere || buildScript(nodeProject(scope)?.manifest.scripts ?? new Map()) === undefined) return undefined;
  return knownOutput(scope, path) ?? top;
}

/**
 * Files and folders, relative to the component, that the code serves, reads or loads by a path that it names: those of
 * the project, and those that its build writes. `compiled` says that the modules run from another folder, so that a path
 * in their own top folder is not where they read it.
 */
export function namedFiles(scope: Scope, modules: readonly ModuleIndex[], compiled: boolean): readonly string[] {
  const found = new Set<string>();
  const outputs = bundledFolders(scope);
  for (const module of modules) {
    const [top] = relativeTo(module.path, scope.dir).split('/');
    for (const site of module.calls) {
      const node = isDevelopmentOnly(scope, module, site.node) ? undefined : pathNode(module, site);
      const path = node && pathOf(scope, module, node);
      if (path === undefined || (compiled && path.split('/')[0] === top)) continue;
      // The page that Vite builds from: a server of production reads the one that it writes.
      if (path === 'index.html' && outputs.length > 0) continue;
      const whole = scope.at(path);
      const isThere = scope.tree.has(whole) || scope.tree.hasFolder(whole as RelPath);
      const wanted = isThere ? path : builtPart(scope, path);
      if (wanted !== undefined && wanted !== 'package.json') found.add(wanted);
    }
    for (const { source, typeOnly } of compiled ? [] : module.imports) {
      const built = typeOnly ? undefined : loadedPath(scope, module, source);
      if (built !== undefined) found.add(built);
    }
  }
  return [...found];
}
