import type { SyntaxNode } from '@lezer/common';
import { below, childrenOf, type GoCall, type GoFile, unquoted } from './source.ts';

/** One part of a text: known, or taken from the environment or a flag with what it falls back to. */
export interface Part {
  readonly kind: 'text' | 'env' | 'flag';
  /** The text, or the variable's or flag's name. */
  readonly text: string;
  /** What an unset variable or flag means; `null` where the code says nothing. */
  readonly fallback: string | null;
}

/** A text as its parts; `undefined` where it cannot be known. */
export type Value = readonly Part[] | undefined;

/** The files of one program, in which names are looked up, and what was found out so far. */
export interface Program {
  readonly files: readonly GoFile[];
  /** By place; a place that is being looked at stands for nothing, which ends circles. */
  readonly seen: Map<string, Value>;
}

const DEPTH = 12;

/** The value with every variable and flag unset; `null` where a part has no fallback. */
export function fallbackOf(value: Value): string | null {
  if (value === undefined) return null;
  const texts = value.map((part) => (part.kind === 'text' ? part.text : part.fallback));
  return texts.includes(null) ? null : texts.join('');
}

function text(value: string): Value {
  return [{ kind: 'text', text: value, fallback: null }];
}

/** Several things that one name was set to: the variable of one, the fallback of another. */
function merged(values: readonly Value[]): Value {
  const known = values.filter((value) => value !== undefined);
  const open = known.find((value) => value.some(({ kind }) => kind !== 'text'));
  const plain = known.map(fallbackOf).find((value) => value !== null && value !== '');
  if (open === undefined) return plain === undefined || plain === null ? known[0] : text(plain);
  const [only, more] = open;
  if (more !== undefined || only === undefined || only.fallback !== null) return open;
  return [{ ...only, fallback: plain ?? null }];
}

function nameOf(file: GoFile, node: SyntaxNode | null): string {
  return node === null ? '' : file.textOf(node);
}

function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.name === 'FunctionDecl' || at.name === 'MethodDecl') return at;
  }
  return null;
}

/** The names of a function's parameters, in their order. */
function parametersOf(file: GoFile, declaration: SyntaxNode): readonly string[] {
  const lists = childrenOf(declaration, 'Parameters');
  const list = declaration.name === 'MethodDecl' ? lists[1] : lists[0];
  return list === undefined
    ? []
    : childrenOf(list, 'Parameter').flatMap((one) => childrenOf(one, 'DefName').map((name) => file.textOf(name)));
}

function functionNamed(
  program: Program,
  name: string,
): { readonly file: GoFile; readonly node: SyntaxNode } | undefined {
  for (const file of program.files) {
    for (const node of childrenOf(file.root, 'FunctionDecl', 'MethodDecl')) {
      const own = node.name === 'MethodDecl' ? node.getChild('FieldName') : node.getChild('DefName');
      if (nameOf(file, own) === name) return { file, node };
    }
  }
  return undefined;
}

const GETTERS = new Set(['Getenv', 'LookupEnv']);
/** Calls that hand on what they are given. */
const SAME =
  /^(strconv\.(Itoa|Atoi|FormatInt|ParseInt|ParseUint|FormatUint)|strings\.(TrimSpace|Trim|TrimPrefix|TrimSuffix|TrimRight|TrimLeft|ToLower)|fmt\.Sprint|filepath\.(Clean|FromSlash|Abs|ToSlash)|path\.Clean|aws\.String)$/;
const CONVERSIONS = new Set(['string', 'int', 'int64', 'uint16', 'int32', 'uint']);
const FLAGS = /^(String|Int|Uint|Int64|Uint16)(P|Var|VarP)?$/;

function callValue(program: Program, call: GoCall, depth: number): Value {
  const { file, name, from, args } = call;
  const evaluated = (node: SyntaxNode | undefined): Value =>
    node === undefined ? undefined : partsOf(program, file, node, depth + 1);
  const full = `${from ?? ''}.${name}`;
  if (from === 'os' && GETTERS.has(name)) {
    const variable = fallbackOf(evaluated(args[0]));
    return variable === null ? undefined : [{ kind: 'env', text: variable, fallback: null }];
  }
  if (full === 'cmp.Or') return merged(args.map(evaluated));
  if (from === null && call.receiver === null && CONVERSIONS.has(name)) return evaluated(args[0]);
  if (full === 'net.JoinHostPort') return joined([evaluated(args[0]), text(':'), evaluated(args[1])]);
  if (/^(path|path\/filepath)\.Join$/.test(full)) {
    return joined(args.flatMap((node, at) => (at === 0 ? [evaluated(node)] : [text('/'), evaluated(node)])));
  }
  if (full === 'fmt.Sprintf') return formatted(fallbackOf(evaluated(args[0])), args.slice(1).map(evaluated));
  if (SAME.test(full.replace(/^path\/filepath\./, 'filepath.'))) return evaluated(args[0]);
  if (/(^flag|\/pflag)$/.test(from ?? '') && FLAGS.test(name)) {
    const flag = fallbackOf(evaluated(args[0]));
    const value = evaluated(name.endsWith('P') ? args[2] : args[1]);
    if (flag === null || value === undefined) return value;
    // A flag whose default is a variable is set by the variable as well.
    return value.some(({ kind }) => kind !== 'text')
      ? value
      : [{ kind: 'flag', text: flag, fallback: fallbackOf(value) }];
  }
  if (/\/viper$/.test(from ?? '') && /^Get(String|Int|Uint16)?$/.test(name))
    return viperValue(program, fallbackOf(evaluated(args[0])));
  const declared = functionNamed(program, name);
  return declared === undefined ? undefined : ownCall(program, declared, args.map(evaluated), depth);
}

/** What viper would find: a default set in code, and the variable where the environment is bound. */
function viperValue(program: Program, key: string | null): Value {
  if (key === null) return undefined;
  const calls = program.files.flatMap(({ calls: all }) => all).filter(({ from }) => from?.endsWith('/viper') === true);
  const literal = (call: GoCall, at: number): string | null => {
    const node = call.args[at];
    return node === undefined ? null : fallbackOf(partsOf(program, call.file, node, DEPTH - 2));
  };
  const preset = calls.find((call) => call.name === 'SetDefault' && literal(call, 0) === key);
  const fallback = preset === undefined ? null : literal(preset, 1);
  const bound = calls.find((call) => call.name === 'BindEnv' && literal(call, 0) === key);
  const prefix = calls.find(({ name }) => name === 'SetEnvPrefix');
  const head = prefix === undefined ? '' : `${literal(prefix, 0) ?? ''}_`;
  const named = (bound && literal(bound, 1)) ?? `${head}${key}`.replaceAll(/[.-]/g, '_').toUpperCase();
  const isBound = bound !== undefined || calls.some(({ name }) => name === 'AutomaticEnv');
  if (isBound) return [{ kind: 'env', text: named, fallback }];
  return fallback === null ? undefined : text(fallback);
}

/** A call of a function of the program: a helper around os.Getenv, or one that returns something known. */
function ownCall(
  program: Program,
  { file, node }: { readonly file: GoFile; readonly node: SyntaxNode },
  values: readonly Value[],
  depth: number,
): Value {
  const parameters = parametersOf(file, node);
  const inside = file.calls.filter((call) => call.node.from >= node.from && call.node.to <= node.to);
  const getter = inside.find(({ from, name }) => from === 'os' && GETTERS.has(name));
  const key = getter?.args[0] === undefined ? '' : file.textOf(getter.args[0]);
  const at = parameters.indexOf(key);
  if (getter !== undefined && at >= 0) {
    const variable = fallbackOf(values[at]);
    const fallback = values
      .filter((_, index) => index !== at)
      .map(fallbackOf)
      .find((one) => one !== null);
    return variable === null ? undefined : [{ kind: 'env', text: variable, fallback: fallback ?? null }];
  }
  if (depth > DEPTH) return undefined;
  const returned: Value[] = [];
  for (const child of below(node)) {
    if (child.name !== 'ReturnStatement') continue;
    const first = child.firstChild?.nextSibling;
    if (first) returned.push(partsOf(program, file, first, depth + 1));
  }
  return merged(returned);
}

function joined(values: readonly Value[]): Value {
  const parts: Part[] = [];
  for (const value of values) {
    if (value === undefined) return undefined;
    parts.push(...value);
  }
  return parts;
}

/** What fmt.Sprintf makes of plain verbs. */
function formatted(format: string | null, values: readonly Value[]): Value {
  if (format === null) return undefined;
  let next = 0;
  const pieces = format.split(/(%[dsv])/).map((piece): Value => {
    if (!/^%[dsv]$/.test(piece)) return text(piece);
    next += 1;
    return values[next - 1];
  });
  return joined(pieces);
}

/** Everything that a name is set to in a file or, for what a package or a parameter holds, in the program. */
function lookUp(program: Program, file: GoFile, node: SyntaxNode, depth: number): Value {
  const name = file.textOf(node);
  const around = functionAround(node);
  const found: Value[] = around === null ? [] : assigned(program, file, around, name, depth);
  if (found.length > 0) return merged(found);
  if (around !== null) {
    const at = parametersOf(file, around).indexOf(name);
    const own = nameOf(file, around.getChild('DefName') ?? around.getChild('FieldName'));
    if (at >= 0) return argumentOf(program, own, at, depth);
  }
  for (const other of program.files.filter(({ packageName }) => packageName === file.packageName)) {
    const there = assigned(program, other, other.root, name, depth);
    if (there.length > 0) return merged(there);
  }
  return undefined;
}

/** What a function is called with, where it is called. */
function argumentOf(program: Program, name: string, at: number, depth: number): Value {
  for (const file of program.files) {
    for (const call of file.calls) {
      const argument = call.name === name ? call.args[at] : undefined;
      const value = argument && partsOf(program, file, argument, depth + 1);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

/** The values that statements below `scope` give to a name. */
function assigned(program: Program, file: GoFile, scope: SyntaxNode, name: string, depth: number): Value[] {
  const found: Value[] = [];
  const isTop = scope === file.root;
  for (const node of below(scope)) {
    if (!['VarDecl', 'VarSpec', 'ConstSpec', 'Assignment', 'CallExpr'].includes(node.name)) continue;
    if (node.name === 'CallExpr') {
      const call = file.calls.find((one) => one.node.from === node.from && one.node.to === node.to);
      const target = call?.args[0];
      if (call === undefined || target === undefined || !/Var/.test(call.name)) continue;
      if (!/(^flag|\/pflag)$/.test(call.from ?? '') || file.textOf(target) !== `&${name}`) continue;
      const [, flag, short, fallback] = call.args;
      const value = call.name.endsWith('P') ? fallback : short;
      if (flag === undefined || value === undefined) continue;
      const given = partsOf(program, file, value, depth + 1);
      const known = fallbackOf(partsOf(program, file, flag, depth + 1)) ?? '';
      found.push(
        given?.some(({ kind }) => kind !== 'text')
          ? given
          : [{ kind: 'flag', text: known, fallback: fallbackOf(given) }],
      );
      continue;
    }
    if (isTop && node.name !== 'ConstSpec' && functionAround(node) !== null) continue;
    const parts = childrenOf(node);
    const sign = parts.findIndex((part) => part.name === '=' || part.name === ':=' || part.name === 'UpdateOp');
    if (sign < 0) continue;
    const targets = parts.slice(0, sign).filter((part) => /Name$/.test(part.name) && part.name !== 'TypeName');
    const at = targets.findIndex((part) => file.textOf(part) === name);
    const values = parts.slice(sign + 1).filter((part) => part.name !== ',');
    const value = at < 0 ? undefined : (values[at] ?? (at === 0 ? values[0] : undefined));
    if (value !== undefined) found.push(partsOf(program, file, value, depth + 1));
  }
  return found.filter((value) => value !== undefined);
}

/** The variable and default that struct tags name: `env:"PORT" envDefault:"8080"`, `envconfig:"PORT" default:"8080"`. */
function tagged(tag: string): Value {
  const variable = /(?:^|\s)(?:env|envconfig):"([A-Za-z_]\w*)/.exec(tag)?.[1];
  const fallback =
    /(?:^|\s)(?:envDefault|env-default|default):"([^"]*)"/.exec(tag)?.[1] ?? /\bdefault=([^,"]*)/.exec(tag)?.[1];
  if (variable !== undefined) return [{ kind: 'env', text: variable, fallback: fallback ?? null }];
  return fallback === undefined ? undefined : text(fallback);
}

/** What a field of that name is set to anywhere in the program: by tags, literals and assignments. */
function fieldValue(program: Program, name: string, depth: number): Value {
  const key = `field ${name}`;
  if (program.seen.has(key)) return program.seen.get(key);
  program.seen.set(key, undefined);
  const found: Value[] = [];
  for (const file of program.files) {
    if (!file.text.includes(name)) continue;
    for (const node of below(file.root)) {
      if (node.name === 'FieldDecl' && childrenOf(node, 'FieldName').some((one) => file.textOf(one) === name)) {
        const tag = node.getChild('String');
        if (tag !== null) found.push(tagged(unquoted(file.textOf(tag))));
      } else if (node.name === 'Element' && nameOf(file, node.getChild('Key')) === name && node.lastChild !== null) {
        found.push(partsOf(program, file, node.lastChild, depth + 1));
      } else if (node.name === 'Assignment') {
        const [target, sign, value] = childrenOf(node);
        if (target?.name !== 'SelectorExpr' || sign === undefined || value === undefined) continue;
        if (nameOf(file, target.getChild('FieldName')) === name) found.push(partsOf(program, file, value, depth + 1));
      } else if (node.name === 'VarSpec' || node.name === 'ConstSpec') {
        const parts = childrenOf(node);
        const isNamed = nameOf(file, node.getChild('DefName')) === name && functionAround(node) === null;
        if (isNamed && node.lastChild !== null && parts.some((part) => part.name === '=')) {
          found.push(partsOf(program, file, node.lastChild, depth + 1));
        }
      }
    }
  }
  const value = merged(found);
  program.seen.set(key, value);
  return value;
}

/**
 * What an expression comes to, as far as the code says: literals, constants, concatenation, os.Getenv and helpers
 * around it, flags, viper, struct tags. `undefined` for anything else.
 */
export function partsOf(program: Program, file: GoFile, node: SyntaxNode, depth = 0): Value {
  if (depth > DEPTH) return undefined;
  const key = `${file.path} ${node.from} ${node.to} ${node.name}`;
  if (program.seen.has(key)) return program.seen.get(key);
  program.seen.set(key, undefined);
  const value = evaluate(program, file, node, depth);
  program.seen.set(key, value);
  return value;
}

function evaluate(program: Program, file: GoFile, node: SyntaxNode, depth: number): Value {
  if (node.name === 'String') return text(unquoted(file.textOf(node)));
  if (node.name === 'Number') return text(file.textOf(node).replaceAll('_', ''));
  if (node.name === 'VariableName') return lookUp(program, file, node, depth);
  if (node.name === 'ParenthesizedExpr' || node.name === 'ParenExpr' || node.name === 'UnaryExp') {
    const inner = childrenOf(node).find(({ name }) => !['(', ')', 'DerefOp'].includes(name));
    return inner === undefined ? undefined : partsOf(program, file, inner, depth + 1);
  }
  if (node.name === 'BinaryExp') {
    const [left, operator, right] = childrenOf(node);
    if (left === undefined || operator === undefined || right === undefined || file.textOf(operator) !== '+')
      return undefined;
    return joined([partsOf(program, file, left, depth + 1), partsOf(program, file, right, depth + 1)]);
  }
  if (node.name === 'CallExpr') {
    const call = file.calls.find((one) => one.node.from === node.from && one.node.to === node.to);
    if (call !== undefined) {
      const value = callValue(program, call, depth);
      return call.addedTo === null ? value : joined([partsOf(program, file, call.addedTo, depth + 1), value]);
    }
    const [callee, list] = childrenOf(node);
    const argument = list && childrenOf(list).find(({ name }) => name !== '(');
    return callee?.name === 'TypeName' && argument ? partsOf(program, file, argument, depth + 1) : undefined;
  }
  if (node.name === 'SelectorExpr') {
    const field = node.getChild('FieldName');
    return field === null ? undefined : fieldValue(program, file.textOf(field), depth + 1);
  }
  return undefined;
}
