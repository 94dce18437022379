import fc from 'fast-check';
import semver from 'semver';
import { DATA } from '../../../src/detectors/data.generated.ts';
import {
  bestFit,
  isEndOfLife,
  isLts,
  NODE_LINES,
  NODE_TABLE_DATE,
  wishOf,
} from '../../../src/detectors/node/releases.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('the table', () => {
  it('is ordered, newest first, with newest releases of their own line', () => {
    const majors = NODE_LINES.map(({ major }) => major);
    expect(majors).toEqual([...majors].sort((a, b) => b - a));
    for (const { major, newest } of NODE_LINES) expect(semver.major(newest)).toBe(major);
  });

  it('has a default that is supported and had been LTS for three weeks', () => {
    const line = NODE_LINES.find(({ major }) => major === DATA.node.default);
    expect(line && !isEndOfLife(line) && isLts(line)).toBe(true);
    expect(Date.parse(NODE_TABLE_DATE) - Date.parse(line?.lts ?? '')).toBeGreaterThanOrEqual(21 * DAY);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '>=',
    '<',
    '^',
    '~',
    '||',
    ' ',
    '-',
    'v',
    'x',
    '*',
    '20',
    '22',
    '.',
    '24.1.0',
    'lts/',
    'iron',
    'node',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
  );

  it('is a wish, and one with a range can be met by a version that satisfies it', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const wish = wishOf(raw);
        if (wish.kind !== 'range') return true;
        const resolved = bestFit([wish.range])?.resolved ?? 'none';
        return semver.intersects(resolved, wish.range, { loose: true });
      }),
      { numRuns: 500 },
    );
  });

  it('meets two ranges at once or not at all', () => {
    const version = fc.integer({ min: 14, max: 26 }).map(String);
    const range = fc.tuple(fc.constantFrom('>=', '^', '<=', '~', ''), version).map((parts) => parts.join(''));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const found = bestFit([a, b]);
        const { resolved } = found ?? {};
        return resolved === undefined
          ? !semver.intersects(a, b)
          : [a, b].every((one) => semver.intersects(resolved, one));
      }),
    );
  });

  it('that is very long is no version', () => {
    expect(wishOf(`>=${'1'.repeat(300)}`).kind).toBe('unknown');
  });
});

describe('a range that only loose reading forgives', () => {
  it.each(['20 >=', '>=20 <'])('%s is read as what stands in it', (text) => {
    expect(wishOf(text)).toMatchObject({ kind: 'range', range: expect.stringContaining('>=20.0.0') });
  });
});
