import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import { entriesOf } from '../node/json-shape.ts';
import { phpProject } from '../php/project.ts';

/** Linters by their package and the settings that they need. */
const LINTERS: readonly { readonly name: string; readonly config: readonly string[]; readonly command: Argv }[] = [
  {
    name: 'phpstan/phpstan',
    config: ['phpstan.neon', 'phpstan.neon.dist', 'phpstan.dist.neon'],
    command: ['php', 'vendor/bin/phpstan', 'analyse', '--no-progress'],
  },
  {
    name: 'squizlabs/php_codesniffer',
    config: ['phpcs.xml', 'phpcs.xml.dist', '.phpcs.xml', '.phpcs.xml.dist'],
    command: ['php', 'vendor/bin/phpcs', '-q'],
  },
];

/** The linter of a PHP project, and the runner of its tests. */
export const phpChecks = defineDetector({
  id: 'php-checks',
  layer: 'application',
  title: 'Linter and test runner of a PHP project',
  docs: 'https://phpstan.org/user-guide/command-line-usage',
  when: { anyFile: ['composer.json'] },
  *detect(scope): Iterable<Claim<'application'>> {
    const manifest = phpProject(scope)?.manifest;
    if (manifest === undefined) return;
    const development = entriesOf(manifest.get('require-dev'));
    const at = (name: string) => ({ file: manifest.path, line: manifest.lineOf('require-dev', name) });
    const confidence = 'manifest';
    const tests = ['pestphp/pest', 'phpunit/phpunit'].find((name) => development.has(name));
    if (tests !== undefined) {
      const value = tests.slice(tests.indexOf('/') + 1);
      yield { field: 'app.testTool', value, ...at(tests), confidence, because: 'it runs the tests' };
    }
    const linter = LINTERS.find(
      ({ name, config }) => development.has(name) && config.some((file) => scope.project.has(scope.at(file))),
    );
    if (linter === undefined) return;
    const because = 'it is required for development and has its settings';
    yield { field: 'app.lint', value: linter.command, ...at(linter.name), confidence, because };
  },
});
