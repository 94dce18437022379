import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { type Lockfile, readLockfile } from '../../../src/detectors/node/lockfile.ts';
import { nodeLockfile } from '../../../src/detectors/runtime/node-lockfile.ts';
import { run } from '../run-detector.ts';
import { LOCKS, type LockName, market } from './locks.ts';
import { PANTRIES, pantry } from './pantries.ts';

const NAMES = Object.keys(LOCKS) as LockName[];
const said = (files: Readonly<Record<string, string>>, dir = '.') =>
  run(nodeLockfile, files, dir).diagnostics.map(({ code, detail, at }) => `${code} ${at?.file}:${at?.line} ${detail}`);

function edited(lock: LockName, path: string, change: (text: string) => string): Record<string, string> {
  const files = market(lock);
  return { ...files, [path]: change(files[path] ?? '') };
}

function lockOf(lock: LockName): Lockfile | undefined {
  return readLockfile(scopeOf(market(lock)), relPath(LOCKS[lock]));
}

describe.each(NAMES)('a real lockfile of %s', (name) => {
  it('is read whole', () => {
    const packages = lockOf(name)?.packages ?? [];
    expect(packages.find((one) => one.name === 'bcrypt')).toMatchObject({
      version: '6.0.0',
      needs: expect.arrayContaining(['node-addon-api', 'node-gyp-build']),
      source: 'registry',
    });
    const names = packages.map((one) => one.name);
    expect(names).toEqual(expect.arrayContaining(['@hapi/hoek', 'ms', 'semver', 'picocolors', 'fsevents']));
    for (const one of packages.filter(({ source }) => source === 'registry'))
      expect(one.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('matches its manifests', () => {
    expect(said(market(name))).toEqual([]);
    expect(said(market(name), 'apps/till')).toEqual([]);
  });

  it('drifts when a dependency was added, at its line', () => {
    const files = edited(name, 'apps/till/package.json', (text) =>
      text.replace('"bcrypt"', '"zod": "^3.0.0",\n    "bcrypt"'),
    );
    expect(said(files, 'apps/till')).toEqual([
      `DRK1101 apps/till/package.json:5 ${LOCKS[name]} does not match apps/till/package.json: "zod" (^3.0.0) is not locked`,
    ]);
  });

  it('drifts when a dependency moved beyond what is locked', () => {
    const files = edited(name, 'package.json', (text) => text.replace('^2.1.0', '^3.0.0'));
    const [first, ...more] = said(files);
    expect(first).toMatch(/^DRK1101 package\.json:9 .*"ms" is asked for as \^3\.0\.0 but locked as (npm:)?\^2\.1\.0$/);
    expect(more).toEqual([]);
  });

  it('names one dependency and counts the others', () => {
    const files = edited(name, 'package.json', (text) =>
      text.replace('^2.1.0', '^3.0.0').replace('^11.0.0', '^12.0.0'),
    );
    expect(said(files)[0]).toMatch(/\(and 1 more\)$/);
  });
});

describe('what each package manager puts up with', () => {
  const without = (text: string) => text.replace(/,\s*"@hapi\/hoek": "[^"]*"/, '');

  it.each(['npm', 'yarn1'] as const)('%s accepts a dependency that only the lockfile has', (name) => {
    expect(said(edited(name, 'package.json', without))).toEqual([]);
  });

  it.each(['pnpm7', 'pnpm8', 'pnpm9', 'berry', 'bun'] as const)('%s does not', (name) => {
    expect(said(edited(name, 'package.json', without))[0]).toMatch(/"@hapi\/hoek" is locked but no longer asked for$/);
  });

  it('npm accepts another range that the locked version satisfies, pnpm does not', () => {
    const looser = (text: string) => text.replace('^2.1.0', '^2.0.0');
    expect(said(edited('npm', 'package.json', looser))).toEqual([]);
    expect(said(edited('pnpm9', 'package.json', looser))).toHaveLength(1);
  });

  it('hooks are no drift', () => {
    const moved = edited('pnpm9', 'package.json', (text) => text.replace('^2.1.0', '^2.0.0'));
    expect(said({ ...moved, '.pnpmfile.cjs': '' })).toEqual([]);
    const settings = `${moved['pnpm-workspace.yaml']}configDependencies:\n  '@market/pnpm-plugin-rules': 1.0.0\n`;
    expect(said({ ...moved, 'pnpm-workspace.yaml': settings })).toEqual([]);
  });

  it('nobody is held to the range of an overridden package', () => {
    const moved = edited('pnpm9', 'package.json', (text) => text.replace('^2.1.0', '^2.0.0'));
    const settings = `${moved['pnpm-workspace.yaml']}overrides:\n  'debug>ms': 2.1.3\n`;
    expect(said({ ...moved, 'pnpm-workspace.yaml': settings })).toEqual([
      'DRK1101 pnpm-workspace.yaml:5 pnpm-lock.yaml does not match pnpm-workspace.yaml: the override of "debug>ms" (2.1.3) is not locked',
    ]);
  });

  it('has nothing to compare with in an old package-lock', () => {
    const lock = '{"lockfileVersion":1,"dependencies":{"koa":{"version":"2.0.0","requires":{"co":"1"}}}}';
    const files = { 'package.json': '{"dependencies":{"hapi":"1"}}', 'package-lock.json': lock };
    expect(said(files)).toEqual([]);
    const read = readLockfile(scopeOf(files), relPath('package-lock.json'));
    expect(read?.packages).toEqual([
      { name: 'koa', version: '2.0.0', needs: ['co'], optional: false, installScript: null, source: 'registry' },
    ]);
  });
});

describe.each(PANTRIES)(
  'a lockfile that %s wrote for aliases, tags, archives, folders, overrides and catalogs',
  (name) => {
    it.each(['.', 'apps/till', 'packages/core', 'packages/ui'])('matches, seen from %s', (dir) => {
      expect(said(pantry(name), dir)).toEqual([]);
    });
  },
);

/** One edit each, after which the frozen install of that package manager was seen to fail; yarn 1 and pnpm 9 go on silently. */
const EDITS = [
  [
    'npm12',
    'package.json',
    '"is-number": "7.0.0"',
    '"is-number": "6.0.0"',
    '27 … override of "is-number" is asked for as 6.0.0 but locked as 7.0.0',
  ],
  ['npm12', 'vendor/folder/package.json', 'is-even', 'is-odd', '5 … "is-odd" (^1.0.0) is not locked'],
  [
    'pnpm9',
    'package.json',
    '"is-number": "7.0.0"',
    '"is-number": "6.0.0"',
    '29 … override of "is-number" is asked for as 6.0.0 but locked as 7.0.0',
  ],
  [
    'pnpm11',
    'pnpm-workspace.yaml',
    'is-number: 7.0.0',
    'is-number: 6.0.0',
    '10 … override of "is-number" is asked for as 6.0.0 but locked as 7.0.0',
  ],
  [
    'pnpm12',
    'pnpm-workspace.yaml',
    '  is-number: 7.0.0\n',
    '',
    'null … override of "is-number" is locked but no longer asked for',
  ],
  [
    'pnpm12',
    'pnpm-workspace.yaml',
    '^2.4.3',
    '^2.4.0',
    '5 … catalog’s "bcryptjs" is asked for as ^2.4.0 but locked as ^2.4.3',
  ],
  [
    'pnpm11',
    'pnpm-workspace.yaml',
    '^1.3.0',
    '^1.2.0',
    '8 … catalog’s "left-pad" is asked for as ^1.2.0 but locked as ^1.3.0',
  ],
  [
    'yarn1',
    'packages/core/package.json',
    '"^3.0.0"',
    '"^2.0.0"',
    '7 … "is-odd" is asked for as ^2.0.0 but locked as 3.0.1',
  ],
  [
    'yarnb3',
    'package.json',
    '"is-odd/is-number": "7.0.0"',
    '"is-odd/is-number": "6.0.0"',
    '29 … override of "is-odd/is-number" is asked for as 6.0.0 but locked as 7.0.0',
  ],
  [
    'yarnb4',
    'packages/ui/package.json',
    '"is-number": "^7.0.0"',
    '"is-number": "^6.0.0"',
    '9 … peer "is-number" is asked for as ^6.0.0 but locked as ^7.0.0',
  ],
  [
    'yarnb4',
    '.yarnrc.yml',
    '^2.4.3',
    '^2.4.0',
    '5 … catalog’s "bcryptjs" is asked for as ^2.4.0 but locked as npm:^2.4.3',
  ],
  [
    'bun',
    'package.json',
    '"is-number": "7.0.0"',
    '"is-number": "6.0.0"',
    '26 … override of "is-number" is asked for as 6.0.0 but locked as 7.0.0',
  ],
  ['bun', 'package.json', '^2.4.3', '^2.4.0', '34 … catalog’s "bcryptjs" is asked for as ^2.4.0 but locked as ^2.4.3'],
] as const;

describe('an edit of settings or of a linked folder', () => {
  it.each(EDITS)('of %s, in %s: %s', (name, path, from, to, wanted) => {
    const files = pantry(name);
    const [line = '', rest = ''] = wanted.split(' … ');
    const found = said({ ...files, [path]: (files[path] ?? '').replace(from, to) });
    expect(found.filter((text) => text.startsWith(`DRK1101 ${path}:${line} `) && text.includes(rest))).toHaveLength(1);
    expect(found).toHaveLength(1);
  });

  it('takes a nested override for what Bun makes of it', () => {
    const files = pantry('bun');
    const nested = (files['package.json'] ?? '').replace('"is-number": "7.0.0"', '"is-number": { ".": "7.0.0" }');
    expect(said({ ...files, 'package.json': nested })).toEqual([]);
  });

  it('adds nothing to a catalog that nobody asks', () => {
    const files = pantry('pnpm12');
    const more = (files['pnpm-workspace.yaml'] ?? '').replace('catalog:\n', 'catalog:\n  zod: ^3.0.0\n');
    expect(said({ ...files, 'pnpm-workspace.yaml': more })).toEqual([]);
  });
});

describe.each(NAMES)('an unsettled merge in a lockfile of %s', (name) => {
  it('is said with its line, and nothing else of that file', () => {
    const path = LOCKS[name];
    const files = edited(name, path, (text) => text.replace('\n', '\n<<<<<<< HEAD\n=======\n>>>>>>> rope\n'));
    const marks = `DRK1101 ${path}:2 ${path} holds the marks of an unsettled merge; a frozen install refuses it`;
    expect(said(files)).toContain(marks);
    expect(said(files).filter((line) => line.startsWith('DRK1101'))).toEqual([marks]);
  });
});

describe('no lockfile, or several', () => {
  it('warns of none only where there are dependencies', () => {
    expect(said({ 'package.json': '{"name":"bell"}' })).toEqual([]);
    expect(said({ 'package.json': '{"dependencies":{"koa":"2"}}' })).toEqual([
      'DRK1102 package.json:null there is no lockfile of npm; the install resolves versions anew each time',
    ]);
  });

  it('says when the lockfile is that of another package manager', () => {
    const files = {
      'package.json': '{"packageManager":"pnpm@10.2.0","dependencies":{"koa":"2"}}',
      'package-lock.json': '{}',
    };
    expect(said(files)).toEqual([
      'DRK1102 package.json:null there is no lockfile of pnpm, only package-lock.json; the install resolves versions anew each time',
    ]);
  });

  it('names several and the one in use', () => {
    const files = { 'package.json': '{}', 'package-lock.json': '{"packages":{}}', 'yarn.lock': '# yarn lockfile v1\n' };
    expect(said(files)).toEqual([
      'DRK1103 yarn.lock:null yarn.lock, package-lock.json lie side by side; yarn.lock is used',
    ]);
    const pinned = { ...files, 'package.json': '{"packageManager":"npm@11.1.0"}' };
    expect(said(pinned)).toEqual([
      'DRK1103 package-lock.json:null yarn.lock, package-lock.json lie side by side; package-lock.json is used',
    ]);
  });

  it('takes two lockfiles of one package manager as one', () => {
    expect(said({ 'package.json': '{}', 'bun.lock': '{}', 'bun.lockb': 'x' })).toEqual([]);
  });
});

describe('hostile lockfiles', () => {
  it('never make the reader throw', () => {
    const piece = fc.constantFrom(
      ...[
        'importers:',
        'packages:',
        '  ',
        '.',
        ':',
        '__metadata:',
        '"',
        "'",
        '? ',
        '\n',
        '@',
        'a@1',
        '/a/1',
        '(',
        'specifier',
        '{',
        '[]',
        'null',
      ],
    );
    const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom(...Object.values(LOCKS)), (content, name) => {
        const files = { 'package.json': '{"dependencies":{"a":"1"}}', [name]: content };
        run(nodeLockfile, files);
        return true;
      }),
    );
  });

  it('read any JSON as a lockfile without throwing', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('bun.lock', 'package-lock.json'), (content, name) => {
        run(nodeLockfile, { 'package.json': '{"dependencies":{"a":"1"}}', [name]: content });
        return true;
      }),
    );
  });
});
