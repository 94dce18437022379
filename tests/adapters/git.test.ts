import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSource } from '../../src/adapters/git.ts';
import { NO_SOURCE } from '../../src/core/build/request.ts';

const folder = mkdtempSync(join(tmpdir(), 'derrick-git-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(root: string, ...args: string[]): string {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function repository(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'app'), { recursive: true });
  git(root, 'init', '-q');
  writeFileSync(join(root, 'app', 'a.txt'), 'a\n');
  git(root, 'add', '.');
  git(root, 'commit', '-q', '-m', 'first');
  return root;
}

describe('readSource', () => {
  it('knows nothing outside a repository or before the first commit', async () => {
    const root = join(folder, 'empty');
    mkdirSync(root);
    expect(await readSource(root)).toEqual(NO_SOURCE);
    git(root, 'init', '-q');
    expect(await readSource(root)).toEqual(NO_SOURCE);
  });

  it('reads commit, time and remote, without the credentials', async () => {
    const root = repository('clean');
    git(root, 'remote', 'add', 'origin', 'https://me:token@git.example/shop.git');
    const revision = git(root, 'rev-parse', 'HEAD');
    const source = await readSource(join(root, 'app'));
    expect(source).toMatchObject({ revision, dirty: false, remote: 'https://git.example/shop.git' });
    expect(source.short?.length).toBeGreaterThanOrEqual(7);
    expect(revision.startsWith(source.short ?? '-')).toBe(true);
    expect(new Date(source.committed ?? '').toISOString()).toBe(
      new Date(git(root, 'show', '-s', '--format=%cI')).toISOString(),
    );
  });

  it('abbreviates to seven digits at least, whatever the repository says', async () => {
    const root = repository('short');
    git(root, 'config', 'core.abbrev', '4');
    expect((await readSource(root)).short).toHaveLength(7);
  });

  it('sees changed and new files below the folder, and none beside it', async () => {
    const root = repository('dirty');
    writeFileSync(join(root, 'beside.txt'), '');
    expect((await readSource(join(root, 'app'))).dirty).toBe(false);
    expect((await readSource(root)).dirty).toBe(true);
    writeFileSync(join(root, 'app', 'a.txt'), 'b\n');
    expect((await readSource(join(root, 'app'))).dirty).toBe(true);
  });

  it('runs nothing that the repository names', async () => {
    const root = repository('hostile');
    const mark = join(folder, 'ran');
    const program = join(root, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >>'${mark}'\ncat\n`);
    chmodSync(program, 0o755);
    writeFileSync(join(root, '.gitattributes'), '* filter=evil diff=evil\n');
    git(root, 'add', '.');
    git(root, 'commit', '-q', '-m', 'second');
    writeFileSync(join(root, 'included'), `[filter "evil"]\n\tclean = '${program}'\n\tprocess = '${program}'\n`);
    for (const [key, value] of [
      ['core.fsmonitor', program],
      ['core.hooksPath', root],
      ['core.pager', program],
      ['diff.external', program],
      ['diff.evil.command', program],
      ['diff.evil.textconv', program],
      ['gpg.program', program],
      ['log.showSignature', 'true'],
      ['filter.evil.required', 'true'],
      ['include.path', '../included'],
    ] as const) {
      git(root, 'config', key, value);
    }
    // Content of the same length with a new time: git has to look into it, and would run the filter.
    writeFileSync(join(root, 'app', 'a.txt'), 'c\n');
    expect(await readSource(root)).toMatchObject({ dirty: true, revision: expect.any(String) });
    expect(existsSync(mark)).toBe(false);
    // The trap is a real one: plain git falls into it (and fails, since the filter does not speak its protocol).
    expect(() => git(root, 'status')).toThrow();
    expect(existsSync(mark)).toBe(true);
  });
});
