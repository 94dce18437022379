import { relPath } from '../../../src/core/model/paths.ts';
import type { ArtifactFormat } from '../../../src/core/model/rigging.ts';
import { createEngine, TemplateError } from '../../../src/core/render/engine.ts';
import { verify } from '../../../src/core/render/verify/verify.ts';

const engine = createEngine({ 'shared/line': 'x={{x}}' });
const rendered = (template: string, view: Readonly<Record<string, never>> | object) =>
  engine.render('t', template, view as never);

describe('the template engine', () => {
  it('escapes nothing by itself, ends with one newline and leaves no white space behind', () => {
    expect(rendered('a && "{{x}}" <b>   \n\n\n', { x: "'&'" })).toBe('a && "\'&\'" <b>\n');
    expect(rendered('{{> shared/line}}', { x: 1 })).toBe('x=1\n');
  });

  it.each([
    '{{absent}}',
    '{{#if absent}}{{/if}}',
    '{{#each absent}}{{/each}}',
    '{{yaml object}}',
    '{{argv x}}',
    '{{> nowhere}}',
    '{{#if}}',
    '{{unknown x}}',
    '{{x.constructor}}',
    '{{x.__proto__}}',
  ])('refuses %s', (template) => {
    expect(() => rendered(template, { x: 'text', object: {} })).toThrow(TemplateError);
  });

  it.each([
    ['{{yaml x}}', 'on', '"on"'],
    ['{{yaml x}}', '1.20', '"1.20"'],
    ['{{yaml x}}', 'plain-text', 'plain-text'],
    ['{{shell x}}', "it's", "'it'\\''s'"],
    ['{{argv x}}', ['node', 'a "b".js'], '["node", "a \\"b\\".js"]'],
    ['{{dockerfile x}}', '$HOME', '"\\$HOME"'],
    ['{{copy x}}', ['a b', './'], '["a b", "./"]'],
    ['{{copy x}}', ['a[1].js', './'], 'a[[]1].js ./'],
    ['{{groovy x}}', "${it}'s", "'${it}\\'s'"],
    ['{{comment x}}', 'a\nUSER root', 'a USER root'],
    ['{{nginx x}}', 'a b', '"a b"'],
    ['{{json x}}', { a: 1 }, '{"a":1}'],
  ])('%s of %j is %s', (template, x, expected) => {
    expect(rendered(template, { x })).toBe(`${expected}\n`);
  });
});

describe('verifying rendered files', () => {
  const rules = (format: ArtifactFormat, content: string) =>
    verify([{ path: relPath('f'), content, format, executable: false, rigging: 'r' }]).map(
      ({ detail }) => /rule (\S+):/.exec(detail)?.[1],
    );
  const GOOD = 'FROM node:24-slim AS a\nFROM a\nUSER 10001:10001\nCMD ["node"]\n';

  it('finds nothing in good files', () => {
    expect(rules('dockerfile', GOOD)).toEqual([]);
    expect(rules('yaml', 'a: 1\n---\nb: 2\n')).toEqual([]);
    expect(rules('groovy', 'pipeline { x([\'a\', "b }"]) } // }\n')).toEqual([]);
    expect(rules('json', '{}')).toEqual([]);
    expect(rules('text', '{{')).toEqual([]);
  });

  it.each([
    ['dockerfile', '', 'dockerfile-syntax'],
    ['dockerfile', GOOD.replace(':24-slim', ''), 'D05'],
    ['dockerfile', GOOD.replace(':24-slim', ':latest'), 'D05'],
    ['dockerfile', GOOD.replace('10001:10001', 'root'), 'D09'],
    ['dockerfile', GOOD.replace('10001:10001', '0'), 'D09'],
    ['dockerfile', GOOD.replace('["node"]', 'node'), 'D10'],
    ['dockerfile', `${GOOD}CMD ["x"]\n`, 'D10'],
    ['dockerfile', GOOD.replace('USER', 'COPY . .\nUSER'), 'D17'],
    ['dockerfile', GOOD.replace('USER', 'ADD x y\nUSER'), 'D25'],
    ['dockerfile', GOOD.replace('USER', 'COPY --from=b x y\nUSER'), 'stages'],
    ['yaml', 'a: 1\na: 2\n', 'yaml-syntax'],
    ['yaml', 'a: [', 'yaml-syntax'],
    ['groovy', "x('a\nb')", 'groovy-string'],
    ['groovy', 'x { (} )', 'groovy-brackets'],
    ['json', '{', 'json-syntax'],
  ] as const)('finds the fault in a %s: %j', (format, content, rule) => {
    expect(rules(format, content)).toContain(rule);
  });
});
