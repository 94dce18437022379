import { relPath } from '../../../src/core/model/paths.ts';
import { unifiedDiff, unifiedTextDiff } from '../../../src/core/write/unified-diff.ts';
import { artifact } from './samples.ts';

describe('unifiedDiff', () => {
  it('shows a new file', () => {
    expect(unifiedDiff({ kind: 'create', artifact: artifact('k/a', 'x\n') })).toBe(
      '--- /dev/null\n+++ b/k/a\n@@ -0,0 +1,1 @@\n+x\n',
    );
  });

  it('shows a change without line ends', () => {
    expect(unifiedDiff({ kind: 'refresh', artifact: artifact('a', 'x\nz\n'), was: '\uFEFFx\r\ny\r\n' })).toBe(
      '--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n',
    );
  });

  it('shows what is written, not what was rendered', () => {
    const action = { kind: 'merged', artifact: artifact('a', 'r\n'), was: 'u\n', merged: 'm\n', overlaps: 0 } as const;
    expect(unifiedDiff(action)).toBe('--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-u\n+m\n');
    const beside = relPath('a.derrick');
    expect(unifiedDiff({ kind: 'beside', artifact: artifact('a', 'r\n'), was: 'u\n', beside, there: null })).toContain(
      '+++ b/a.derrick\n',
    );
  });

  it('is empty where nothing changes', () => {
    expect(unifiedDiff({ kind: 'same', artifact: artifact('a', 'r\n'), edited: true })).toBe('');
    const kept = { kind: 'kept', artifact: artifact('a', 'r\n'), was: 'u\n', because: 'edited' } as const;
    expect(unifiedDiff(kept)).toBe('');
    expect(unifiedTextDiff(relPath('a'), 'x\r\n', 'x\n')).toBe('');
  });

  it('gives up on texts that have too little in common', () => {
    const lines = (word: string): string => Array.from({ length: 2000 }, (_, n) => `${word}${n}\n`).join('');
    expect(unifiedTextDiff(relPath('a'), lines('x'), lines('y'))).toContain('(more than 1500 lines differ)');
  });
});
