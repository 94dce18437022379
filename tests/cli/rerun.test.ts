import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InitOptions, initCommand } from '../../src/commands/init.ts';
import { FIXTURES } from '../support/fixture.ts';

let dir = '';

async function init(options: InitOptions = {}): Promise<number> {
  return initCommand(dir, { yes: true, quiet: true, ...options });
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(dir, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(dir, path), text.replaceAll(from, to));
}

function text(path: string): string {
  return readFileSync(join(dir, path), 'utf8');
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'derrick-rerun-'));
  cpSync(join(FIXTURES, 'apps/express-npm/app'), dir, { recursive: true });
  expect(await init()).toBe(0);
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a second init', () => {
  it('follows the source: a new port reaches every file', async () => {
    edit('lib/server.js', '4310', '4555');
    expect(await init()).toBe(0);
    expect(text('Dockerfile')).toContain('EXPOSE 4555');
    expect(text('kubernetes/deployment.yaml')).toContain('containerPort: 4555');
    expect(text('kubernetes/deployment.yaml')).not.toContain('4310');
  });

  it('keeps a hand edit beside a change of the source', async () => {
    edit('Dockerfile', 'WORKDIR /app\n\nFROM base AS deps', 'WORKDIR /app\nENV TZ=UTC\n\nFROM base AS deps');
    edit('lib/server.js', '4310', '4555');
    expect(await init()).toBe(0);
    expect(text('Dockerfile')).toContain('ENV TZ=UTC');
    expect(text('Dockerfile')).toContain('EXPOSE 4555');
  });

  it('ends with 4 and writes nothing where both changed the same lines, until it is told what to do', async () => {
    edit('Dockerfile', 'EXPOSE 4310', 'EXPOSE 9999');
    edit('lib/server.js', '4310', '4555');
    const before = text('kubernetes/deployment.yaml');
    expect(await init()).toBe(4);
    expect(text('kubernetes/deployment.yaml')).toBe(before);
    expect(await init({ onConflict: 'merge' })).toBe(0);
    expect(text('Dockerfile')).toContain('EXPOSE 9999');
    expect(text('Dockerfile')).toContain('PORT="4555"');
    expect(text('kubernetes/deployment.yaml')).toContain('containerPort: 4555');
  });

  it('does not take its own files for evidence', async () => {
    edit('Dockerfile', 'EXPOSE 4310', 'EXPOSE 4999');
    expect(await init()).toBe(0);
    expect(text('kubernetes/deployment.yaml')).toContain('containerPort: 4310');
  });
});
