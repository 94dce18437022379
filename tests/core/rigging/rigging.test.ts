import type { AppModel, Component } from '../../../src/core/model/app-model.ts';
import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import type { LoadedRigging, RiggingManifest } from '../../../src/core/model/rigging.ts';
import { render } from '../../../src/core/render/render.ts';
import { readManifest } from '../../../src/core/rigging/manifest.ts';
import { optionValues } from '../../../src/core/rigging/options.ts';
import { NO_ANSWERS, plan } from '../../../src/core/rigging/plan.ts';
import { holds } from '../../../src/core/rigging/predicate.ts';

const FACTS: Partial<Facts> = {
  'runtime.language': 'toy' as Language,
  'app.port': 80,
  'app.framework': { name: 'x', version: null },
};

function component(name: string, dir = '.', facts = FACTS): Component {
  return { name, dir: relPath(dir), facts, decisions: [] };
}

function rigging(
  over: Partial<RiggingManifest> = {},
  templates: Readonly<Record<string, string>> = { 't.hbs': '{{name}}: {{app.port}}' },
): LoadedRigging {
  const manifest: RiggingManifest = {
    schema: 1,
    id: 'toy',
    title: 'Toy',
    provides: 'image',
    scope: 'component',
    match: { fact: 'runtime.language', is: 'toy' },
    requires: [],
    default: true,
    options: {},
    artifacts: [{ path: '{dir}toy.txt', template: 't.hbs', format: 'text' }],
    ...over,
  };
  return { manifest, templates, origin: 'builtin' };
}

function planned(riggings: readonly LoadedRigging[], ...components: readonly Component[]) {
  const model: AppModel = { schema: 1, name: 'all', components };
  return plan(model, riggings, NO_ANSWERS, {});
}

const codesOf = (result: { readonly ok: boolean; readonly problems?: readonly { readonly code: string }[] }) =>
  (result.problems ?? []).map(({ code }) => code);

describe('a predicate', () => {
  it.each([
    [{ fact: 'runtime.language', is: ['go', 'toy'] }, true],
    [{ fact: 'app.framework.name', is: 'x' }, true],
    [{ fact: 'app.framework.constructor', exists: true }, false],
    [{ fact: 'app.health', exists: false }, true],
    [{ all: [{ fact: 'app.port', is: 80 }, { not: { fact: 'app.port', exists: true } }] }, false],
    [
      {
        any: [
          { fact: 'app.port', is: 81 },
          { fact: 'app.port', is: 80 },
        ],
      },
      true,
    ],
  ] as const)('%j is %s', (predicate, expected) => {
    expect(holds(predicate, FACTS)).toBe(expected);
  });
});

describe('a plan', () => {
  it('renders a component rigging for each, a project rigging once', () => {
    const both = [component('a', 'apps/a'), component('b', 'apps/b')];
    const each = planned([rigging()], ...both);
    expect(each.ok && each.value.steps.map(({ target, component: name }) => [target, name])).toEqual([
      ['apps/a/toy.txt', 'a'],
      ['apps/b/toy.txt', 'b'],
    ]);
    const once = planned(
      [rigging({ scope: 'project', artifacts: [{ path: 'all.txt', template: 't.hbs', format: 'text' }] })],
      ...both,
    );
    expect(once.ok && once.value.steps.map(({ target, component: name }) => [target, name])).toEqual([
      ['all.txt', null],
    ]);
  });

  it('renders its files', () => {
    const made = planned([rigging()], component('a'));
    const files = made.ok ? render(made.value, [rigging()], {}) : made;
    expect(files).toMatchObject({ ok: true, value: [{ path: 'toy.txt', content: 'a: 80\n', rigging: 'toy' }] });
  });

  it('reports what is missing, what leaves the project, and what is written twice', () => {
    expect(codesOf(planned([rigging({ requires: ['app.start', 'app.health'] })], component('a')))).toEqual([
      'DRK1205',
      'DRK1205',
    ]);
    const out = rigging({ artifacts: [{ path: '../{name}', template: 't.hbs', format: 'text' }] });
    expect(codesOf(planned([out], component('a')))).toEqual(['DRK1201']);
    expect(codesOf(planned([rigging(), rigging({ id: 'other' })], component('a')))).toEqual(['DRK1201']);
  });

  it('of a broken template gives problems, never files', () => {
    for (const [template, code] of [
      ['{{absent}}', 'DRK1202'],
      ['{{#if', 'DRK1202'],
      ['{{shell name}}', 'DRK1204'],
    ] as const) {
      const broken = rigging({}, { 't.hbs': template });
      const made = planned([broken], component('a\nb'));
      expect(codesOf(made.ok ? render(made.value, [broken], {}) : made)).toEqual([code]);
    }
  });
});

describe('options', () => {
  const options = {
    count: { type: 'integer', default: 2, minimum: 1, maximum: 9, help: 'n' },
    on: { type: 'boolean', default: false, help: 'b' },
    size: { type: 'enum', values: ['s', 'm'], default: 's', help: 'e' },
    host: { type: 'string', default: '', help: 's' },
  } as const;
  const { manifest } = rigging({ options });

  it('take the component’s answer, then the shared one, then the default', () => {
    const answers = { shared: { count: 3, on: 'true', host: 5 }, components: { a: { count: '4' } } };
    expect(optionValues(manifest, answers, 'a')).toMatchObject({ value: { count: 4, on: true, size: 's', host: '5' } });
    expect(optionValues(manifest, answers, 'b')).toMatchObject({ value: { count: 3 } });
  });

  it.each([{ count: 0 }, { count: 10 }, { count: 1.5 }, { count: 'x' }, { on: 'yes' }, { size: 'xl' }])(
    'refuse %j',
    (shared) => {
      expect(codesOf(optionValues(manifest, { shared, components: {} }, 'a'))).toEqual(['DRK2004']);
    },
  );
});

describe('the manifest of a project rigging', () => {
  const file = relPath('derrick-riggings/x/rigging.yaml');
  const good =
    'schema: 1\nid: x\ntitle: X\nprovides: image\nscope: component\nmatch: { fact: app.port, exists: true }\nrequires: []\ndefault: true\nartifacts:\n  - { path: x, template: x.hbs, format: text }\n';
  const problems = (text: string) => {
    const read = readManifest(text, file, ['x.hbs']);
    return read.ok ? [] : read.problems.map(({ at, detail }) => `${at?.line} ${detail}`);
  };

  it('is read, with no options where none are given', () => {
    expect(readManifest(good, file, ['x.hbs'])).toMatchObject({ ok: true, value: { id: 'x', options: {} } });
  });

  it('reports every problem with its line', () => {
    const text = good
      .replace('schema: 1', 'schema: 2')
      .replace('app.port', 'app.prot')
      .replace('template: x.hbs', 'template: y.hbs')
      .concat('extra: 1\noptions:\n  n: { type: integer, default: a, help: n }\n');
    expect(problems(text).sort()).toEqual([
      expect.stringMatching(/^1 schema must be 1/),
      expect.stringMatching(/^10 there is no template "y\.hbs"/),
      expect.stringMatching(/^11 unknown key extra/),
      expect.stringMatching(/^13 option n: default/),
      expect.stringMatching(/^6 match names an unknown fact "app\.prot"/),
    ]);
    expect(problems('a: [')).toHaveLength(1);
    expect(problems('').length).toBeGreaterThan(5);
  });
});
