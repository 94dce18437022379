import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { folder, REPOSITORY, textsOf } from '../cli/derrick.ts';

function scaffold(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(REPOSITORY, 'scripts', script), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A copy of what the new files need, so that their own tests can run. */
function clone(): string {
  const dir = folder();
  for (const name of ['src', 'rigging-templates', 'tests', 'package.json', 'jest.config.js']) {
    cpSync(join(REPOSITORY, name), join(dir, name), { recursive: true });
  }
  for (const name of ['jest-esbuild.mjs', 'lib'])
    cpSync(join(REPOSITORY, 'scripts', name), join(dir, 'scripts', name), { recursive: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(dir, 'node_modules'));
  return dir;
}

function jest(dir: string, path: string): number | null {
  const argv = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', path];
  return spawnSync(process.execPath, argv, { cwd: dir, stdio: 'ignore' }).status;
}

describe('npm run new:detector', () => {
  it('writes a detector whose test passes', () => {
    const dir = clone();
    const { status, stdout } = scaffold('new-detector.mjs', 'runtime/elixir-version', '--root', dir);
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('npm run generate') });
    expect(readdirSync(join(dir, 'fixtures/apps/elixir-version'))).toEqual(['app', 'case.yaml']);
    expect(jest(dir, 'tests/detectors/runtime/elixir-version.test.ts')).toBe(0);
    expect(scaffold('new-detector.mjs', 'runtime/elixir-version', '--root', dir)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('already'),
    });
  });

  it.each([
    '',
    'elixir',
    'lang/elixir',
    'runtime/',
    'runtime/../x',
    'runtime/Elixir',
    'runtime/a--b',
    'runtime/a/b',
    'runtime/1a',
  ])('refuses %j', (name) => {
    const dir = folder();
    expect(scaffold('new-detector.mjs', name, '--root', dir).status).toBe(2);
    expect(textsOf(dir)).toEqual({});
  });
});

describe('npm run new:rigging', () => {
  it('writes a rigging whose test passes', () => {
    const dir = clone();
    expect(scaffold('new-rigging.mjs', 'image-elixir', '--root', dir).status).toBe(0);
    expect(jest(dir, 'tests/riggings/image-elixir.test.ts')).toBe(0);
  });

  it.each(['', '_shared', '../x', 'Image', 'a b'])('refuses %j', (name) => {
    const dir = folder();
    expect(scaffold('new-rigging.mjs', name, '--root', dir).status).toBe(2);
    expect(textsOf(dir)).toEqual({});
  });
});
