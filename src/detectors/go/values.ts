import type { SyntaxNode } from '@lezer/common';
import { functionAround, functionNamed, nameOf, parametersOf } from './declarations.ts';
import { definedBy, type FlagDefinition, flagDefinitions, flagRead } from './flags.ts';
import { below, childrenOf, type GoCall, type GoFile, unquoted } from './source.ts';
import { fallbackOf, formatted, joined, merged, tagged, text, type Value } from './value-parts.ts';

/** The files of one program, in which names are looked up, and what was found out so far. */
export interface Program {
  readonly files: readonly GoFile[];
  /** By place; a place that is being looked at stands for nothing, which ends circles. */
  readonly seen: Map<string, Value>;
}

const DEPTH = 12;

const GETTERS = new Set(['Getenv', 'LookupEnv']);
/** Calls that hand on what they are given. */
const SAME =
  /^(strconv\.(Itoa|Atoi|FormatInt|ParseInt|ParseUint|FormatUint)|strings\.(TrimSpace|Trim|TrimPrefix|TrimSuffix|TrimRight|TrimLeft|ToLower)|fmt\.Sprint|filepath\.(Clean|FromSlash|Abs|ToSlash)|path\.Clean|aws\.String)$/;
const CONVERSIONS = new Set(['string', 'int', 'int64', 'uint16', 'int32', 'uint']);

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
  const flag = definedBy(call);
  if (flag !== undefined && flag.target === undefined) return flagValue(program, flag, depth);
  const read = flagRead(call);
  if (read !== undefined) return flagNamed(program, fallbackOf(evaluated(read)), depth);
  if (/\/viper$/.test(from ?? '') && /^Get(String|Int|Uint16)?$/.test(name))
    return viperValue(program, fallbackOf(evaluated(args[0])));
  const declared = functionNamed(program.files, name);
  return declared === undefined ? undefined : ownCall(program, declared, args.map(evaluated), depth);
}

/** What a flag holds: its default, or the variable that its default or its definition names. */
function flagValue(program: Program, { file, name, value, variable }: FlagDefinition, depth: number): Value {
  const given = value && partsOf(program, file, value, depth + 1);
  if (variable !== undefined) {
    return [{ kind: 'env', text: unquoted(file.textOf(variable)), fallback: fallbackOf(given) }];
  }
  const flag = fallbackOf(partsOf(program, file, name, depth + 1));
  // A flag whose default is a variable is set by the variable as well.
  if (flag === null || given?.some(({ kind }) => kind !== 'text') === true) return given;
  return [{ kind: 'flag', text: flag, fallback: fallbackOf(given) }];
}

function flagNamed(program: Program, wanted: string | null, depth: number): Value {
  const found = flagDefinitions(program.files).find(
    ({ file, name }) => fallbackOf(partsOf(program, file, name, depth + 1)) === wanted,
  );
  return found && wanted !== null ? flagValue(program, found, depth) : undefined;
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
  const flag = calls.find((call) => call.name === 'BindPFlag' && literal(call, 0) === key)?.args[1];
  const behind = flag && boundFlag(program, flag);
  const fallback = preset === undefined ? fallbackOf(behind) : literal(preset, 1);
  const bound = calls.find((call) => call.name === 'BindEnv' && literal(call, 0) === key);
  const prefix = calls.find(({ name }) => name === 'SetEnvPrefix');
  const head = prefix === undefined ? '' : `${literal(prefix, 0) ?? ''}_`;
  const named = (bound && literal(bound, 1)) ?? `${head}${key}`.replaceAll(/[.-]/g, '_').toUpperCase();
  const isBound = bound !== undefined || calls.some(({ name }) => name === 'AutomaticEnv');
  if (isBound) return [{ kind: 'env', text: named, fallback }];
  return behind ?? (fallback === null ? undefined : text(fallback));
}

/** The flag of `viper.BindPFlag("port", cmd.Flags().Lookup("port"))`. */
function boundFlag(program: Program, node: SyntaxNode): Value {
  const call = program.files
    .flatMap(({ calls }) => calls)
    .find((one) => one.node.from === node.from && one.node.to === node.to && one.name === 'Lookup');
  const name = call?.args[0];
  return call && name && flagNamed(program, fallbackOf(partsOf(program, call.file, name, DEPTH - 3)), DEPTH - 3);
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
      const flag = call && definedBy(call);
      if (flag?.target === name) found.push(flagValue(program, flag, depth));
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

/** What a field of that name is set to anywhere in the program: by tags, literals and assignments. */
function fieldValue(program: Program, name: string, depth: number): Value {
  const key = `field ${name}`;
  if (program.seen.has(key)) return program.seen.get(key);
  program.seen.set(key, undefined);
  const found: Value[] = [];
  for (const flag of flagDefinitions(program.files)) {
    if (flag.target?.endsWith(`.${name}`) === true) found.push(flagValue(program, flag, depth));
  }
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
