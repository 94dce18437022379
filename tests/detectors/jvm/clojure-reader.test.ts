import fc from 'fast-check';
import { everyForm, readClojure, valueAt } from '../../../src/detectors/jvm/clojure-reader.ts';

describe('the reader of Clojure and EDN', () => {
  it('is total, and never gives a line that is not there', () => {
    const sign = fc.constantFrom('a', ':', '"', '\\', '(', ')', '[', ']', '{', '}', '#', '_', '^', "'", ';', '\n', ' ');
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 60 }), (text) => {
        const lines = text.split('\n').length;
        const { forms, problem } = readClojure(text);
        for (const { line } of everyForm(forms)) expect(line >= 1 && line <= lines).toBe(true);
        if (problem !== undefined) expect(problem.line >= 1 && problem.line <= lines).toBe(true);
      }),
    );
  });

  it('does not run out of stack on deep text', () => {
    for (const deep of ['(', '^', "'", '#_', '[{']) expect(readClojure(deep.repeat(50_000)).problem).toBeDefined();
  });

  it('reads over comments, metadata and discarded forms, and keeps strings as they are', () => {
    const { forms, problem } = readClojure('; (a)\n(b #_(c d) ^:e f "g ; \\"h\\"" #inst "2026")');
    expect(problem).toBeUndefined();
    expect(forms[0]?.items.map(({ text, line }) => [text, line])).toEqual([
      ['b', 2],
      ['f', 2],
      ['g ; "h"', 2],
      ['2026', 2],
    ]);
  });

  it('finds values by keywords, in maps and in the body of a definition', () => {
    const [form] = readClojure('(defproject a/b "1" :profiles {:uberjar {:main x.y}})').forms;
    expect(valueAt(form, 'profiles', 'uberjar', 'main')?.text).toBe('x.y');
    expect(valueAt(form, 'profiles', 'dev')).toBeUndefined();
  });

  it.each([
    ['(a\n[b', 2, 'never closed'],
    ['(a\n]', 2, 'stands where'],
    ['a\n)', 2, 'closes nothing'],
  ])('says where brackets do not match: %j', (text, line, message) => {
    expect(readClojure(text).problem).toEqual({ line, message: expect.stringContaining(message) });
  });
});
