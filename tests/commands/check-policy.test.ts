import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCommand } from '../../src/commands/check.ts';
import { initCommand } from '../../src/commands/init.ts';
import { FIXTURES } from '../support/fixture.ts';

let root = '';
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'derrick-policy-'));
  cpSync(join(FIXTURES, 'apps/ci-services/app'), root, { recursive: true });
  await initCommand(root, { yes: true, quiet: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function check(rules: string): Promise<number> {
  const policy = join(root, 'team-policy.yaml');
  writeFileSync(policy, `schema: 1\nrules:\n  - id: P1\n    title: t\n    ${rules}\n`);
  return checkCommand(root, { quiet: true, policy });
}

it('passes a policy that the files meet', async () => {
  expect(await check('files: ["**/Dockerfile"]\n    instruction: { required: USER }')).toBe(0);
});

it('ends with exit 8 where a file breaks a rule, as it is on disk', async () => {
  const rule = 'files: ["**/Dockerfile"]\n    images: { from: [reg.example.com] }';
  expect(await check(rule)).toBe(8);
  expect(await check(`severity: warning\n    ${rule}`)).toBe(0);
});

it('refuses a policy that cannot be read', async () => {
  await expect(check('files: []')).rejects.toMatchObject({ problems: [{ code: 'DRK2008', at: { line: 5 } }, {}] });
  await expect(checkCommand(root, { policy: join(root, 'none.yaml') })).rejects.toMatchObject({
    problems: [{ code: 'DRK4001' }],
  });
});
