import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtures } from '../support/fixture.ts';
import { copyOf, derrick, json, textsOf } from './derrick.ts';

interface InitJson {
  readonly written: boolean;
  readonly files: readonly { readonly path: string; readonly action: string; readonly rigging: string }[];
}

const init = (dir: string, ...args: readonly string[]) => derrick(['init', '--yes', ...args, dir]);
const written = async (dir: string, ...args: readonly string[]) => json(await init(dir, '--json', ...args)) as InitJson;
const MINE = '\n# mine: keep this line\n';

/** A project with derrick's files, edited at the end of its Dockerfile. */
async function edited(): Promise<{ readonly dir: string; readonly dockerfile: string }> {
  const dir = copyOf('apps/express-npm');
  expect((await init(dir)).code).toBe(0);
  const dockerfile = join(dir, 'Dockerfile');
  writeFileSync(dockerfile, readFileSync(dockerfile, 'utf8') + MINE);
  return { dir, dockerfile };
}

describe('derrick init twice', () => {
  it.each(fixtures('apps').map(({ name }) => [name]))(
    '%s: the second time changes nothing',
    async (name) => {
      const dir = copyOf(`apps/${name}`);
      const first = await init(dir);
      expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
      const before = textsOf(dir);
      const { files } = await written(dir);
      expect(files.filter(({ action }) => action !== 'same' && action !== 'kept')).toEqual([]);
      expect(textsOf(dir)).toEqual(before);
      rmSync(dir, { recursive: true });
    },
    30_000,
  );
});

describe('what is written', () => {
  it('with --dry-run or --diff is nothing', async () => {
    const dir = copyOf('apps/express-npm');
    const before = textsOf(dir);
    for (const flags of [['--dry-run'], ['--diff'], ['--dry-run', '--json'], ['--plan']]) {
      expect((await derrick(['init', ...flags, dir])).code).toBe(0);
    }
    expect((await derrick(['init', '--diff', dir])).stdout).toMatch(/^\+FROM node:/m);
    expect(textsOf(dir)).toEqual(before);
  });

  it.each([
    [
      ['--only', 'image'],
      ['.dockerignore', 'Dockerfile'],
    ],
    [
      ['--only', 'image,jenkins'],
      ['.dockerignore', 'Dockerfile', 'Jenkinsfile'],
    ],
    [
      ['--without', 'kubernetes', '--without', 'jenkins'],
      ['.dockerignore', 'Dockerfile'],
    ],
  ])('with %j is only that', async (flags, expected) => {
    const { files } = await written(copyOf('apps/express-npm'), ...flags);
    expect(files.map(({ path }) => path).sort()).toEqual([...expected, 'derrick.yaml'].sort());
  });

  it('with --component is that component', async () => {
    const { files } = await written(copyOf('apps/monorepo-pnpm'), '--component', 'tide-api');
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('apps/tide-api/Dockerfile');
    expect(paths).not.toContain('apps/tide-site/Dockerfile');
  });

  it('with --set follows the answer, which derrick.yaml keeps', async () => {
    const dir = copyOf('apps/express-npm');
    expect((await init(dir, '--set', 'parcel-desk.port=4999')).code).toBe(0);
    expect(textsOf(dir).Dockerfile).toContain('EXPOSE 4999');
    expect(textsOf(dir)['derrick.yaml']).toContain('port: 4999');
    const { files } = await written(dir);
    expect(files.every(({ action }) => action === 'same')).toBe(true);
  });

  it('with --set of no component in particular is kept for each', async () => {
    const dir = copyOf('apps/express-npm');
    expect((await init(dir, '--set', 'port=4998', '--set', 'registry=r.example.com')).code).toBe(0);
    const { files } = await written(dir);
    expect(files.filter(({ action }) => action !== 'same')).toEqual([]);
    expect(textsOf(dir).Dockerfile).toContain('EXPOSE 4998');
  });

  it('refuses a component and a rigging that are not there', async () => {
    for (const flags of [
      ['--component', 'nobody'],
      ['--rigging', 'nothing'],
      ['--set', 'nobody.port=1'],
    ]) {
      expect((await init(copyOf('apps/express-npm'), ...flags)).code).toBe(2);
    }
  });
});

describe('a hand edit', () => {
  it('survives while the render stays the same', async () => {
    const { dir, dockerfile } = await edited();
    const { files } = await written(dir);
    expect(files.find(({ path }) => path === 'Dockerfile')?.action).toBe('same');
    expect(readFileSync(dockerfile, 'utf8')).toContain(MINE);
  });

  it('is merged with a new render', async () => {
    const { dir, dockerfile } = await edited();
    const { files } = await written(dir, '--set', 'port=4777');
    expect(files.find(({ path }) => path === 'Dockerfile')?.action).toBe('merged');
    const text = readFileSync(dockerfile, 'utf8');
    expect(text).toContain(MINE);
    expect(text).toContain('EXPOSE 4777');
  });

  it('is deleted only by its owner: a deleted file stays deleted', async () => {
    const { dir, dockerfile } = await edited();
    rmSync(dockerfile);
    expect((await init(dir, '--set', 'port=4777')).code).toBe(0);
    expect(readdirSync(dir)).not.toContain('Dockerfile');
  });

  it.each([
    ['fail', 4, /EXPOSE 4310 # mine/],
    ['ask', 4, /EXPOSE 4310 # mine/],
    ['keep', 0, /EXPOSE 4310 # mine/],
    ['merge', 0, /EXPOSE 4310 # mine/],
    ['beside', 0, /EXPOSE 4310 # mine/],
    ['overwrite', 0, /EXPOSE 4777\n/],
  ])('in the same line as a new render, with --on-conflict %s', async (policy, code, expected) => {
    const dir = copyOf('apps/express-npm');
    expect((await init(dir)).code).toBe(0);
    const dockerfile = join(dir, 'Dockerfile');
    writeFileSync(dockerfile, readFileSync(dockerfile, 'utf8').replace('EXPOSE 4310', 'EXPOSE 4310 # mine'));
    const before = textsOf(dir);
    const ended = await init(dir, '--set', 'port=4777', '--on-conflict', policy);
    expect({ code: ended.code, stderr: code === 0 ? '' : ended.stderr }).toEqual({
      code,
      stderr: code === 0 ? '' : expect.stringContaining('DRK2001'),
    });
    expect(readFileSync(dockerfile, 'utf8')).toMatch(expected);
    if (code === 4) expect(textsOf(dir)).toEqual(before);
    const isBeside = readdirSync(dir).some((name) => name.startsWith('Dockerfile.'));
    expect(isBeside).toBe(policy === 'beside');
  });

  it('of a file that derrick did not write is kept without asking', async () => {
    const dir = copyOf('apps/express-npm');
    writeFileSync(join(dir, 'Jenkinsfile'), '// ours\n');
    const { files } = await written(dir);
    expect(files.find(({ path }) => path === 'Jenkinsfile')?.action).toBe('kept');
    expect(textsOf(dir).Jenkinsfile).toBe('// ours\n');
  });
});
