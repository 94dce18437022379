import fc from 'fast-check';
import { parseHocon } from '../../../src/detectors/jvm/hocon.ts';

function pairs(text: string): readonly (readonly [string, string, number])[] {
  return parseHocon(text).map(({ key, value, line }) => [key, value, line] as const);
}

describe('the reader of HOCON', () => {
  it('joins the keys of nested objects, and keeps every assignment', () => {
    const text = 'a.b {\n  # c = 1\n  port = 80\n  port = ${?PORT}\n}\na { b.host : "x" }\n';
    expect(pairs(text)).toEqual([
      ['a.b.port', '80', 3],
      ['a.b.port', '${?PORT}', 4],
      ['a.b.host', 'x', 6],
    ]);
  });

  it('joins the parts of a value as they stand, and keeps addresses whole', () => {
    expect(pairs('url = "jdbc:x://"${HOST}":1" // c\nname = two words')).toEqual([
      ['url', 'jdbc:x://${HOST}:1', 1],
      ['name', 'two words', 2],
    ]);
  });

  it('gives each part of a list, and goes on behind it', () => {
    expect(pairs('a = [\n  "x",\n  y\n]\nb = 2')).toEqual([
      ['a', 'x', 2],
      ['a', 'y', 3],
      ['b', '2', 5],
    ]);
  });

  it('is total, and never gives a line that is not there', () => {
    const sign = fc.constantFrom('a', '.', '=', ':', '{', '}', '[', ']', '"', '$', '?', '#', '/', ',', '\n', ' ', '\\');
    fc.assert(
      fc.property(fc.string({ unit: sign }), (text) => {
        const lines = text.split('\n').length;
        for (const { line } of parseHocon(text)) expect(line >= 1 && line <= lines).toBe(true);
      }),
    );
  });
});
