import { stringify } from 'yaml';
import { type Call, type Node, type Operand, type Pipeline, parseTemplate } from './parse.ts';

/** What a chart's templates are rendered with. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly values: unknown;
}

interface Scope {
  readonly dot: unknown;
  /** `$`: what the template or the include began with. */
  readonly root: unknown;
  readonly helpers: ReadonlyMap<string, readonly Node[]>;
}

/** What Go's templates take for false. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A path that leads nowhere throws: Helm would print nothing or `<no value>`, neither of which a chart may rely on. */
function operandValue(operand: Operand, { dot, root }: Scope): unknown {
  if (operand.kind === 'text') return operand.text;
  if (operand.kind === 'number') return operand.number;
  if (operand.root !== '.' && operand.root !== '$')
    throw new Error(`variable ${operand.root} is not in the closed set`);
  let value = operand.root === '$' ? root : dot;
  for (const key of operand.keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      throw new Error(`.${operand.keys.join('.')} is not among the values`);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function printed(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`a ${value === null ? 'null' : typeof value} is printed`);
}

/** As Go's encoder does it, as far as a parser can tell: keys in order, texts that YAML 1.1 would misread quoted. */
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, sortMapEntries: true }).trimEnd();
}

function call({ name, args }: Call, piped: readonly unknown[], scope: Scope): unknown {
  const values = [...args.map((arg) => operandValue(arg, scope)), ...piped];
  const [first, second] = values;
  if (name === null && piped.length === 0) return first;
  if (name === 'toYaml' && values.length === 1) return toYaml(first);
  if (name === 'quote' && values.length === 1) return JSON.stringify(printed(first));
  if (name === 'nindent' && values.length === 2)
    return `\n${printed(second).replaceAll(/^/gm, ' '.repeat(Number(first)))}`;
  if (name === 'include' && values.length === 2) {
    const body = scope.helpers.get(printed(first));
    if (body === undefined) throw new Error(`there is no helper ${printed(first)}`);
    return nodesOf(body, { ...scope, dot: second, root: second });
  }
  throw new Error(`${String(name)} is called with ${values.length} arguments`);
}

function evaluate(pipeline: Pipeline, scope: Scope): unknown {
  let piped: readonly unknown[] = [];
  for (const one of pipeline) piped = [call(one, piped, scope)];
  return piped[0];
}

function nodeOf(node: Node, scope: Scope): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'define') return '';
  const value = evaluate(node.pipeline, scope);
  if (node.kind === 'print') return printed(value);
  if (isEmpty(value)) return nodesOf(node.otherwise, scope);
  if (node.kind === 'if') return nodesOf(node.body, scope);
  if (node.kind === 'with') return nodesOf(node.body, { ...scope, dot: value });
  return Object.values(value as object)
    .map((dot) => nodesOf(node.body, { ...scope, dot }))
    .join('');
}

function nodesOf(nodes: readonly Node[], scope: Scope): string {
  return nodes.map((node) => nodeOf(node, scope)).join('');
}

/**
 * Renders the templates of a chart: the closed set of values, `if`, `with`, `range`, `include` of the chart's own helpers,
 * `toYaml`, `nindent` and `quote`, as Helm does. Whatever else a template holds throws.
 *
 * @param templates text by its path
 * @returns the rendered text of every template but the helpers
 */
export function renderChart(templates: ReadonlyMap<string, string>, release: Release): ReadonlyMap<string, string> {
  const parsed = new Map([...templates].map(([path, text]) => [path, parseTemplate(text)] as const));
  const helpers = new Map<string, readonly Node[]>();
  for (const node of [...parsed.values()].flat()) if (node.kind === 'define') helpers.set(node.name, node.body);
  const root = {
    Values: release.values,
    Release: { Name: release.name, Namespace: release.namespace, Service: 'Helm' },
  };
  const files = [...parsed].filter(([path]) => !path.endsWith('.tpl'));
  return new Map(files.map(([path, nodes]) => [path, nodesOf(nodes, { dot: root, root, helpers })]));
}
