import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { derrick, folder } from './derrick.ts';

function isHere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

async function scriptOf(shell: string): Promise<string> {
  const path = join(folder(), `derrick.${shell}`);
  const { code, stdout } = await derrick(['completion', shell]);
  expect(code).toBe(0);
  writeFileSync(path, stdout);
  return path;
}

describe('completion', () => {
  for (const [shell, check] of [
    ['bash', '-n'],
    ['zsh', '-n'],
    ['fish', '--no-execute'],
  ] as const) {
    (isHere(shell) ? it : it.skip)(`is a script that ${shell} can parse`, async () => {
      execFileSync(shell, [check, await scriptOf(shell)]);
    });
  }

  (isHere('bash') ? it : it.skip)('offers commands, flags and their values in bash', async () => {
    const path = await scriptOf('bash');
    const words = (line: readonly string[]) => {
      const list = line.map((word) => `'${word}'`).join(' ');
      const ask = `source '${path}'; COMP_WORDS=(${list}); COMP_CWORD=${line.length - 1}; _derrick; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', ask], { encoding: 'utf8' }).trim().split(' ');
    };
    expect(words(['derrick', 'de'])).toEqual(['detect']);
    expect(words(['derrick', 'init', '--on-c'])).toEqual(['--on-conflict']);
    expect(words(['derrick', 'init', '--on-conflict', 'k'])).toEqual(['keep']);
  });
});
