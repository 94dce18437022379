import type { SyntaxNode } from '@lezer/common';
import { below, childrenOf, type GoCall, type GoFile } from './source.ts';

/** Where a program defines one command-line flag. The nodes are expressions of `file`. */
export interface FlagDefinition {
  readonly file: GoFile;
  readonly name: SyntaxNode;
  /** What the flag is when it is not given; absent where the definition says nothing. */
  readonly value: SyntaxNode | undefined;
  /** The variable that sets the flag as well. */
  readonly variable: SyntaxNode | undefined;
  /** The name of the variable of the code that holds the flag's value: `port` of `IntVar(&port, …)`. */
  readonly target: string | undefined;
}

/** `String`, `IntVar`, `StringP`, `IntVarP`. Sources: https://pkg.go.dev/flag and https://pkg.go.dev/github.com/spf13/pflag */
const DEFINES = /^(?:String|Int|Uint|Int64|Uint16)(Var)?(P)?$/;
/** `cmd.Flags().GetInt("port")` of cobra, `c.Int("port")` of urfave/cli. */
const READS = /^(?:Get)?(?:String|Int|Uint|Int64|Uint16)$/;
const PACKAGES = /^flag$|\/pflag$|spf13\/cobra$/;
const LITERALS = /urfave\/cli(\/v\d+)?$/;

function hasImport(file: GoFile, pattern: RegExp): boolean {
  return [...file.imports.values()].some(({ path }) => pattern.test(path));
}

/** The flag that a call defines: of the package, of a set of flags, or of a command of cobra. */
export function definedBy({ file, name, from, receiver, args }: GoCall): FlagDefinition | undefined {
  const [matched, isVar, isShort] = DEFINES.exec(name) ?? [];
  if (matched === undefined || receiver === null) return undefined;
  if (from === null ? !hasImport(file, PACKAGES) : !PACKAGES.test(from)) return undefined;
  const at = isVar === undefined ? 0 : 1;
  const target = at === 0 ? undefined : args[0] && file.textOf(args[0]).replace(/^&/, '');
  const value = args[at + (isShort === undefined ? 1 : 2)];
  const flag = args[at];
  if (flag?.name !== 'String' || value === undefined) return undefined;
  return { file, name: flag, value, variable: undefined, target };
}

/** The first text in an expression: the variable of `[]string{"PORT"}` and of `cli.EnvVars("PORT")`. */
function firstText(node: SyntaxNode | undefined): SyntaxNode | undefined {
  for (const one of node === undefined ? [] : below(node)) {
    if (one.name === 'String') return one;
  }
  return undefined;
}

/** The flags that a file defines by literals: `&cli.IntFlag{Name: "port", Value: 8080, EnvVars: …}`. */
function* literals(file: GoFile): Iterable<FlagDefinition> {
  if (!hasImport(file, LITERALS)) return;
  for (const node of below(file.root)) {
    if (node.name !== 'TypedLiteral' || node.firstChild === null) continue;
    if (!/\.(?:String|Int|Uint|Int64|Uint16)Flag$/.test(file.textOf(node.firstChild))) continue;
    const body = node.getChild('LiteralValue');
    const keys = new Map<string, SyntaxNode>();
    for (const element of body === null ? [] : childrenOf(body, 'Element')) {
      const key = element.getChild('Key');
      if (key !== null && element.lastChild !== null) keys.set(file.textOf(key), element.lastChild);
    }
    const name = keys.get('Name');
    if (name === undefined) continue;
    const variable = firstText(keys.get('EnvVars') ?? keys.get('Sources') ?? keys.get('EnvVar'));
    const target = keys.get('Destination');
    yield {
      file,
      name,
      value: keys.get('Value'),
      variable,
      target: target && file.textOf(target).replace(/^&/, ''),
    };
  }
}

const known = new WeakMap<readonly GoFile[], readonly FlagDefinition[]>();

/** Every flag that the files of a program define. */
export function flagDefinitions(files: readonly GoFile[]): readonly FlagDefinition[] {
  let found = known.get(files);
  if (found === undefined) {
    found = files.flatMap((file) => [...file.calls.flatMap((call) => definedBy(call) ?? []), ...literals(file)]);
    known.set(files, found);
  }
  return found;
}

/** The name that a call reads a flag by; `undefined` for any other call. */
export function flagRead({ file, name, receiver, from, args }: GoCall): SyntaxNode | undefined {
  if (!READS.test(name) || receiver === null || from !== null || args.length !== 1 || args[0]?.name !== 'String') {
    return undefined;
  }
  return hasImport(file, PACKAGES) || hasImport(file, LITERALS) ? args[0] : undefined;
}
