import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { RelPath } from '../model/paths.ts';
import type { RiggingManifest } from '../model/rigging.ts';
import { parseYaml } from '../workspace/parse-yaml.ts';
import type { DocBody } from '../workspace/parsers.ts';
import { optionProblem } from './manifest-options.ts';
import { predicateProblem } from './manifest-predicate.ts';

const OUTPUTS = ['image', 'kubernetes', 'jenkins', 'compose', 'helm', 'github-actions', 'gitlab-ci'];
const FORMATS = ['dockerfile', 'yaml', 'json', 'groovy', 'ignore', 'nginx', 'text'];
const KEYS = ['schema', 'id', 'title', 'provides', 'scope', 'match', 'requires', 'default', 'options', 'artifacts'];
const ARTIFACT_KEYS = ['path', 'template', 'format', 'executable', 'when'];

/** What is wrong at a path of keys; `undefined` when nothing is. */
type Check = (value: unknown, body: DocBody) => string | undefined;

const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    names.includes(String(value)) ? undefined : `must be one of ${names.join(', ')}`;

const isText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be a text');

const CHECKS: Readonly<Record<string, Check>> = {
  schema: (value) => (value === 1 ? undefined : 'must be 1'),
  id: (value) =>
    /^[a-z][a-z0-9-]{0,62}$/.test(String(value)) ? undefined : 'must be lower-case letters, digits and dashes',
  title: isText,
  provides: oneOf(OUTPUTS),
  scope: oneOf(['component', 'project']),
  match: (value) => predicateProblem(value),
  requires: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? undefined : 'must be a list of facts',
  default: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
};

function artifactProblems(
  body: DocBody,
  templates: readonly string[],
): readonly (readonly [readonly (string | number)[], string])[] {
  const list = body.get('artifacts');
  if (!Array.isArray(list) || list.length === 0) return [[['artifacts'], 'artifacts must be a list of files to write']];
  return list.flatMap((artifact: unknown, index) => {
    const found: [readonly (string | number)[], string][] = [];
    const one = (typeof artifact === 'object' && artifact !== null ? artifact : {}) as Record<string, unknown>;
    for (const key of Object.keys(one)) {
      if (!ARTIFACT_KEYS.includes(key)) found.push([['artifacts', index, key], `unknown key ${key}`]);
    }
    if (isText(one.path, body) !== undefined) found.push([['artifacts', index], 'path must be a text']);
    if (!templates.includes(String(one.template))) {
      found.push([
        ['artifacts', index, 'template'],
        `there is no template ${JSON.stringify(one.template ?? null)} beside the manifest`,
      ]);
    }
    if (!FORMATS.includes(String(one.format)))
      found.push([['artifacts', index, 'format'], `format must be one of ${FORMATS.join(', ')}`]);
    return found;
  });
}

/** Reads a project rigging's manifest; every problem has its line. `templates` are the file names beside it. */
export function readManifest(text: string, file: RelPath, templates: readonly string[]): Result<RiggingManifest> {
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    return failed([
      {
        code: 'DRK1201',
        severity: 'error',
        detail: parsed.message,
        at: { file, line: parsed.line, column: parsed.column },
      },
    ]);
  }
  const body = parsed.value;
  const problems: Diagnostic[] = [];
  const complain = (keys: readonly (string | number)[], detail: string) =>
    problems.push({ code: 'DRK1201', severity: 'error', detail, at: { file, line: body.lineOf(...keys) ?? 1 } });
  const document = body.get();
  const top = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
  for (const key of Object.keys(top)) if (!KEYS.includes(key)) complain([key], `unknown key ${key}`);
  for (const [key, check] of Object.entries(CHECKS)) {
    const wrong = check(top[key], body);
    if (wrong !== undefined) complain([key], `${key} ${wrong}`);
  }
  for (const [name, spec] of Object.entries((top.options ?? {}) as Record<string, unknown>)) {
    const wrong = optionProblem(spec);
    if (wrong !== undefined) complain(['options', name], `option ${name}: ${wrong}`);
  }
  for (const [keys, detail] of artifactProblems(body, templates)) complain(keys, detail);
  return problems.length > 0 ? failed(problems) : ok({ options: {}, ...top } as unknown as RiggingManifest);
}
