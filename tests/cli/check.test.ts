import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, derrick, json, textsOf } from './derrick.ts';

interface Checked {
  readonly schemaVersion: number;
  readonly drift: readonly { readonly path: string; readonly diff: string; readonly because: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly severity: string; readonly file: string | null }[];
}

async function initialised(): Promise<string> {
  const dir = copyOf('apps/express-npm');
  expect((await derrick(['init', '--yes', dir])).code).toBe(0);
  return dir;
}

describe('derrick check', () => {
  it('finds no drift after init, nor after hand edits, and writes nothing', async () => {
    const dir = await initialised();
    appendFileSync(join(dir, 'Dockerfile'), '# mine\n');
    const before = textsOf(dir);
    const ended = await derrick(['check', '--json', dir]);
    expect({ code: ended.code, document: json(ended) }).toEqual({
      code: 0,
      document: { schemaVersion: 1, drift: [], diagnostics: [] },
    });
    expect(textsOf(dir)).toEqual(before);
  });

  it('ends with 8 where the tree changed since, and names the evidence', async () => {
    const dir = await initialised();
    writeFileSync(join(dir, '.nvmrc'), '24\n');
    const ended = await derrick(['check', '--json', dir]);
    const { drift } = json(ended) as Checked;
    expect(ended.code).toBe(8);
    expect(drift.map(({ path }) => path)).toEqual(['Dockerfile']);
    expect(drift[0]).toMatchObject({
      diff: expect.stringMatching(/-FROM node:22\S* AS base\n\+FROM node:24/),
      because: 'runtime.version is 24 (.nvmrc:1)',
    });
    const shown = await derrick(['check', dir]);
    expect({ code: shown.code, stdout: shown.stdout }).toMatchObject({
      code: 8,
      stdout: expect.stringMatching(/^drift {2}Dockerfile: runtime\.version is 24 \(\.nvmrc:1\)\n--- a\/Dockerfile/),
    });
  });

  it('ends with 8 before init, and where a file cannot be read by what it is for', async () => {
    const fresh = await derrick(['check', '--json', copyOf('apps/express-npm')]);
    expect(fresh.code).toBe(8);
    expect((json(fresh) as Checked).drift[0]).toMatchObject({ because: 'it is not written yet' });
    const dir = await initialised();
    appendFileSync(join(dir, 'kubernetes/service.yaml'), 'x: {\n');
    const broken = await derrick(['check', '--json', dir]);
    expect(broken.code).toBe(8);
    expect((json(broken) as Checked).diagnostics).toMatchObject([
      { code: 'DRK2007', severity: 'error', file: 'kubernetes/service.yaml' },
    ]);
  });

  it('ends as detect does where nothing is recognised', async () => {
    const ended = await derrick(['check', '--json', copyOf('bad/library')]);
    expect({ code: ended.code, drift: (json(ended) as Checked).drift }).toEqual({ code: 3, drift: [] });
  });
});
