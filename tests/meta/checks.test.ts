import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The specification lies beside the repository where derrick is made; elsewhere the table stands for itself. */
const SPECIFICATION = join(ROOT, '../shared/spec/output-quality.md');

interface Row {
  readonly id: string;
  /** The test file that breaks the check. */
  readonly test: string;
}

function rowsOf(table: string): readonly Row[] {
  return [...table.matchAll(/^\| ([A-Z]\d\d\w?) \|.*\| ([\w/-]+) \|$/gm)].map(([, id = '', name = '']) => {
    const path = name.includes('/') ? name : `checkers/self/${name}`;
    return { id, test: join(ROOT, 'tests', `${path}.test.ts`) };
  });
}

const ROWS = rowsOf(readFileSync(join(ROOT, 'docs/reference/checks.md'), 'utf8'));

function nodesOf(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  const node = value as Record<string, unknown>;
  const inner = Object.entries(node).flatMap(([key, child]) => (key === 'loc' ? [] : nodesOf(child)));
  return typeof node.type === 'string' ? [node, ...inner] : inner;
}

const said = new Map<string, readonly string[]>();

/** The texts of a test file: cases of its tables and titles of its tests, comments left out. */
function textsOf(path: string): readonly string[] {
  const known = said.get(path);
  if (known !== undefined) return known;
  const ast = parse(readFileSync(path, 'utf8'), {
    sourceType: 'module',
    plugins: ['typescript'],
    attachComment: false,
  });
  const texts = nodesOf(ast.program.body)
    .filter(({ type }) => type === 'StringLiteral')
    .map(({ value }) => String(value));
  said.set(path, texts);
  return texts;
}

/** Ids of a text such as `J08–J14`, `K35–36` and `C01`. */
function idsOf(text: string): readonly string[] {
  return [...text.matchAll(/\b([DKCJ])(\d\d)(b)?(?:\s*–\s*[DKCJ]?(\d\d))?(?=\s*[[|])/g)].flatMap(
    ([, letter = '', first = '', suffix = '', last = first]) => {
      const count = Number(last) - Number(first) + 1;
      return Array.from(
        { length: count },
        (_, at) => `${letter}${String(Number(first) + at).padStart(2, '0')}${suffix}`,
      );
    },
  );
}

/** The checks that the specification numbers: first cells of its tables, and the list of section C. */
function specified(text: string): readonly string[] {
  const cells = text.split('\n').flatMap((line) => /^\| ([DKCJ]\d\d[^|]*)\|/.exec(line)?.[1] ?? []);
  const listed = text.split('\n').filter((line) => /^C\d\d \[/.test(line));
  const single = listed.flatMap((line) => [...line.matchAll(/\bC\d\d\b/g)].map(([id]) => id));
  return [...new Set([...cells.flatMap((cell) => idsOf(`${cell}|`)), ...single])].sort();
}

describe('the numbered checks', () => {
  it('are each in one row', () => {
    const ids = ROWS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.length).toBeGreaterThan(100);
  });

  it('are those of the specification, all of them', () => {
    if (!existsSync(SPECIFICATION)) return;
    const wanted = specified(readFileSync(SPECIFICATION, 'utf8'));
    expect(wanted.length).toBeGreaterThan(100);
    expect(
      ROWS.map(({ id }) => id)
        .filter((id) => /^[DKCJ]/.test(id))
        .sort(),
    ).toEqual(wanted);
  });

  it('are read from a specification with ranges and new ids', () => {
    const text = '| J18–J20 | a |\n| K35–36 [H] | b |\n| K00b [T] | c |\nC01 [H] x · C09 y\n';
    expect(specified(text)).toEqual(['C01', 'C09', 'J18', 'J19', 'J20', 'K00b', 'K35', 'K36']);
  });

  it.each(ROWS.map(({ id, test }) => [id, test] as const))('%s is broken by a test', (id, test) => {
    expect(existsSync(test)).toBe(true);
    const word = new RegExp(`\\b${id}\\b`);
    expect(textsOf(test).filter((text) => word.test(text))).not.toEqual([]);
  });
});

describe('the rules that a render must keep', () => {
  const folder = join(ROOT, 'src/core/render/verify');
  const numbered = readdirSync(folder).flatMap((name) =>
    textsOf(join(folder, name)).filter((text) => /^[DKCJGL]\d\d$/.test(text)),
  );
  const tests = textsOf(join(ROOT, 'tests/core/render/verify-rules.test.ts'));

  it.each([...new Set(numbered)].sort())('%s is broken by a test, and documented', (id) => {
    const word = new RegExp(`\\b${id}\\b`);
    expect(tests.filter((text) => word.test(text))).not.toEqual([]);
    expect(ROWS.map((row) => row.id)).toContain(id);
  });
});
