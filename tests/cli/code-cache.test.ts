import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURES } from '../support/fixture.ts';
import { plainEnv, REPOSITORY } from './derrick.ts';

const APP = join(FIXTURES, 'apps/express-npm/app');
const isRoot = process.getuid?.() === 0;

/** An installation of derrick that has not been started yet. */
function installed(): string {
  const dir = mkdtempSync(join(tmpdir(), 'derrick-installed-'));
  cpSync(join(REPOSITORY, 'bin'), join(dir, 'bin'), { recursive: true });
  cpSync(join(REPOSITORY, 'package.json'), join(dir, 'package.json'));
  mkdirSync(join(dir, 'dist'));
  cpSync(join(REPOSITORY, 'dist/derrick.js'), join(dir, 'dist/derrick.js'));
  return dir;
}

function started(dir: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const argv = [join(dir, 'bin/derrick.js'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', env: plainEnv(env) });
  return { status, stdout, stderr };
}

function cachesIn(dir: string): readonly string[] {
  return readdirSync(join(dir, 'dist')).filter((name) => name !== 'derrick.js');
}

describe('the bundle', () => {
  it('is ASCII, which bin/load.js takes for granted, and means what the source means', () => {
    expect(/[\u0080-\uffff]/.exec(readFileSync(join(REPOSITORY, 'dist/derrick.js'), 'utf8'))).toBeNull();
    // The title of this page has a dash that only a regular expression of the source names.
    const { stdout } = started(REPOSITORY, ['detect', join(FIXTURES, 'apps/site-html/app'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'dune-watch' });
  });
});

describe('the code that V8 compiled', () => {
  const cache = `derrick-${process.version}-${process.arch}.cache`;
  let dir = '';
  beforeEach(() => {
    dir = installed();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is kept by the first command that ends well, and changes nothing of what the next says', () => {
    expect(started(dir, ['detect', join(dir, 'nowhere')]).status).not.toBe(0);
    expect(cachesIn(dir)).toEqual([]);
    const first = started(dir, ['detect', '--json', APP]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(cachesIn(dir)).toEqual([cache]);
    expect(started(dir, ['detect', '--json', APP])).toEqual(first);
    expect(cachesIn(dir)).toEqual([cache]);
  });

  it.each([
    ['nothing', ''],
    ['no code', 'no code at all'],
  ])('is passed over where the file holds %s', (_title, content) => {
    writeFileSync(join(dir, 'dist', cache), content);
    expect(started(dir, ['detect', '--json', APP])).toEqual(started(REPOSITORY, ['detect', '--json', APP]));
  });

  it("is not kept where Node's own switch turns it off", () => {
    expect(started(dir, ['detect', APP], { NODE_DISABLE_COMPILE_CACHE: '1' }).status).toBe(0);
    expect(cachesIn(dir)).toEqual([]);
  });

  (isRoot ? it : it.skip)('is not kept in an installation of another user', () => {
    chownSync(join(dir, 'dist'), 12_345, 12_345);
    expect(started(dir, ['detect', APP]).status).toBe(0);
    expect(cachesIn(dir)).toEqual([]);
  });
});
