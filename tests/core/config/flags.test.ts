import { NO_CONFIG } from '../../../src/core/config/config.ts';
import { chosenOutputs, readSet, withFlags } from '../../../src/core/config/flags.ts';
import { commandOf, declare } from '../../../src/core/config/settings.ts';

function said(...flags: readonly string[]) {
  const read = readSet(flags);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

describe('--set', () => {
  it('tells facts from options, with or without a component', () => {
    const { declared, answers } = said('web.port=5000', 'version=22', 'web.replicas=3', 'ingress=true', 'a.b.host=x=y');
    expect(declared.map(({ component, evidence }) => [component, evidence.field, evidence.value])).toEqual([
      ['web', 'app.port', 5000],
      [null, 'runtime.version', { raw: '22', resolved: '22' }],
    ]);
    expect(answers).toEqual({
      shared: { ingress: true },
      components: { web: { replicas: 3 }, 'a.b': { host: 'x=y' } },
    });
  });

  it.each([
    'port',
    '=5',
    'web.=5',
    'port=0',
    'port=65536',
    'port=http',
    'health=status',
    'kind=lambda',
    'output=../..',
    'buildImage=node',
    'start=',
  ])('refuses %s', (flag) => {
    const read = readSet([flag, 'web.port=99999']);
    expect(read.ok ? [] : read.problems.map(({ code }) => code)).toEqual(['DRK4001', 'DRK4001']);
  });

  it('wins over derrick.yaml on the same fact', () => {
    const config = { ...NO_CONFIG, declared: said('web.port=1', 'web.version=20', 'worker.port=2').declared };
    const merged = withFlags(config, said('web.port=3'));
    expect(merged.declared.map(({ component, evidence: { field, value } }) => [component, field, value])).toEqual([
      ['web', 'app.port', 3],
      ['web', 'runtime.version', { raw: '20', resolved: '20' }],
      ['worker', 'app.port', 2],
    ]);
    expect(withFlags(config, said('port=3')).declared.map(({ component }) => component)).toEqual([null, 'web']);
  });
});

describe('a command of the user', () => {
  it.each([
    ['node server.js', ['node', 'server.js']],
    ['node "a b.js" \'c d\'', ['node', 'a b.js', 'c d']],
    ['a && b', 'a && b'],
    ['node $MAIN', 'node $MAIN'],
    ['PORT=1 node a.js', 'PORT=1 node a.js'],
    ['node *.js', 'node *.js'],
    ['a > b', 'a > b'],
  ])('%j is split only where no shell is needed', (text, expected) => {
    expect(commandOf(text)).toEqual(expected);
  });

  it('may be a list', () => {
    expect(commandOf(['node', '$x && y'])).toEqual(['node', '$x && y']);
    expect(commandOf([])).toBeUndefined();
    expect(declare('start', '  ', { file: null, line: null })).toEqual({ expects: 'a command' });
  });
});

describe('the chosen outputs', () => {
  it('are the default ones, those of derrick.yaml, or those of the flags, always in one order', () => {
    const config = { ...NO_CONFIG, outputs: ['jenkins', 'image'] as const };
    const value = (result: ReturnType<typeof chosenOutputs>) => (result.ok ? result.value : result.problems);
    expect(value(chosenOutputs(NO_CONFIG, {}, ['kubernetes', 'image']))).toEqual(['image', 'kubernetes']);
    expect(value(chosenOutputs(config, {}, ['kubernetes']))).toEqual(['image', 'jenkins']);
    expect(value(chosenOutputs(config, { with: ['helm'], without: ['jenkins'] }, []))).toEqual(['image', 'helm']);
    expect(value(chosenOutputs(config, { only: ['kubernetes'] }, []))).toEqual(['kubernetes']);
  });

  it('refuse names that are none', () => {
    const refused = chosenOutputs(NO_CONFIG, { only: ['docker'], without: ['k8s'] }, []);
    expect(refused.ok ? [] : refused.problems.map(({ code, detail }) => [code, detail.split(':')[0]])).toEqual([
      ['DRK4002', '--only docker'],
      ['DRK4002', '--without k8s'],
    ]);
  });
});
