import { becauseOf } from '../../../src/core/check/because.ts';
import { type DriftInput, driftIn } from '../../../src/core/check/drift.ts';
import { lintOnDisk } from '../../../src/core/check/lint.ts';
import type { Component } from '../../../src/core/model/app-model.ts';
import type { Artifact, Ledger } from '../../../src/core/model/artifact.ts';
import { ROOT, relPath } from '../../../src/core/model/paths.ts';
import { digest } from '../../../src/core/write/digest.ts';

const PATH = relPath('Dockerfile');
const GOOD = 'FROM node:24-slim\nUSER 10001:10001\nCMD ["node", "a.js"]\n';

function artifact(content: string): Artifact {
  return { path: PATH, content, format: 'dockerfile', executable: false, rigging: 'image-node' };
}

function ledger(pristine: string): Ledger {
  return { schema: 1, files: { [PATH]: { rigging: 'image-node', sha256: digest(pristine) } } };
}

/** What drifts where `pristine` was written, `disk` is there and `render` is what derrick would write now. */
function drift(pristine: string | null, disk: string | null, render: string | null, more: Partial<DriftInput> = {}) {
  return driftIn({
    artifacts: render === null ? [] : [artifact(render)],
    disk: new Map(disk === null ? [] : [[PATH, { content: disk }]]),
    ledger: pristine === null ? { schema: 1, files: {} } : ledger(pristine),
    pristine: new Map(pristine === null ? [] : [[PATH, pristine]]),
    reason: () => undefined,
    ...more,
  });
}

describe('drift', () => {
  it.each([
    ['nothing changed', 'a\n', 'a\n', 'a\n'],
    ['a hand edit', 'a\n', 'a\nmine\n', 'a\n'],
    ['the same edit by hand and by derrick', 'a\n', 'b\n', 'b\n'],
    ['other line ends', 'a\n', '\uFEFFa\r\n', 'a\n'],
    ['a file that the user wrote', null, 'theirs\n', 'a\n'],
    ['a file that the user deleted', 'a\n', null, 'b\n'],
  ])('is not: %s', (_, pristine, disk, render) => expect(drift(pristine, disk, render)).toEqual([]));

  it('is a render that changed since, whatever was edited by hand', () => {
    const [found] = drift('a\n', 'a\nmine\n', 'b\n', { reason: () => 'the reason' });
    expect(found).toEqual({ path: PATH, diff: expect.stringMatching(/\n-a\n\+b\n/), because: 'the reason' });
    expect(found?.diff).not.toContain('mine');
  });

  it('is a file that is not written yet, and one that nothing renders any more', () => {
    expect(drift(null, null, 'a\n')).toEqual([{ path: PATH, diff: '', because: 'it is not written yet' }]);
    expect(drift('a\n', 'a\n', null)).toMatchObject([{ path: PATH, because: expect.stringContaining('image-node') }]);
  });

  it('is shown in few lines', () => {
    const long = Array.from({ length: 200 }, (_, at) => `line ${at}\n`).join('');
    const [found] = drift(long, long, long.replaceAll('line', 'row'));
    expect(found?.diff.split('\n').length).toBeLessThan(45);
    expect(found?.diff).toMatch(/\(\d+ more lines\)/);
  });
});

describe('the reason of a drift', () => {
  const version = {
    field: 'runtime.version',
    value: { raw: '24', resolved: '24' },
    file: relPath('.nvmrc'),
    line: 1,
    confidence: 'pinned',
    detector: 'x',
    because: 'y',
  } as const;
  const component: Component = {
    name: 'web',
    dir: ROOT,
    facts: {},
    decisions: [{ field: 'runtime.version', chosen: version, others: [], contested: false }],
  };

  it.each([
    ['-FROM node:22-slim\n+FROM node:24-slim', 'runtime.version is 24 (.nvmrc:1)'],
    ['-FROM node:24-a\n+FROM node:24-b', undefined],
    ['-a\n+124', undefined],
    ['--- a/24\n+++ b/24\n+x', undefined],
  ])('%j: %s', (diff, because) => expect(becauseOf(diff, [component])).toBe(because));
});

describe('the files on disk', () => {
  function lint(content: string, ours = true) {
    const found = lintOnDisk(
      [artifact(GOOD)],
      new Map([[PATH, { content }]]),
      ours ? ledger(GOOD) : { schema: 1, files: {} },
    );
    return found.map(({ severity, detail }) => `${severity}: ${detail.replace(/:.*/, '')}`);
  }

  it('are errors where nobody can use them, and advice where derrick would write otherwise', () => {
    expect(lint(GOOD)).toEqual([]);
    expect(lint('')).toEqual(['error: breaks rule dockerfile-syntax']);
    expect(lint(GOOD.replace('24-slim', 'latest'))).toEqual(['warning: breaks rule D05']);
    expect(lint('', false)).toEqual(['warning: breaks rule dockerfile-syntax']);
  });
});
