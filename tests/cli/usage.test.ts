import { CATALOG } from '../../src/core/errors/catalog.ts';
import { VERSION } from '../../src/version.generated.ts';
import { copyOf, derrick, json } from './derrick.ts';

const ESCAPE = '\u001b[';

describe('help and version', () => {
  it('print to stdout and end with 0', async () => {
    expect(await derrick(['--version'])).toMatchObject({ code: 0, stdout: `${VERSION}\n`, stderr: '' });
    const help = await derrick(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const name of ['init', 'detect', 'build', 'list', 'explain', 'completion'])
      expect(help.stdout).toContain(`  ${name}`);
  });

  it.each(['init', 'detect', 'build', 'list', 'explain', 'completion'])(
    '%s --help names what every command has',
    async (name) => {
      const { code, stdout } = await derrick([name, '--help']);
      expect(code).toBe(0);
      for (const flag of ['--quiet', '--no-color', '--debug', '--help']) expect(stdout).toContain(flag);
      if (name !== 'completion') expect(stdout).toContain('--json');
    },
  );
});

describe('wrong usage', () => {
  it.each([
    [[], 'Usage'],
    [['bild'], 'build'],
    [['detect', '--jsno'], '--json'],
    [['init', '--on-conflict', 'perhaps'], 'keep'],
    [['list', 'nonsense'], 'detectors'],
    [['explain', 'DRK9999'], 'DRK1001'],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [['detect', '/nowhere/at/all'], 'DRK2006'],
    [['init', '--only', 'cobol'], 'image, kubernetes'],
  ])('%j ends with 2 and says what is right', async (args, expected) => {
    const { code, stdout, stderr } = await derrick(args, { cwd: copyOf('apps/http-plain-js') });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('explain', () => {
  it('knows every code', async () => {
    for (const [code, { title, hint, exit }] of Object.entries(CATALOG)) {
      const ended = await derrick(['explain', code, '--json']);
      expect(json(ended)).toEqual({ schemaVersion: 1, code, title, hint, exit });
    }
  }, 120_000);

  it('says why a value was chosen', async () => {
    const ended = await derrick(['explain', 'port', copyOf('apps/express-npm'), '--json']);
    expect(json(ended)).toMatchObject({
      field: 'port',
      components: [
        {
          name: 'parcel-desk',
          evidence: expect.arrayContaining([
            expect.objectContaining({ field: 'app.port', value: 4310, file: 'lib/server.js', line: 12, chosen: true }),
          ]),
        },
      ],
    });
  });
});

describe('list', () => {
  it('shows riggings with their options, and detectors', async () => {
    const riggings = json(await derrick(['list', '--json'])) as {
      riggings: { id: string; origin: string; options: object }[];
    };
    expect(riggings.riggings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['image-node', 'k8s-basic', 'ci-jenkins']),
    );
    const detectors = json(await derrick(['list', 'detectors', '--json'])) as {
      detectors: { id: string; layer: string }[];
    };
    expect(new Set(detectors.detectors.map(({ layer }) => layer))).toEqual(
      new Set(['runtime', 'application', 'system']),
    );
    expect((await derrick(['list'])).stdout).toContain('image-node');
    expect((await derrick(['list', 'detectors'])).stdout).toContain('node-version');
  });
});

describe('output', () => {
  it('is one JSON document on stdout, whatever goes wrong', async () => {
    for (const fixture of ['apps/express-npm', 'bad/broken-package-json', 'bad/library', 'bad/two-starts']) {
      const dir = copyOf(fixture);
      for (const command of [['detect'], ['init', '--yes'], ['init', '--dry-run']]) {
        expect(json(await derrick([...command, '--json', dir]))).toMatchObject({ schemaVersion: 1 });
      }
    }
    expect(json(await derrick(['detect', '--json', '/nowhere']))).toMatchObject({ diagnostics: [{ code: 'DRK2006' }] });
  }, 60_000);

  it('has no colour in a pipe, unless it is forced; NO_COLOR wins', async () => {
    const dir = copyOf('apps/version-conflict');
    for (const env of [{}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { FORCE_COLOR: '1', TERM: 'dumb' }]) {
      const { stdout, stderr } = await derrick(['detect', dir], { env: { TERM: 'xterm', ...env } });
      expect(stdout + stderr).not.toContain(ESCAPE);
    }
    const forced = { env: { TERM: 'xterm', FORCE_COLOR: '1' } };
    expect((await derrick(['detect', dir], forced)).stdout).toContain(ESCAPE);
    expect((await derrick(['detect', '--no-color', dir], forced)).stdout).not.toContain(ESCAPE);
  });

  it('keeps control characters of the tree away from the terminal', async () => {
    const dir = copyOf('apps/hostile-names');
    for (const args of [
      ['detect', dir],
      ['detect', dir, '--explain'],
      ['init', '--dry-run', '--diff', dir],
    ]) {
      const { stdout, stderr } = await derrick(args);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
    }
  });

  it('with --quiet is the result and errors only', async () => {
    const { stderr } = await derrick(['init', '--yes', '--quiet', copyOf('apps/version-conflict')]);
    expect(stderr).toBe('');
  });

  it('explains each value with the file and line, and what lost', async () => {
    const { stdout } = await derrick(['detect', '--explain', 'version', copyOf('apps/version-conflict')]);
    expect(stdout).toMatch(/\* \S+ +\S+:\d+, \w+: \S/);
    expect(stdout).toMatch(/- \S+ +\S+/);
  });
});
