import fc from 'fast-check';
import { parseJson } from '../../../src/core/workspace/parse-json.ts';
import { parseSyntax } from '../../../src/core/workspace/parse-syntax.ts';
import { parseToml } from '../../../src/core/workspace/parse-toml.ts';
import { parseXml } from '../../../src/core/workspace/parse-xml.ts';
import { parseYaml } from '../../../src/core/workspace/parse-yaml.ts';
import type { DocBody, DocParser, Parsed } from '../../../src/core/workspace/parsers.ts';

function body(parsed: Parsed<DocBody>): DocBody {
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

const PARSERS: Readonly<Record<string, DocParser>> = {
  json: parseJson,
  yaml: parseYaml,
  toml: parseToml,
  xml: parseXml,
};

describe('parsers', () => {
  it('JSON: comments, trailing commas, lines, no prototype', () => {
    const doc = body(parseJson('{\n  // c\n  "a": {\n    "b": [1, 2,],\n  },\n}'));
    expect([doc.get('a', 'b', 1), doc.lineOf('a', 'b'), doc.lineOf('a', 'b', 1), doc.lineOf('nope')]).toEqual([
      2,
      4,
      4,
      null,
    ]);
    expect(body(parseJson('{"__proto__": {"x": 1}}')).get('x')).toBeUndefined();
    expect(body(parseJson('{}')).get('constructor')).toBeUndefined();
    expect(parseJson('{\n"a" 1}')).toMatchObject({ ok: false, line: 2 });
    expect(parseJson('')).toMatchObject({ ok: false });
  });

  it('YAML: lines, anchors, no explosion', () => {
    const doc = body(parseYaml('a: &x\n  - b: 1\nc: *x\n'));
    expect([doc.get('c', 0, 'b'), doc.lineOf('a', 0, 'b'), doc.lineOf('c')]).toEqual([1, 2, 3]);
    const lists = Array.from(
      { length: 12 },
      (_, i) =>
        `l${i}: &l${i} [${Array(12)
          .fill(i === 0 ? 'x' : `*l${i - 1}`)
          .join(', ')}]`,
    );
    expect(parseYaml(lists.join('\n'))).toMatchObject({ ok: false });
    expect(parseYaml('a: [')).toMatchObject({ ok: false, line: expect.any(Number) });
  });

  it('TOML: tables, dotted keys, lines', () => {
    const doc = body(parseToml('[tool.poetry]\nname = "x"\n\n[tool."a.b"]\nc.d = 1\n'));
    expect([
      doc.get('tool', 'poetry', 'name'),
      doc.lineOf('tool', 'poetry', 'name'),
      doc.lineOf('tool', 'a.b', 'c', 'd'),
    ]).toEqual(['x', 2, 5]);
    expect(parseToml('a = \n')).toMatchObject({ ok: false, line: 1 });
  });

  it('XML: elements, lines, no entities', () => {
    const text = '<!DOCTYPE p [<!ENTITY e "secret">]>\n<project>\n  <version>1.10</version>\n  <x>&e;</x>\n</project>';
    const doc = body(parseXml(text));
    expect([doc.get('project', 'version'), doc.lineOf('project', 'version')]).toEqual(['1.10', 3]);
    expect(JSON.stringify(doc.get('project', 'x'))).not.toContain('secret');
    expect(parseXml('<a><b></a>')).toMatchObject({ ok: false, line: 1 });
  });

  it('JavaScript and TypeScript by the extension; a syntax error has its place', () => {
    expect(parseSyntax('const a: number = <T>(x);', 'a.ts').ok).toBe(true);
    expect(parseSyntax('const a = <p>x</p>;', 'a.jsx').ok).toBe(true);
    expect(parseSyntax('await x; return 1; import a from "b"', 'a.js').ok).toBe(true);
    expect(parseSyntax('\n  let = = 1', 'a.js')).toMatchObject({ ok: false, line: 2 });
  });

  it.each(Object.entries(PARSERS))('%s: any text is a document or a problem, never an exception', (_name, parser) => {
    const text = fc.oneof(
      fc.string(),
      fc.string({
        unit: fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          '"',
          ':',
          '\n',
          ' ',
          'a',
          '=',
          '<',
          '>',
          '/',
          '&',
          '*',
          '-',
          '#',
          '!',
        ),
      }),
    );
    fc.assert(
      fc.property(text, fc.array(fc.string(), { maxLength: 3 }), (source, keys) => {
        const parsed = parser(source);
        if (!parsed.ok) return;
        parsed.value.get(...keys);
        parsed.value.lineOf(...keys);
      }),
    );
  });
});
