import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, derrick, folder, json, textsOf } from './derrick.ts';

/** Mounts a small file system where this machine allows it. */
function mounted(options: string): string | undefined {
  const dir = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir], { stdio: 'ignore' });
    return dir;
  } catch {
    return undefined;
  }
}

const small = mounted('size=48k');
const onMount = small === undefined ? it.skip : it;
afterAll(() => {
  if (small !== undefined) execFileSync('umount', [small]);
});

describe('a tree that is no application', () => {
  it.each([
    ['bad/empty', 'DRK1001'],
    ['bad/library', 'DRK1003'],
    ['bad/electron', 'DRK1003'],
    ['bad/react-native', 'DRK1003'],
    ['bad/broken-package-json', 'DRK1002'],
    ['bad/no-start', 'DRK1005'],
  ])('%s: exit 3 with the reason, and nothing written', async (fixture, code) => {
    const dir = copyOf(fixture);
    const before = textsOf(dir);
    const ended = await derrick(['init', '--yes', dir]);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain(`error ${code}`);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(textsOf(dir)).toEqual(before);
  });

  it('names file and line of a syntax error', async () => {
    const { stderr } = await derrick(['init', '--yes', copyOf('bad/broken-package-json')]);
    expect(stderr).toMatch(/error DRK1002 package\.json:[67]:\d+/);
  });
});

describe('contested evidence and nobody to ask', () => {
  it('is settled by the tie-break with a warning that names both; --strict refuses', async () => {
    const dir = copyOf('bad/two-starts');
    const strict = await derrick(['init', '--yes', '--strict', dir]);
    expect(strict.code).toBe(3);
    expect(readdirSync(dir)).not.toContain('Dockerfile');
    const { code, stderr } = await derrick(['init', '--yes', dir]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/warning DRK1004[\s\S]*port-side\.js[\s\S]*star-board\.js/);
    const said = await derrick(['init', '--yes', '--strict', '--set', 'two-helms.start=node helm/star-board.js', dir]);
    expect(said.code).toBe(0);
    expect(textsOf(dir).Dockerfile).toContain('star-board.js');
  });
});

describe('derrick.yaml', () => {
  it.each([
    ['a syntax error', 'components: [', 'derrick.yaml:1'],
    ['an unknown key', 'schema: 1\nnmae: x\n', 'derrick.yaml:2'],
    ['a wrong value', 'components:\n  tower:\n    port: many\n', 'derrick.yaml:3'],
    ['an unknown component', 'components:\n  nobody:\n    port: 5000\n', 'nobody'],
  ])('with %s ends with 2 and the place', async (_title, text, place) => {
    const dir = copyOf('apps/http-plain-js');
    writeFileSync(join(dir, 'derrick.yaml'), text);
    const { code, stderr } = await derrick(['init', '--yes', dir]);
    expect(code).toBe(2);
    expect(stderr).toContain(place);
    expect(readdirSync(dir)).not.toContain('Dockerfile');
  });
});

describe('hostile names', () => {
  it('come out quoted: every file is written and says no more than it should', async () => {
    const dir = copyOf('apps/hostile-names');
    expect((await derrick(['init', '--yes', dir])).code).toBe(0);
    const files = textsOf(dir);
    expect(files.Dockerfile).not.toMatch(/^USER root|^RUN touch/m);
    expect(files['kubernetes/deployment.yaml']).not.toMatch(/^kind: Secret/m);
    expect(files.Jenkinsfile).not.toMatch(/^curl evil/m);
  });

  it.each(['a\nb', 'a\u0000b', '$(touch owned)', '`id`', "it's", '{{x}}', '*/', '"; rm'])(
    '%j as a --set value never breaks a file',
    async (text) => {
      const dir = copyOf('apps/http-plain-js');
      const args = text.includes('\u0000')
        ? ['--set', 'start=node a.js \\0']
        : ['--set', `start=node ${JSON.stringify(text)}`];
      const { code, stderr } = await derrick(['init', '--yes', ...args, dir]);
      expect({ stderr, known: [0, 2].includes(code) }).toEqual({ stderr, known: true });
      expect(stderr).not.toMatch(/bug in derrick|\n\s+at /);
      expect(readdirSync(dir)).not.toContain('owned');
    },
  );
});

describe('a folder that cannot be written', () => {
  it('with a file in place of a folder: exit 2, nothing written', async () => {
    const dir = copyOf('apps/http-plain-js');
    writeFileSync(join(dir, 'kubernetes'), 'not a folder\n');
    const before = textsOf(dir);
    const { code, stderr } = await derrick(['init', '--yes', dir]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error DRK200[26]/);
    expect(textsOf(dir)).toEqual(before);
  });

  it('without permission: exit 2, nothing written', async () => {
    const dir = copyOf('apps/http-plain-js');
    chmodSync(dir, 0o555);
    // Root may write everywhere, so that derrick runs as nobody then.
    const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const { code, stderr } = await derrick(['init', '--yes', dir], nobody);
    chmodSync(dir, 0o755);
    expect({ code, stderr: /DRK2002/.test(stderr) }).toEqual({ code: 2, stderr: true });
  });

  onMount('on a full disk: exit 2, the old files are as they were, and with room again it works', async () => {
    const dir = join(small ?? '', 'app');
    mkdirSync(dir);
    writeFileSync(join(dir, 'package.json'), '{"name":"tight","scripts":{"start":"node tight.js"}}\n');
    writeFileSync(join(dir, 'tight.js'), "require('http').createServer().listen(4555);\n");
    writeFileSync(join(dir, 'filler'), 'x'.repeat(20_000));
    const before = textsOf(dir);
    const full = await derrick(['init', '--yes', dir]);
    expect(full.code).toBe(2);
    expect(full.stderr).toContain('DRK2002');
    expect(textsOf(dir)).toEqual(before);
    rmSync(join(dir, 'filler'));
    execFileSync('mount', ['-o', 'remount,size=4m', small ?? '']);
    expect((await derrick(['init', '--yes', dir])).code).toBe(0);
    execFileSync('mount', ['-o', 'remount,ro', small ?? '']);
    const again = await derrick(['init', '--yes', '--set', 'port=4556', dir]);
    execFileSync('mount', ['-o', 'remount,rw', small ?? '']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('DRK2002');
  });
});

describe('an interrupt', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'by %s half-way leaves the old files or the new ones',
    async (name) => {
      const whole = copyOf('apps/express-npm');
      expect((await derrick(['init', '--yes', whole])).code).toBe(0);
      const after = textsOf(whole);
      const before = textsOf(copyOf('apps/express-npm'));
      for (const afterMs of [60, 120, 180, 220, 260, 300, 340, 400]) {
        const dir = copyOf('apps/express-npm');
        const { code } = await derrick(['init', '--yes', dir], { signal: { name, afterMs } });
        expect([0, 130, 137, 143]).toContain(code);
        if (name === 'SIGKILL') expect((await derrick(['init', '--yes', dir])).code).toBe(0);
        expect([before, after]).toContainEqual(textsOf(dir));
        rmSync(dir, { recursive: true });
      }
    },
    120_000,
  );
});

describe('a project rigging', () => {
  it('that is broken is told with file and line', async () => {
    const dir = copyOf('apps/http-plain-js');
    mkdirSync(join(dir, 'derrick-riggings/notes'), { recursive: true });
    writeFileSync(
      join(dir, 'derrick-riggings/notes/rigging.yaml'),
      'schema: 1\nid: notes\nmatch: { fact: app.prot, exists: true }\n',
    );
    const { code, stderr } = await derrick(['init', '--yes', dir]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/DRK1201 derrick-riggings\/notes\/rigging\.yaml:3/);
  });

  it('that is data adds its file and runs nothing', async () => {
    const dir = copyOf('apps/http-plain-js');
    const rigging = join(dir, 'derrick-riggings/notes');
    mkdirSync(rigging, { recursive: true });
    const manifest = {
      schema: 1,
      id: 'notes',
      title: 'Notes',
      provides: 'image',
      scope: 'component',
      match: { fact: 'app.port', exists: true },
    };
    const artifacts = [{ path: '{dir}NOTES.txt', template: 'notes.hbs', format: 'text' }];
    writeFileSync(
      join(rigging, 'rigging.yaml'),
      JSON.stringify({ ...manifest, requires: [], default: true, options: {}, artifacts }),
    );
    writeFileSync(join(rigging, 'notes.hbs'), '{{name}} listens on {{app.port}}\n');
    writeFileSync(join(rigging, 'view.js'), "require('fs').writeFileSync('owned', '');\n");
    const ended = await derrick(['init', '--yes', '--json', dir]);
    expect(ended.code).toBe(0);
    expect(JSON.stringify(json(ended))).toContain('"rigging":"notes"');
    expect(textsOf(dir)['NOTES.txt']).toMatch(/ listens on \d+\n/);
    expect(readdirSync(dir)).not.toContain('owned');
  });
});
