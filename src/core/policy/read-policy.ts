import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import { type RelPath, relPath } from '../model/paths.ts';
import type { Scalar } from '../model/rigging.ts';
import { parseYaml } from '../workspace/parse-yaml.ts';
import type { Policy, PolicyCheck, PolicyRule } from './policy.ts';
import { policyPath } from './policy.ts';

type Fields = Readonly<Record<string, unknown>>;
type Keys = readonly (string | number)[];
type Complain = (keys: Keys, detail: string) => void;

const RULE_KEYS = ['id', 'title', 'remedy', 'severity', 'files', 'where', 'value', 'images', 'instruction', 'text'];
const CHECKS = ['value', 'images', 'instruction', 'text'] as const;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isScalars(value: unknown): value is readonly Scalar[] {
  return Array.isArray(value) && value.length > 0 && value.every(isScalar);
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return new RegExp(value, 'mu') instanceof RegExp;
  } catch {
    return false;
  }
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);

/** What each field of each check must be. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, readonly [(value: unknown) => boolean, string]>>>> = {
  value: {
    at: [(value) => isText(value) || isTexts(value), 'a path such as spec.replicas, or a list of keys'],
    exists: [(value) => typeof value === 'boolean', 'true or false'],
    equals: [isScalar, 'a text, number or boolean'],
    oneOf: [(value) => Array.isArray(value) && value.every(isScalar), 'a list of texts or numbers'],
    matches: [isPattern, 'a regular expression'],
    atLeast: [(value) => typeof value === 'number', 'a number'],
    atMost: [(value) => typeof value === 'number', 'a number'],
  },
  images: { from: [isTexts, 'a list of registries or image names'] },
  instruction: {
    forbidden: [isText, 'an instruction such as ADD'],
    required: [isText, 'an instruction such as HEALTHCHECK'],
    matches: [isPattern, 'a regular expression'],
  },
  text: { contains: [isPattern, 'a regular expression'], lacks: [isPattern, 'a regular expression'] },
};

/** Which of the fields a check cannot do without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  value: ['at'],
  images: ['from'],
  instruction: ['forbidden', 'required'],
  text: ['contains', 'lacks'],
};

function readCheck(rule: Fields, base: Keys, complain: Complain): PolicyCheck | undefined {
  const kinds = CHECKS.filter((kind) => rule[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    complain(base, `a rule needs exactly one of ${CHECKS.join(', ')}`);
    return undefined;
  }
  const fields = fieldsOf(rule[kind]);
  const known = FIELDS[kind] ?? {};
  for (const [name, value] of Object.entries(fields)) {
    const spec = Object.hasOwn(known, name) ? known[name] : undefined;
    if (spec === undefined)
      complain([...base, kind, name], `unknown key ${name}; ${kind} has ${Object.keys(known).join(', ')}`);
    else if (!spec[0](value)) complain([...base, kind, name], `${name} must be ${spec[1]}`);
  }
  const needed = NEEDED[kind] ?? [];
  if (!needed.some((name) => fields[name] !== undefined))
    complain([...base, kind], `${kind} needs ${needed.join(' or ')}`);
  const at =
    kind === 'value' && (isText(fields.at) || isTexts(fields.at)) ? { at: policyPath(fields.at as string) } : {};
  return { ...fields, ...at, kind } as unknown as PolicyCheck;
}

function readWhere(rule: Fields, base: Keys, complain: Complain): PolicyRule['where'] {
  const where: Record<string, Scalar | readonly Scalar[]> = {};
  for (const [path, value] of Object.entries(fieldsOf(rule.where))) {
    if (isScalar(value) || isScalars(value)) where[path] = value;
    else complain([...base, 'where', path], `${path} must be a text, number or boolean, or a list of them`);
  }
  return where;
}

function readRule(value: unknown, index: number, complain: Complain): PolicyRule | undefined {
  const base: Keys = ['rules', index];
  const rule = fieldsOf(value);
  for (const key of Object.keys(rule)) {
    if (!RULE_KEYS.includes(key)) complain([...base, key], `unknown key ${key}; a rule has ${RULE_KEYS.join(', ')}`);
  }
  const { id, title, remedy, severity = 'error', files } = rule;
  if (typeof id !== 'string' || !/^[A-Za-z][A-Za-z0-9._-]{0,40}$/.test(id))
    complain(rule.id === undefined ? base : [...base, 'id'], 'id must be letters, digits, dots and dashes');
  if (!isText(title)) complain(rule.title === undefined ? base : [...base, 'title'], 'title must be a text');
  if (remedy !== undefined && !isText(remedy)) complain([...base, 'remedy'], 'remedy must be a text');
  if (severity !== 'error' && severity !== 'warning')
    complain([...base, 'severity'], 'severity must be error or warning');
  if (!isTexts(files)) complain(rule.files === undefined ? base : [...base, 'files'], 'files must be a list of globs');
  const where = readWhere(rule, base, complain);
  const check = readCheck(rule, base, complain);
  if (check === undefined) return undefined;
  return { id, title, ...(isText(remedy) ? { remedy } : {}), severity, files, where, check } as PolicyRule;
}

/**
 * Reads a policy file; every problem has its line. `file` is the name to show.
 * The format is described in docs/reference/policy.md.
 */
export function readPolicy(text: string, file: RelPath = relPath('policy.yaml')): Result<Policy> {
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const at = { file, line: parsed.line, column: parsed.column };
    return failed([{ code: 'DRK2008', severity: 'error', detail: parsed.message, at }]);
  }
  const body = parsed.value;
  const problems: Diagnostic[] = [];
  const complain: Complain = (keys, detail) =>
    problems.push({ code: 'DRK2008', severity: 'error', detail, at: { file, line: body.lineOf(...keys) ?? 1 } });
  const top = fieldsOf(body.get());
  for (const key of Object.keys(top)) {
    if (key !== 'schema' && key !== 'rules') complain([key], `unknown key ${key}; a policy has schema and rules`);
  }
  if (top.schema !== 1) complain(['schema'], 'schema must be 1');
  const listed = Array.isArray(top.rules) ? top.rules : [];
  if (listed.length === 0) complain(['rules'], 'rules must be a list');
  const rules: PolicyRule[] = [];
  const ids = new Set<string>();
  for (const [index, value] of listed.entries()) {
    const rule = readRule(value, index, complain);
    if (rule === undefined) continue;
    if (ids.has(rule.id)) complain(['rules', index, 'id'], `there are two rules called ${rule.id}`);
    ids.add(rule.id);
    rules.push(rule);
  }
  return problems.length > 0 ? failed(problems) : ok({ schema: 1, rules });
}
