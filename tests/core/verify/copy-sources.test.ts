import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { checkCopySources } from '../../../src/core/verify/copy-sources.ts';
import { dockerfileFacts } from '../../../src/core/verify/dockerfile-facts.ts';
import { dockerignore } from '../../../src/core/verify/dockerignore.ts';

function check(copy: string, entries: readonly string[], ignoreText = '') {
  const facts = dockerfileFacts(relPath('Dockerfile'), `FROM a:1\n${copy}\n`);
  const ignoreFile = ignoreText === '' ? null : '.dockerignore';
  return checkCopySources(facts, { dir: '.', entries: new Set(entries), ignoreText, ignoreFile });
}

describe('the sources of COPY', () => {
  it.each([
    ['COPY a.txt /', ['a.txt'], ''],
    ['COPY ./src/ /', ['src', 'src/a.js'], ''],
    ['COPY . .', [], '**'],
    ['COPY yarn.lock* ./', [], ''],
    ['COPY dist /', ['dist', 'dist/a.js'], 'dist\n!dist/a.js'],
    ['COPY --from=build /app /', [], ''],
    ['COPY /a.txt /', ['a.txt'], ''],
  ])('%s is there', (copy, entries, ignored) => {
    expect(check(copy, entries, ignored)).toMatchObject({ ok: true });
  });

  it.each([
    ['COPY a.txt /', [], '', 'not in the build context', 'Add a.txt'],
    ['COPY a.txt /', ['a.txt'], '*.txt', 'left out by .dockerignore', '!a.txt'],
    ['COPY dist /', ['dist', 'dist/a.js'], '**/dist', 'left out by .dockerignore', '!dist'],
    ['COPY ../x /', ['x'], '', 'outside the build context', 'context'],
  ])('%s is missed', (copy, entries, ignored, detail, remedy) => {
    const found = check(copy, entries, ignored);
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
    expect(found.remedy).toContain(remedy);
  });
});

describe('.dockerignore', () => {
  it.each([
    ['node_modules', 'node_modules/x', true],
    ['node_modules', 'app/node_modules', false],
    ['**/node_modules', 'app/node_modules/x/y', true],
    ['/dist/', 'dist/a', true],
    ['*\n!src', 'src/a', false],
    ['*\n!src\nsrc/a', 'src/a', true],
    ['# a\n\n*.md', 'a.md', true],
    ['*.md', 'docs/a.md', false],
    ['\uFEFFa\r\nb\r\n', 'b', true],
    ['.', 'a', false],
  ])('%j on %s: %s', (text, path, expected) => {
    expect(dockerignore(text)(path)).toBe(expected);
  });

  it('takes the word of the last line for a path named in full', () => {
    const path = fc
      .array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, fc.array(path), (wanted, others) => {
        expect(dockerignore([...others, wanted].join('\n'))(wanted)).toBe(true);
        expect(dockerignore([...others, `!${wanted}`].join('\n'))(wanted)).toBe(false);
      }),
    );
  });
});
