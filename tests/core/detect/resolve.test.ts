import fc from 'fast-check';
import { factsOf, resolve } from '../../../src/core/detect/resolve.ts';
import type { Evidence } from '../../../src/core/model/evidence.ts';
import { CONFIDENCE } from '../../../src/core/model/evidence.ts';
import { relPath } from '../../../src/core/model/paths.ts';

const DIR = relPath('apps/web');

function port(
  value: number,
  confidence: Evidence['confidence'],
  file: string | null = 'apps/web/a.js',
  line = 1,
): Evidence {
  const place = file === null ? null : relPath(file);
  return {
    field: 'app.port',
    value,
    confidence,
    file: place,
    line: place === null ? null : line,
    detector: 'test',
    because: 'so',
  };
}

function services(confidence: Evidence['confidence'], ...kinds: readonly ('postgres' | 'redis' | 'mysql')[]): Evidence {
  const value = kinds.map((kind) => ({ kind, via: 'test' }));
  return {
    field: 'app.services',
    value,
    confidence,
    file: null,
    line: null,
    detector: 'test',
    because: 'so',
  } as Evidence;
}

const portOf = (...claims: readonly Evidence[]) => factsOf(resolve(claims, DIR))['app.port'];

describe('resolving evidence', () => {
  it('follows confidence, then nearness, then path and line', () => {
    expect(portOf(port(1, 'guess'), port(2, 'manifest'))).toBe(2);
    expect(portOf(port(1, 'config', 'x.js'), port(2, 'config', 'apps/web/b.js'))).toBe(2);
    expect(portOf(port(1, 'config', 'apps/web/src/a.js'), port(2, 'config', 'apps/web/z.js'))).toBe(2);
    expect(portOf(port(1, 'config', 'apps/web/b.js'), port(2, 'config', 'apps/web/a.js'))).toBe(2);
    expect(portOf(port(1, 'config', 'apps/web/a.js', 9), port(2, 'config', 'apps/web/a.js', 3))).toBe(2);
    expect(portOf(port(1, 'config', null), port(2, 'config', 'far/away/a.js'))).toBe(2);
  });

  it('is contested only where another value has the same confidence, and never against the user', () => {
    const contested = (...claims: readonly Evidence[]) => resolve(claims, DIR)[0]?.contested;
    expect(contested(port(1, 'config'), port(2, 'config', 'b.js'))).toBe(true);
    expect(contested(port(1, 'config'), port(1, 'config', 'b.js'))).toBe(false);
    expect(contested(port(1, 'config'), port(2, 'guess'))).toBe(false);
    expect(contested(port(1, 'declared'), port(2, 'declared', 'b.js'))).toBe(false);
  });

  it('adds up merged facts, and lets the user replace them', () => {
    const kinds = (...claims: readonly Evidence[]) =>
      factsOf(resolve(claims, DIR))['app.services']?.map(({ kind }) => kind);
    expect(kinds(services('manifest', 'redis'), services('guess', 'postgres', 'redis'))).toEqual(['postgres', 'redis']);
    expect(kinds(services('manifest', 'redis'), services('declared', 'mysql'))).toEqual(['mysql']);
  });

  it('does not depend on the order of the claims', () => {
    const claim = fc
      .record({
        value: fc.integer({ min: 1, max: 4 }),
        confidence: fc.constantFrom(...(Object.keys(CONFIDENCE) as Evidence['confidence'][])),
        file: fc.constantFrom('apps/web/a.js', 'apps/web/b/c.js', 'd.js', null),
        line: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ value, confidence, file, line }) => port(value, confidence, file, line));
    const shuffled = fc
      .array(claim, { maxLength: 8 })
      .chain((claims) => fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })));
    fc.assert(fc.property(shuffled, ([claims, other]) => expect(resolve(other, DIR)).toEqual(resolve(claims, DIR))));
  });
});
