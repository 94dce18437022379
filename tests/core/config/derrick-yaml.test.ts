import { readConfig } from '../../../src/core/config/derrick-yaml.ts';
import { extendedConfig, firstConfig } from '../../../src/core/config/write-yaml.ts';
import type { AppModel } from '../../../src/core/model/app-model.ts';
import { relPath } from '../../../src/core/model/paths.ts';

const MODEL: AppModel = {
  schema: 1,
  name: 'shop',
  components: ['web', 'worker'].map((name) => ({ name, dir: relPath(`apps/${name}`), facts: {}, decisions: [] })),
};

function problemsOf(text: string): readonly (readonly [string, number | null | undefined, string])[] {
  const read = readConfig(text);
  return read.ok ? [] : read.problems.map(({ code, at, detail }) => [code, at?.line, detail]);
}

describe('reading derrick.yaml', () => {
  it('gives facts with their line, options, outputs and the name', () => {
    const read = readConfig(
      'name: shop\noutputs: [jenkins, image]\noptions:\n  registry: r.example.com\ncomponents:\n  web:\n    path: apps/web\n    port: 5000\n    start: [node, a b.js]\n    replicas: 3\n',
    );
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const { name, outputs, declared, answers } = read.value;
    expect({ name, outputs, answers }).toEqual({
      name: 'shop',
      outputs: ['image', 'jenkins'],
      answers: { shared: { registry: 'r.example.com' }, components: { web: { replicas: 3 } } },
    });
    expect(
      declared.map(({ component, evidence: { field, value, line, confidence } }) => [
        component,
        field,
        value,
        line,
        confidence,
      ]),
    ).toEqual([
      ['apps/web', 'app.port', 5000, 8, 'declared'],
      ['apps/web', 'app.start', ['node', 'a b.js'], 9, 'declared'],
    ]);
  });

  it('reports every problem, each with its line', () => {
    expect(
      problemsOf(
        'nmae: x\noutputs: [imge]\noptions:\n  a: [1]\ncomponents:\n  web:\n    path: ../../etc\n    port: 70000\n    deep: { a: 1 }\n',
      ),
    ).toEqual([
      ['DRK2004', 1, expect.stringContaining('nmae is no key')],
      ['DRK2004', 7, 'path must be a folder inside the project'],
      ['DRK2004', 8, 'web.port must be a port from 1 to 65535'],
      ['DRK2004', 9, 'web.deep must be a plain value'],
      ['DRK2004', 4, 'options.a must be a plain value'],
      ['DRK2004', 2, expect.stringContaining('outputs must be a list of')],
    ]);
    expect(problemsOf('a: [')).toEqual([['DRK2004', 1, expect.any(String)]]);
  });

  it('takes an empty file for nothing said', () => {
    expect(problemsOf('')).toEqual([]);
    expect(problemsOf('# only a comment\n')).toEqual([]);
  });
});

describe('writing derrick.yaml', () => {
  it('gives a first file that can be read again and says nothing new', () => {
    const read = readConfig(firstConfig(MODEL, ['image', 'kubernetes']));
    expect(read).toMatchObject({ ok: true, value: { name: 'shop', outputs: ['image', 'kubernetes'], declared: [] } });
  });

  it('quotes hostile names', () => {
    const hostile = {
      ...MODEL,
      name: 'a: b\n# c',
      components: [{ ...MODEL.components[0]!, name: '{{x}}', dir: relPath('a "b" #c') }],
    };
    const read = readConfig(firstConfig(hostile, ['image']));
    expect(read).toMatchObject({ ok: true, value: { name: 'a: b\n# c' } });
  });

  it('adds answers where they belong and keeps comments and order', () => {
    const before = '# mine\nname: shop # ours\ncomponents:\n  web:\n    path: apps/web # here\n';
    const entries = [
      { component: 'web', key: 'port', value: 5000 },
      { component: null, key: 'registry', value: 'r.example.com' },
      { component: null, key: 'version', value: '22' },
    ];
    const after = extendedConfig(before, entries, MODEL);
    for (const kept of ['# mine', 'name: shop # ours', 'path: apps/web # here']) expect(after).toContain(kept);
    const read = readConfig(after);
    if (!read.ok) throw new Error(after);
    expect(read.value.answers.shared).toEqual({ registry: 'r.example.com' });
    const said = read.value.declared.map(({ component, evidence: { field, value } }) => [component, field, value]);
    expect(said).toContainEqual(['apps/web', 'app.port', 5000]);
    expect(said.filter(([, field]) => field === 'runtime.version').map(([component]) => component)).toEqual([
      'apps/web',
      'worker',
    ]);
  });

  it('leaves the text alone when there is nothing to add', () => {
    expect(extendedConfig('odd:   text\n', [], MODEL)).toBe('odd:   text\n');
  });
});
