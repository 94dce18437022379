import { explainLines } from '../../../src/core/detect/explain.ts';
import { detectionJson } from '../../../src/core/detect/report.ts';
import { detect } from '../../../src/core/detect/run.ts';
import { summaryLines } from '../../../src/core/detect/summary.ts';
import type { AnyDetector } from '../../../src/core/model/detector.ts';
import { defineDetector } from '../../../src/core/model/detector.ts';
import type { Evidence } from '../../../src/core/model/evidence.ts';
import type { Language } from '../../../src/core/model/facts.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';

const place = { line: 1, because: 'so' };
const bare = (_style: string, text: string) => text;

/** A language of its own: `app.toy` marks a component and holds its kind. */
const language = defineDetector({
  id: 'toy-language',
  layer: 'runtime',
  title: 'Toy',
  docs: 'https://example.com/',
  when: { anyFile: ['app.toy'] },
  marks: ['app.toy'],
  *detect(scope) {
    const file = scope.at('app.toy');
    if (scope.text(file) !== undefined)
      yield { field: 'runtime.language', value: 'toy' as Language, file, confidence: 'manifest', ...place };
  },
});

const kind = defineDetector({
  id: 'toy-kind',
  layer: 'application',
  title: 'Toy kind',
  docs: 'https://example.com/',
  when: { anyFile: ['app.toy'] },
  *detect(scope, known) {
    const file = scope.at('app.toy');
    const text = scope.text(file)?.text.trim();
    if (known.get('runtime.language') !== 'toy' || text === undefined) return;
    if (text === 'library') {
      const value = { kind: 'library', reason: 'this is a library', remedy: 'name a server' } as const;
      yield { field: 'app.refusal', value, file, confidence: 'manifest', ...place };
      return;
    }
    if (text !== 'web') return;
    yield { field: 'app.kind', value: 'web' as const, file, confidence: 'manifest', ...place };
    yield { field: 'app.start', value: ['toy', 'serve'] as const, file, confidence: 'manifest', ...place };
  },
});

const TOYS: readonly AnyDetector[] = [language, kind];
const found = (
  files: Readonly<Record<string, string>>,
  ...declared: readonly { component: string | null; evidence: Evidence }[]
) => detect(workspaceOf(files), TOYS, declared);
const codes = ({ diagnostics }: ReturnType<typeof found>) =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`);
const names = ({ model }: ReturnType<typeof found>) => model.components.map(({ name, dir }) => [name, dir]);

function said(field: 'app.start' | 'app.port' | 'app.kind', value: unknown, component: string | null = null) {
  return {
    component,
    evidence: {
      field,
      value,
      file: null,
      line: null,
      confidence: 'declared',
      detector: 'declared',
      because: 'said',
    } as Evidence,
  };
}

describe('detection', () => {
  it('shows later layers what earlier ones decided, whatever the order of the detectors', () => {
    const forth = found({ 'app.toy': 'web' });
    const back = detect(workspaceOf({ 'app.toy': 'web' }), [...TOYS].reverse());
    expect(forth.model).toEqual(back.model);
    expect(forth.model.components[0]?.facts['app.start']).toEqual(['toy', 'serve']);
  });

  it('finds one component for each marked folder, with a name of its own, examples aside', () => {
    const files = {
      'a/web/app.toy': 'web',
      'b/web/app.toy': 'web',
      'examples/x/app.toy': 'web',
      'lib/app.toy': 'library',
    };
    const detection = found(files);
    expect(names(detection)).toEqual([
      ['web', 'a/web'],
      ['b-web', 'b/web'],
    ]);
    expect(codes(detection)).toEqual(['info DRK1003']);
    expect(names(found({ 'examples/x/app.toy': 'web' }))).toEqual([['x', 'examples/x']]);
  });

  it('takes documents beside applications for one of them, and those of a package for its own', () => {
    const beside = { 'apps/docs/app.toy': 'web', 'apps/web/app.toy': 'web' };
    expect(names(found(beside)).map(([, dir]) => dir)).toEqual(['apps/docs', 'apps/web']);
    const inside = { 'docs/app.toy': 'static', 'lib/app.toy': 'web', 'lib/docs/app.toy': 'static' };
    expect(names(found(inside)).map(([, dir]) => dir)).toEqual(['lib']);
  });

  it('says why there is no component', () => {
    expect(codes(found({}))).toEqual(['error DRK1001']);
    expect(found({}).diagnostics[0]?.detail).toBe('the folder is empty');
    expect(codes(found({ 'README.md': 'x' }))).toEqual(['error DRK1001']);
    expect(codes(found({ 'app.toy': 'library' }))).toEqual(['error DRK1003']);
    expect(codes(found({ 'app.toy': '?' }))).toEqual(['error DRK1005']);
  });

  it('takes the word of the user: a start command makes an application, a kind overrules a refusal', () => {
    const started = found({ 'app.toy': '?' }, said('app.start', ['toy', 'run']));
    expect(started.model.components[0]?.facts).toMatchObject({ 'app.kind': 'worker', 'app.start': ['toy', 'run'] });
    const server = found({ 'app.toy': '?' }, said('app.start', ['toy', 'run']), said('app.port', 8));
    expect(server.model.components[0]?.facts['app.kind']).toBe('web');
    const kept = found({ 'app.toy': 'web' }, said('app.start', ['toy', 'run']));
    expect(kept.model.components[0]?.facts['app.kind']).toBe('web');
    expect(names(found({ 'app.toy': 'library' }, said('app.kind', 'web'), said('app.start', ['toy'])))).toHaveLength(1);
    expect(codes(found({ 'app.toy': 'library' }, said('app.start', ['toy'])))).toEqual(['error DRK1003']);
    expect(codes(found({ 'README.md': '' }, said('app.start', ['toy'])))).toEqual(['error DRK1001']);
  });

  it('refuses a component that is not there, and misses a start command', () => {
    expect(codes(found({ 'app.toy': 'web' }, said('app.port', 8, 'nobody')))).toEqual(['error DRK4002']);
    expect(codes(found({ 'app.toy': '?' }, said('app.kind', 'web')))).toEqual(['error DRK1005']);
  });

  it('reads each file once, and knows for whom', () => {
    const { reads } = found({ 'app.toy': 'web', 'other.txt': '' });
    expect(reads.map(({ path, readBy }) => [path, readBy])).toEqual([['app.toy', ['toy-kind', 'toy-language']]]);
  });

  it('is shown for people and for programs', () => {
    const detection = found({ 'app.toy': 'web' });
    expect(summaryLines(detection.model, bare).join('\n')).toMatch(/start +toy serve +app\.toy:1/);
    expect(explainLines(detection.model, 'start', bare).join('\n')).toContain('* toy serve  app.toy:1, manifest: so');
    expect(explainLines(detection.model, 'nonsense', bare)).toEqual(['app: nothing is known of nonsense']);
    const document = detectionJson(detection, []) as {
      components: { evidence: { field: string; chosen: boolean }[] }[];
    };
    expect(document.components[0]?.evidence.map(({ field }) => field)).toEqual([
      'app.kind',
      'app.start',
      'runtime.language',
    ]);
  });
});
