import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initCommand } from '../../src/commands/init.ts';
import { accepted, proposalsFor } from '../../src/commands/suggest.ts';
import { survey } from '../../src/commands/survey.ts';
import { suggestionName } from '../../src/core/suggest/suggestion.ts';
import { FIXTURES } from '../support/fixture.ts';

const APP = join(FIXTURES, 'apps/ci-adopt/app');
const OWN = ['Dockerfile', 'Jenkinsfile', '.dockerignore', 'k8s/deployment.yaml'];

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'derrick-adopt-'));
  cpSync(APP, root, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const text = (path: string, at = root) => readFileSync(join(at, path), 'utf8');

it('keeps every file of the project byte for byte without a yes', async () => {
  expect(await initCommand(root, { yes: true, quiet: true })).toBe(0);
  for (const path of OWN) expect(text(path)).toBe(text(path, APP));
  expect(existsSync(join(root, 'kubernetes'))).toBe(false);
});

it('writes manifests beside those of the project only when it is asked to', async () => {
  expect(await initCommand(root, { yes: true, quiet: true, with: ['kubernetes'] })).toBe(0);
  expect(text('kubernetes/deployment.yaml')).toContain('containerPort: 6160');
  expect(text('k8s/deployment.yaml')).toBe(text('k8s/deployment.yaml', APP));
});

it.each([
  ['adopt-kustomize', ['.github/workflows/ci.yml', 'deploy/base/store.yaml', 'deploy/base/watch.yaml']],
  ['adopt-chart', ['.gitlab-ci.yml', 'charts/lamp-log/Chart.yaml', 'charts/lamp-log/values.yaml']],
  ['ci-adopt', OWN],
])('%s: writes none without a yes; what was accepted is not proposed again', async (name, files) => {
  const app = join(FIXTURES, 'apps', name, 'app');
  rmSync(root, { recursive: true });
  cpSync(app, root, { recursive: true });
  expect(await initCommand(root, { yes: true, quiet: true })).toBe(0);
  for (const path of files) expect(text(path)).toBe(text(path, app));
  expect(existsSync(join(root, 'kubernetes'))).toBe(false);
  const proposals = async () =>
    proposalsFor(await survey(root), JSON.parse(text('.derrick/ledger.json')), new Set()).all;
  const first = await proposals();
  expect([...new Set(first.map(({ file }) => file))].sort()).toEqual([...files].sort());
  expect(first.every(({ rule, title, edits }) => /^[DKJ]\d/.test(rule) && title !== '' && edits.length > 0)).toBe(true);
  expect(await initCommand(root, { yes: true, quiet: true, accept: first.map(suggestionName) })).toBe(0);
  expect(await proposals()).toEqual([]);
});

it('makes the accepted change and no other, and keeps CRLF', async () => {
  writeFileSync(join(root, 'Dockerfile'), text('Dockerfile').replaceAll('\n', '\r\n'));
  const code = await initCommand(root, { yes: true, quiet: true, accept: ['Dockerfile#exec-form-cmd', 'ignore-git'] });
  expect(code).toBe(0);
  expect(text('Dockerfile')).toBe(
    text('Dockerfile', APP).replace('CMD node tide.js', 'CMD ["node", "tide.js"]').replaceAll('\n', '\r\n'),
  );
  expect(text('.dockerignore')).toBe('node_modules\n.git\n');
  expect(text('Jenkinsfile')).toBe(text('Jenkinsfile', APP));
});

it('refuses a suggestion that there is not, and writes nothing', async () => {
  const run = initCommand(root, { yes: true, quiet: true, accept: ['nothing'] });
  await expect(run).rejects.toMatchObject({ problems: [{ code: 'DRK4002' }] });
  expect(() => text('derrick.yaml')).toThrow();
});

it('suggests nothing about files that derrick wrote', async () => {
  await initCommand(root, { yes: true, quiet: true });
  const found = await survey(root);
  const ledger = JSON.parse(text('.derrick/ledger.json'));
  const proposals = proposalsFor(found, ledger, new Set());
  expect([...new Set(proposals.all.map(({ file }) => file))].sort()).toEqual([...OWN].sort());
  expect(accepted(proposals, ['exec-form-cmd'])).toHaveLength(1);
});
