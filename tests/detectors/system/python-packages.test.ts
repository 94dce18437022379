import type { Facts } from '../../../src/core/model/facts.ts';
import { DATA } from '../../../src/detectors/data.generated.ts';
import { pythonPackages } from '../../../src/detectors/system/python-packages.ts';
import { run } from '../run-detector.ts';

function packages(requirements: string, version = '3.13', files: Readonly<Record<string, string>> = {}) {
  const known = {
    'runtime.language': 'python' as Facts['runtime.language'],
    'runtime.version': { raw: version, resolved: version },
  };
  const { facts, diagnostics } = run(pythonPackages, { 'requirements.txt': requirements, ...files }, '.', known);
  const names = (stage: string) =>
    (facts['system.packages'] ?? [])
      .filter((one) => one.stage === stage)
      .map(({ name }) => name)
      .sort();
  return { build: names('build'), run: names('run'), told: diagnostics.map(({ detail }) => detail) };
}

describe('the packages of Debian', () => {
  it.each([
    ['psycopg2', 'compiles', ['gcc', 'libc6-dev', 'libpq-dev'], ['libpq5']],
    ['psycopg2-binary', 'brings its library', [], []],
    ['psycopg[binary]', 'brings its library', [], []],
    ['psycopg', 'loads the library', [], ['libpq5']],
    ['lxml\npillow\nopencv-python-headless\noracledb\ngeopandas', 'bring all of it', [], []],
    ['mysqlclient', 'compiles', ['gcc', 'libc6-dev', 'libmariadb-dev', 'pkg-config'], ['libmariadb3']],
    [
      'django-auth-ldap',
      'depends on what compiles',
      ['gcc', 'libc6-dev', 'libldap-dev', 'libsasl2-dev'],
      ['libldap2', 'libsasl2-2'],
    ],
    ['x @ git+https://git.example/x.git', 'is fetched', ['ca-certificates', 'git'], []],
  ])('for %j, which %s', (requirements, _, build, run) => {
    const found = packages(`${requirements}\n`);
    expect({ build: found.build, run: found.run }).toEqual({ build, run });
  });

  it('have the names of the suite of the image', () => {
    expect(packages('opencv-python\n').run).toEqual(['libgl1', 'libglib2.0-0t64']);
    expect(packages('opencv-python\n', '3.12.1').run).toEqual(['libgl1', 'libglib2.0-0']);
  });

  it('are told of where they do not suffice', () => {
    expect(packages('torch\n').told).toEqual([expect.stringContaining('CUDA')]);
    expect(packages('--extra-index-url https://download.pytorch.org/whl/cpu\ntorch\n').told).toEqual([]);
    expect(packages('playwright\n').told).toEqual([expect.stringContaining('browsers')]);
    expect(packages('x @ git+ssh://git@git.example/x.git\n').told).toEqual([expect.stringContaining('SSH')]);
  });

  it('have a version for each suite that has them, but for what moves within a release', () => {
    const { modules, older, geodjango } = DATA['python-native'];
    const rows: readonly {
      readonly name: string;
      readonly build?: readonly string[];
      readonly run?: readonly string[];
    }[] = modules;
    const names = [...rows.flatMap(({ build = [], run = [] }) => [...build, ...run]), ...geodjango];
    const { trixie, bookworm } = DATA.debian.suites as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const moving = /^chromium/;
    const missing = (suite: Readonly<Record<string, string>> | undefined, all: readonly string[]) =>
      [...new Set(all)].filter((name) => !moving.test(name) && suite?.[name] === undefined);
    const renamed: Readonly<Record<string, string>> = older;
    expect(missing(trixie, names)).toEqual([]);
    expect(
      missing(
        bookworm,
        names.map((name) => renamed[name] ?? name),
      ),
    ).toEqual([]);
  });
});
