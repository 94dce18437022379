import { composerRange } from '../../../src/detectors/php/releases.ts';
import { phpVersion } from '../../../src/detectors/runtime/php-version.ts';
import { run } from '../run-detector.ts';

function versionOf(require: string, more: Readonly<Record<string, string>> = {}, config = '') {
  const composer = `{ "type": "project", "require": { "php": ${JSON.stringify(require)} }${config} }`;
  const { facts, diagnostics } = run(phpVersion, { 'composer.json': composer, 'public/index.php': '<?php', ...more });
  return [facts['runtime.version']?.resolved, ...diagnostics.map(({ code }) => code)];
}

describe('the PHP version', () => {
  it.each([
    ['^8.2', ['8.4']],
    ['~8.3.0', ['8.3']],
    ['~8.1', ['8.4']],
    ['>=7.4 <8.4', ['8.3']],
    ['^7.4 | ^8.0', ['8.4']],
    ['8.5.*', ['8.5']],
    ['^7.4', ['7.4', 'DRK1105']],
    ['^9.0', [undefined, 'DRK1006']],
    ['nonsense', [undefined, 'DRK1006']],
  ])('of the constraint %s', (constraint, expected) => {
    expect(versionOf(constraint)).toEqual(expected);
  });

  it('is narrowed by the platform, and disagreement is told', () => {
    expect(versionOf('^8.2', {}, ', "config": { "platform": { "php": "8.3.4" } }')).toEqual(['8.3']);
    expect(versionOf('~8.3.0', { '.php-version': '8.4\n' })).toEqual(['8.3', 'DRK1104']);
  });

  it('reads Composer’s own operators', () => {
    expect(composerRange('~8.1 || >=8.2,<9')).toBe('^8.1 || >=8.2 <9');
  });
});
