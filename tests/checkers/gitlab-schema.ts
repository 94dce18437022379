import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from '@babel/parser';
import { Ajv, type ValidateFunction } from 'ajv';

/** What a syntax node of the bundle may hold. */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const require = createRequire(import.meta.url);

/** How the schema names itself. */
const ID = 'https://gitlab.com/.gitlab-ci.yml';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function keyOf(property: Node): string {
  const { name, value } = property.key as { readonly name?: string; readonly value?: unknown };
  return name ?? String(value);
}

/** The value of a literal; anything that would have to be evaluated throws. */
function literal(node: Node): unknown {
  if (node.type === 'ObjectExpression')
    return Object.fromEntries((node.properties as Node[]).map((one) => [keyOf(one), literal(one.value as Node)]));
  if (node.type === 'ArrayExpression') return (node.elements as Node[]).map(literal);
  if (['StringLiteral', 'NumericLiteral', 'BooleanLiteral'].includes(node.type)) return node.value;
  if (node.type === 'NullLiteral') return null;
  const argument = node.type === 'UnaryExpression' ? literal(node.argument as Node) : undefined;
  // A minifier writes `!0` for `true`.
  if (node.operator === '!') return argument === 0;
  if (node.operator === '-' && typeof argument === 'number') return -argument;
  const quasis = (node.quasis ?? []) as readonly { readonly value: { readonly cooked: string } }[];
  if (node.type === 'TemplateLiteral' && quasis.length === 1) return quasis[0]?.value.cooked;
  throw new Error(`GitLab's schema is no plain data: ${node.type}`);
}

function isSchema(node: Node): boolean {
  return (
    node.type === 'ObjectExpression' &&
    (node.properties as Node[]).some(
      (one) => one.type === 'ObjectProperty' && keyOf(one) === '$id' && (one.value as Node).value === ID,
    )
  );
}

function find(start: Node): Node | undefined {
  const open: unknown[] = [start];
  while (open.length > 0) {
    const value = open.pop();
    if (isNode(value) && isSchema(value)) return value;
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  return undefined;
}

/**
 * GitLab's JSON schema of pipelines. GitLab publishes it in no package; gitlab-ci-local carries it as an object literal
 * in its bundle, which is read here as syntax and never run.
 */
export function gitlabSchema(): object {
  const bundle = readFileSync(require.resolve('gitlab-ci-local/dist/index.js'), 'utf8');
  const found = find(parse(bundle, { sourceType: 'module', errorRecovery: true }).program as unknown as Node);
  if (found === undefined) throw new Error('gitlab-ci-local holds no schema of GitLab any more');
  return literal(found) as object;
}

let validator: ValidateFunction | null = null;

/** What GitLab's schema has against a pipeline, one line each. */
export function gitlabProblems(pipeline: unknown): readonly string[] {
  // The schema carries texts for editors, and patterns of other engines, which ajv does not know.
  validator ??= new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(gitlabSchema());
  if (validator(pipeline)) return [];
  const { errors } = validator;
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
