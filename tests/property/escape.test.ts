import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  commentText,
  copyArguments,
  dockerfileValue,
  execForm,
  groovyString,
  nginxWord,
  shellLine,
  UnsafeValueError,
  yamlBlock,
  yamlScalar,
} from '../../src/core/render/escape.ts';

/** Texts as an attacker would choose them, beside any others. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '$',
      '{',
      '}',
      '`',
      '"',
      "'",
      '\\',
      '\n',
      ' ',
      '#',
      ':',
      '-',
      '\u0000',
      '\u2028',
      '\u0085',
      'a',
      '1',
      '*',
      '%',
      '[',
    ),
  }),
  fc.constantFrom(
    'on',
    'No',
    '1e3',
    '0o7',
    '1:30',
    '~',
    'null',
    '---',
    '...',
    '',
    ' x',
    '{{x}}',
    '${jndi:x}',
    '*/',
    '"""',
    "'''",
  ),
);
const well = (text: string) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;
const words = fc.array(hostile.filter(well), { minLength: 1, maxLength: 4 });

/** The outcome of an escape, or that the value is refused. */
function orRefused<T>(work: () => T): T | 'refused' {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnsafeValueError) return 'refused';
    throw error;
  }
}

describe('escaping', () => {
  it.each(['1.1', '1.2'] as const)('YAML %s reads every scalar back as it was', (version) => {
    fc.assert(
      fc.property(hostile.filter(well), (text) => {
        const written = yamlScalar(text);
        expect(written).not.toContain('\n');
        expect(parse(`a: ${written}\n`, { version })).toEqual({ a: text });
        expect(parse(`- ${written} # c\n`, { version })).toEqual([text]);
      }),
      { numRuns: 500 },
    );
  });

  it('YAML blocks read back', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: fc.constantFrom('a', '1', '-', '.', '$', '#', ':'), minLength: 1, maxLength: 5 }),
          hostile.filter(well),
        ),
        (data) => {
          expect(parse(yamlBlock(data), { version: '1.1' })).toEqual(data);
        },
      ),
    );
  });

  it('a shell gets the words that were meant', () => {
    fc.assert(
      fc.property(words, (argv) => {
        const line = orRefused(() => shellLine(argv));
        if (line === 'refused') return expect(argv.some((word) => CONTROL.test(word))).toBe(true);
        const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`]).toString('utf8');
        return expect(printed).toBe(argv.map((word) => `${word}\0`).join(''));
      }),
      { numRuns: 60 },
    );
  });

  it('the exec form is JSON on one line', () => {
    fc.assert(
      fc.property(words, (argv) => {
        const form = orRefused(() => execForm(argv));
        if (form === 'refused') return;
        expect(form).not.toMatch(/[\n\r]/);
        expect(JSON.parse(form)).toEqual(argv);
      }),
    );
  });

  it('a value in a Dockerfile stays one quoted word without variables', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const value = orRefused(() => dockerfileValue(text));
        if (value === 'refused') return;
        expect(value).toMatch(/^"(?:[^"\\$\n]|\\["\\$])*"$/);
        expect(value.slice(1, -1).replace(/\\(.)/gs, '$1')).toBe(text);
      }),
    );
  });

  it('COPY stays one line, and no path becomes a pattern or a variable', () => {
    fc.assert(
      fc.property(words, (paths) => {
        const written = orRefused(() => copyArguments(paths));
        if (written === 'refused') return;
        expect(written).not.toMatch(/[\n\r]/);
        const plain = /^\["/.test(written) ? (JSON.parse(written) as string[]).join(' ') : written;
        expect(plain.replace(/\\./gs, '').replaceAll('[[]', '')).not.toMatch(/[*?$]/);
      }),
    );
  });

  it('a Groovy string is one literal in which nothing is interpolated', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const literal = orRefused(() => groovyString(text));
        if (literal === 'refused') return;
        expect(literal).toMatch(/^'(?:[^'\\\n]|\\['\\n])*'$/);
        expect(literal.slice(1, -1).replace(/\\(.)/gs, (_, char) => (char === 'n' ? '\n' : char))).toBe(text);
      }),
    );
  });

  it('an nginx word is one word', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const word = orRefused(() => nginxWord(text));
        if (word !== 'refused') expect(word).toMatch(/^(?:[A-Za-z0-9_@%+=:,./-]+|"(?:[^"\\$\n]|\\["\\])*")$/s);
      }),
    );
  });

  it('a comment is one line without control characters', () => {
    fc.assert(fc.property(hostile, (text) => expect(commentText(text)).not.toMatch(CONTROL)));
  });
});
