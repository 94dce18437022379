import { parseDotenv } from '../../../src/core/workspace/dotenv.ts';

describe('parseDotenv', () => {
  it('reads comments, export, quotes and values over several lines, with their lines', () => {
    const text = [
      '\uFEFF# shop',
      'export A=1 # one',
      "B='two # no comment'",
      'C="l\\n2"',
      'KEY="-----BEGIN',
      'abc',
      '-----END"',
      'D=#',
      'E="open',
      'not an assignment',
    ].join('\n');
    expect(parseDotenv(text)).toEqual({
      entries: [
        { name: 'A', value: '1', line: 2, isLiteral: false },
        { name: 'B', value: 'two # no comment', line: 3, isLiteral: true },
        { name: 'C', value: 'l\n2', line: 4, isLiteral: false },
        { name: 'KEY', value: '-----BEGIN\nabc\n-----END', line: 5, isLiteral: false },
        { name: 'D', value: '', line: 8, isLiteral: false },
        { name: 'E', value: '"open', line: 9, isLiteral: false },
      ],
      invalid: [10],
    });
  });
});
