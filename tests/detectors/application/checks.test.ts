import type { Facts, Language } from '../../../src/core/model/facts.ts';
import { goChecks } from '../../../src/detectors/application/go-checks.ts';
import { jvmChecks } from '../../../src/detectors/application/jvm-checks.ts';
import { nodeChecks } from '../../../src/detectors/application/node-checks.ts';
import { phpChecks } from '../../../src/detectors/application/php-checks.ts';
import { pythonChecks } from '../../../src/detectors/application/python-checks.ts';
import { run } from '../run-detector.ts';

const of = (language: string, manager: string): Partial<Facts> => ({
  'runtime.language': language as Language,
  'runtime.packageManager': { id: manager, version: null, lockfile: null, root: '.' as never },
});

function node(manifest: object, more: Readonly<Record<string, string>> = {}, manager = 'npm') {
  return run(nodeChecks, { 'package.json': JSON.stringify(manifest), ...more }, '.', of('node', manager)).facts;
}

describe('Node', () => {
  it.each([
    ['vitest', 'vitest run'],
    ['vitest', 'tsc --noEmit && cross-env CI=1 npx vitest'],
    ['node', 'node --test'],
    ['bun', 'bun test'],
    ['jest-junit', 'jest --ci'],
  ])('knows %s, which can write a report', (tool, test) => {
    expect(node({ scripts: { test }, devDependencies: { 'jest-junit': '16' } })['app.testTool']).toBe(tool);
  });

  it.each(['jest', 'node --test a.js', 'mocha', 'vitest run | tee log', 'npm run test:all && echo done'])(
    'says nothing of %s, which takes no such option',
    (test) => expect(node({ scripts: { test } })['app.testTool']).toBeUndefined(),
  );

  it('takes the lint script with the package manager of the project, and none that changes files or does nothing', () => {
    expect(node({ scripts: { lint: 'eslint src' } }, {}, 'pnpm')['app.lint']).toEqual(['pnpm', 'run', 'lint']);
    for (const lint of ['eslint --fix .', 'echo none', 'prettier --write .', ''])
      expect(node({ scripts: { lint } })['app.lint']).toBeUndefined();
  });

  it('runs a linter that is installed and has settings', () => {
    const biome = { devDependencies: { '@biomejs/biome': '2' } };
    expect(node(biome, { 'biome.json': '{}' })['app.lint']).toEqual(['npx', '--no-install', 'biome', 'ci', '.']);
    expect(node(biome)['app.lint']).toBeUndefined();
    const eslint = { devDependencies: { eslint: '9' } };
    expect(node(eslint, { 'eslint.config.mjs': '' }, 'yarn')['app.lint']).toEqual(['yarn', 'eslint', '.']);
  });
});

function python(files: Readonly<Record<string, string>>) {
  return run(pythonChecks, { 'main.py': '', ...files }, '.', of('python', 'pip')).facts;
}

describe('Python', () => {
  it('installs what developers list, with the runner and the linter in it', () => {
    const facts = python({ 'requirements.txt': 'flask\n', 'requirements-dev.txt': 'pytest==8\nRuff>=0.9\n' });
    expect(facts['app.testInstall']).toEqual(['--requirement', 'requirements-dev.txt']);
    expect(facts['app.testTool']).toBe('pytest');
    expect(facts['app.lint']).toEqual(['ruff', 'check', '.']);
  });

  it('installs an extra or a group of pyproject.toml', () => {
    const project = '[project]\nname = "a"\nversion = "1"\ndependencies = ["flask"]\n';
    const extra = python({ 'pyproject.toml': `${project}[project.optional-dependencies]\ntest = ["pytest"]\n` });
    expect(extra['app.testInstall']).toEqual(['.[test]']);
    const group = python({ 'pyproject.toml': `${project}[dependency-groups]\ndev = ["pytest", "flake8"]\n` });
    expect(group['app.testInstall']).toEqual(['--group', 'dev']);
    expect(group['app.lint']).toEqual(['flake8']);
  });

  it('runs tox and nox where nothing names pytest, and adds them', () => {
    expect(python({ 'requirements.txt': 'flask\n', 'tox.ini': '[tox]\n' })).toMatchObject({
      'app.test': ['python', '-m', 'tox'],
      'app.testInstall': ['tox'],
    });
    expect(python({ 'requirements.txt': 'nox\n', 'noxfile.py': '' })['app.testInstall']).toBeUndefined();
  });

  it('adds pytest where only its settings are there', () => {
    expect(python({ 'requirements.txt': 'flask\n', 'pytest.ini': '' })).toMatchObject({ 'app.testTool': 'pytest' });
  });
});

it('PHP: knows PHPUnit, Pest, PHPStan and PHP_CodeSniffer by the manifest and their settings', () => {
  const php = (dev: object, more: Readonly<Record<string, string>> = {}) =>
    run(phpChecks, { 'composer.json': JSON.stringify({ 'require-dev': dev }), 'index.php': '<?php', ...more }, '.', {
      'runtime.language': 'php' as Language,
    }).facts;
  expect(php({ 'phpunit/phpunit': '^11' })).toEqual({ 'app.testTool': 'phpunit' });
  expect(php({ 'phpunit/phpunit': '^11', 'pestphp/pest': '^3' })['app.testTool']).toBe('pest');
  expect(php({ 'phpstan/phpstan': '^2' }, { 'phpstan.neon': '' })['app.lint']).toContain('vendor/bin/phpstan');
  expect(php({ 'squizlabs/php_codesniffer': '^3' }, { 'phpcs.xml': '' })['app.lint']).toContain('vendor/bin/phpcs');
  expect(php({ 'phpstan/phpstan': '^2' })['app.lint']).toBeUndefined();
});

it('Maven and Gradle: runs the style check that the build applies', () => {
  const pom = `<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-checkstyle-plugin</artifactId>
</plugin></plugins></build></project>`;
  const main = { 'src/main/java/A.java': 'class A { public static void main(String[] a) {} }' };
  const maven = run(jvmChecks, { 'pom.xml': pom, ...main }, '.', of('java', 'maven'));
  expect(maven.facts['app.lint']).toEqual(['mvn', '--batch-mode', 'checkstyle:check']);
  const gradle = "plugins {\n  id 'java'\n  id 'checkstyle'\n}\n";
  const facts = run(jvmChecks, { 'build.gradle': gradle, gradlew: '', ...main }, '.', of('java', 'gradle')).facts;
  expect(facts['app.lint']).toEqual(['./gradlew', '--no-daemon', ':checkstyleMain']);
});

it('Go: runs golangci-lint in the version of its settings', () => {
  const go = (settings: string) =>
    run(
      goChecks,
      { 'go.mod': 'module a\n\ngo 1.24\n', 'main.go': 'package main\n\nfunc main() {}\n', '.golangci.yml': settings },
      '.',
      of('go', 'go'),
    ).facts['app.lint'];
  expect(go('version: "2"\n')).toEqual(expect.arrayContaining([expect.stringContaining('golangci-lint/v2/')]));
  expect(go('linters: {}\n')).toEqual(expect.arrayContaining([expect.stringContaining('@v1.')]));
  expect(go('version: "9"\n')).toBeUndefined();
});
