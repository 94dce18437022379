// Writes the golden files of all fixtures (or of those named as arguments) and says what changed. To be read before it is committed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
const run = (argv, env = {}) =>
  spawnSync(argv[0], argv.slice(1), { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;

run(['node', 'scripts/generate.mjs']);
const names = process.argv.slice(2);
const status = run(
  [
    'node',
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    'tests/golden/apps.test.ts',
    '--silent',
  ],
  { DERRICK_GOLDEN: 'write', ...(names.length > 0 ? { DERRICK_FIXTURES: names.join(',') } : {}) },
);
run(['git', 'add', '--intent-to-add', 'fixtures']);
run(['git', '--no-pager', 'diff', '--stat', '--', 'fixtures']);
process.exitCode = status;
