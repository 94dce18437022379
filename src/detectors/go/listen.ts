import type { RelPath } from '../../core/model/paths.ts';
import { type Address, addressOf } from './address.ts';
import { argument, type GoComponent } from './component.ts';
import { childrenOf, type GoCall, type GoFile } from './source.ts';
import type { Value } from './value-parts.ts';
import { partsOf } from './values.ts';

/** One place where the program begins to listen. */
export interface Listen {
  readonly file: RelPath;
  readonly line: number;
  /** `undefined` where the code does not show it. */
  readonly address: Address | undefined;
  /** The framework's own default, where the call names nothing. */
  readonly habit: { readonly port: number; readonly variable: string | null } | null;
  /** What makes it the lesser server of a process that has several: gRPC beside HTTP, or metrics alone. */
  readonly aside: 'rpc' | 'metrics' | null;
}

function asideOf({ name, from, args, file }: GoCall): Listen['aside'] {
  if (args.slice(1).some((node) => /\bpromhttp\./.test(file.textOf(node)))) return 'metrics';
  if (name !== 'Listen' || from !== 'net') return null;
  return [...file.imports.values()].some(({ path }) => path === 'google.golang.org/grpc') ? 'rpc' : null;
}

/** One way to listen: a function or method, which argument is the address, and which import shows that it is this one. */
interface Listener {
  readonly names: readonly string[];
  /** The import path that the call is made on, or that the file of a method call has. */
  readonly module: RegExp;
  readonly isMethod: boolean;
  readonly at: number;
  readonly port: number | null;
  readonly variable: string | null;
}

/** Sources: the documentation of net/http and of each framework on pkg.go.dev. */
const LISTENERS: readonly Listener[] = [
  {
    names: ['ListenAndServe', 'ListenAndServeTLS'],
    module: /^net\/http$|\/fasthttp$/,
    isMethod: false,
    at: 0,
    port: null,
    variable: null,
  },
  { names: ['Listen'], module: /^net$/, isMethod: false, at: 1, port: null, variable: null },
  { names: ['Listen'], module: /^crypto\/tls$/, isMethod: false, at: 1, port: null, variable: null },
  {
    names: ['Run', 'RunTLS'],
    module: /^github\.com\/gin-gonic\/gin$/,
    isMethod: true,
    at: 0,
    port: 8080,
    variable: 'PORT',
  },
  {
    names: ['Start', 'StartTLS', 'StartAutoTLS'],
    module: /^github\.com\/labstack\/echo(\/v\d+)?$/,
    isMethod: true,
    at: 0,
    port: 1323,
    variable: null,
  },
  {
    names: ['Listen', 'ListenTLS'],
    module: /^github\.com\/gofiber\/fiber(\/v\d+)?$/,
    isMethod: true,
    at: 0,
    port: 3000,
    variable: null,
  },
  { names: ['Run'], module: /\/beego(\/v\d+)?(\/server\/web)?$/, isMethod: false, at: 0, port: 8080, variable: null },
  { names: ['Listen'], module: /\/iris(\/v\d+)?$/, isMethod: true, at: 0, port: 8080, variable: null },
  {
    names: ['Run', 'Start'],
    module: /^github\.com\/go-martini\/martini$|\/go-chi\/(?!.)/,
    isMethod: true,
    at: 0,
    port: 3000,
    variable: 'PORT',
  },
  { names: ['WithHostPorts'], module: /\/hertz\/.*server$/, isMethod: false, at: 0, port: 8888, variable: null },
];

function listenerOf({ name, from, receiver, file }: GoCall): Listener | undefined {
  return LISTENERS.find(({ names, module, isMethod }) => {
    if (!names.includes(name)) return false;
    if (!isMethod) return from !== null && module.test(from);
    return receiver !== null && from === null && [...file.imports.values()].some(({ path }) => module.test(path));
  });
}

/** The address of each `http.Server{Addr: …}` literal. */
function* serverLiterals(component: GoComponent, file: GoFile): Iterable<Listen> {
  const alias = [...file.imports].find(([, { path }]) => path === 'net/http')?.[0];
  if (alias === undefined || !file.text.includes(`${alias}.Server{`)) return;
  const cursor = file.root.cursor();
  while (cursor.next()) {
    if (cursor.name !== 'TypedLiteral') continue;
    const node = cursor.node;
    if (node.firstChild === null || file.textOf(node.firstChild) !== `${alias}.Server`) continue;
    const body = node.getChild('LiteralValue');
    const element =
      body &&
      childrenOf(body, 'Element').find((one) => {
        const key = one.getChild('Key');
        return key !== null && file.textOf(key) === 'Addr';
      });
    const value: Value = element?.lastChild ? partsOf(component.values, file, element.lastChild) : undefined;
    yield { file: file.path, line: file.lineOf(element ?? node), address: addressOf(value), habit: null, aside: null };
  }
}

/** A number that says how likely a place is the server that users ask: the smaller, the likelier. */
function rank({ file, address, habit, aside }: Listen, component: GoComponent): number {
  const isLocal = address?.host === 'localhost' || address?.host === '127.0.0.1';
  const isMain = component.files.some(({ path, packageName }) => path === file && packageName === 'main');
  const fromPort = address?.portVariable === 'PORT' ? -4 : 0;
  const isKnown = address?.port !== null && address?.port !== undefined ? 0 : habit === null ? 3 : 0;
  const isAside = /metric|pprof|debug|admin|telemetry|prometheus/i.test(
    `${file} ${address?.portVariable ?? ''} ${address?.addressVariable ?? ''}`,
  );
  return (
    fromPort +
    isKnown +
    (isLocal ? 2 : 0) +
    (isMain ? 0 : 1) +
    (aside === 'rpc' ? 5 : 0) +
    (isAside || aside === 'metrics' ? 6 : 0)
  );
}

/** Every place where a program listens, the likeliest first. */
export function listens(component: GoComponent): readonly Listen[] {
  const found: Listen[] = [];
  for (const file of component.files) {
    for (const call of file.calls) {
      const listener = listenerOf(call);
      if (listener === undefined) continue;
      const { at, port, variable } = listener;
      const isUnix =
        /^"unix/.test(call.args[0] === undefined ? '' : file.textOf(call.args[0])) && call.name === 'Listen';
      if (isUnix) continue;
      const address = addressOf(argument(component, call, at));
      const habit = port === null ? null : { port, variable };
      found.push({
        file: file.path,
        line: file.lineOf(call.node),
        address,
        habit: address === undefined ? habit : null,
        aside: asideOf(call),
      });
    }
    found.push(...serverLiterals(component, file));
  }
  return found
    .map((listen, index) => ({ listen, index, rank: rank(listen, component) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ listen }) => listen);
}

/** The web frameworks by import path. */
const FRAMEWORKS: readonly (readonly [string, RegExp])[] = [
  ['gin', /^github\.com\/gin-gonic\/gin$/],
  ['echo', /^github\.com\/labstack\/echo(\/v\d+)?$/],
  ['fiber', /^github\.com\/gofiber\/fiber(\/v\d+)?$/],
  ['chi', /^github\.com\/go-chi\/chi(\/v\d+)?$/],
  ['beego', /\/beego(\/v\d+)?(\/server\/web)?$/],
  ['gorilla', /^github\.com\/gorilla\/mux$/],
  ['iris', /^github\.com\/kataras\/iris(\/v\d+)?$/],
  ['hertz', /^github\.com\/cloudwego\/hertz\//],
  ['buffalo', /^github\.com\/gobuffalo\/buffalo$/],
  ['httprouter', /^github\.com\/julienschmidt\/httprouter$/],
  ['grpc', /^google\.golang\.org\/grpc$/],
  ['fasthttp', /^github\.com\/valyala\/fasthttp$/],
  ['net/http', /^net\/http$/],
];

/** The web framework of a program, with the import that shows it; `undefined` where it serves nothing. */
export function frameworkOf(
  component: GoComponent,
): { readonly name: string; readonly path: string; readonly file: RelPath; readonly line: number } | undefined {
  for (const [name, pattern] of FRAMEWORKS) {
    // A program that answers HTTP beside gRPC is asked over HTTP.
    if (name === 'grpc' && listens(component)[0]?.aside === null) continue;
    for (const { imports, path: file } of component.files) {
      const found = [...imports.values()].find(({ path }) => pattern.test(path));
      if (found !== undefined) return { name, path: found.path, file, line: found.line };
    }
  }
  return undefined;
}
