import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { frameworkOf } from '../../../src/detectors/javascript/framework-of.ts';
import { unwrapScript } from '../../../src/detectors/javascript/unwrap-script.ts';

const ROOT = JSON.stringify({
  name: 'harbour',
  workspaces: ['piers/*'],
  devDependencies: { vite: '7' },
  scripts: { build: 'yarn --cwd piers/web build' },
});

function frameworkAt(dir: string, files: Readonly<Record<string, string>>): string | undefined {
  return frameworkOf(scopeOf({ 'package.json': ROOT, ...files }, dir))?.framework.id;
}

describe('sites of a workspace whose root has Vite', () => {
  const web = JSON.stringify({ name: 'web', scripts: { build: 'vite build' } });

  it('are the packages that build with it', () => {
    expect(
      frameworkAt('piers/web', { 'piers/web/package.json': web, 'piers/web/vite.config.ts': 'export default {}' }),
    ).toBe('vite');
  });

  it('are no packages without settings of it', () => {
    expect(frameworkAt('piers/web', { 'piers/web/package.json': web })).toBeUndefined();
  });

  it('are not the root itself', () => {
    expect(frameworkAt('.', { 'piers/web/package.json': web })).toBeUndefined();
    expect(frameworkAt('.', { 'piers/web/package.json': web, 'index.html': '' })).toBe('vite');
  });
});

describe('scripts that run a script of another package', () => {
  it.each([
    'yarn workspace api start',
    'yarn workspaces run start',
    'yarn --cwd api start',
    'npm run start -w api',
    'npm run start --workspace=api',
    'npm start --prefix api',
    'pnpm --filter api start',
    'pnpm -C api start',
  ])('are no start of this one: %s', (text) => {
    expect(unwrapScript(text, { scripts: new Map([['start', 'node pier.js']]) }).kind).toBe('unknown');
  });

  it('hand options of their own on', () => {
    const run = unwrapScript('npm run start -- -w 2', { scripts: new Map([['start', 'node pier.js']]) });
    expect(run).toMatchObject({ kind: 'process', command: ['node', 'pier.js', '-w', '2'] });
  });
});
