import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runStep } from '../../src/adapters/exec.ts';
import { lineReader } from '../../src/adapters/output-lines.ts';
import { programsOnPath } from '../../src/adapters/programs.ts';
import { UserError } from '../../src/core/errors/user-error.ts';

const cwd = tmpdir();
const node = process.execPath;

function script(code: string, ...args: string[]) {
  return { argv: [node, '-e', code, ...args] as const, cwd };
}

async function problemOf(work: Promise<unknown>): Promise<UserError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** False also for a process that has ended and that a slow PID 1 has not reaped yet. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '');
  } catch {
    return false;
  }
}

describe('runStep', () => {
  it('captures both streams and the exit code', async () => {
    const result = await runStep(script('console.log("out"); console.error("err"); process.exitCode = 3'));
    expect(result).toMatchObject({ code: 3, signal: null, stdout: 'out\n', stderr: 'err\n', timedOut: false });
    expect([...result.tail].sort()).toEqual(['err', 'out']);
  });

  it('hands every argument over as it is, with no shell between', async () => {
    const words = ['a b', '$HOME', '`id`', '"', "'", ';', '\n', '*'];
    const result = await runStep(script('console.log(JSON.stringify(process.argv.slice(1)))', ...words));
    expect(JSON.parse(result.stdout)).toEqual(words);
  });

  it('writes stdin and sets variables', async () => {
    const step = script('process.stdin.on("data", (d) => process.stdout.write(d + process.env.EXTRA))');
    const result = await runStep({ ...step, stdin: 'in ', env: { EXTRA: 'extra' } });
    expect(result.stdout).toBe('in extra\n');
  });

  it('does not mind a program that never reads its stdin', async () => {
    const result = await runStep({ ...script(''), stdin: 'x'.repeat(1_000_000) });
    expect(result.code).toBe(0);
  });

  it('masks secrets in lines, captures and the tail', async () => {
    const lines: string[] = [];
    const step = script('console.log("key=" + process.env.KEY); console.error("line two-of-key")');
    const secrets = ['s3cret-value', 'line one\ntwo-of-key'];
    const result = await runStep(
      { ...step, env: { KEY: 's3cret-value' }, secrets },
      { onLine: (line) => lines.push(line) },
    );
    expect(result.stdout).toBe('key=***\n');
    expect(result.stderr).toBe('line ***\n');
    expect(lines.join()).not.toMatch(/s3cret|two-of-key/);
    expect(result.tail.join()).not.toMatch(/s3cret|two-of-key/);
  });

  it('keeps no more than it may, and the last lines all the same', async () => {
    const step = script('for (let i = 0; i < 5000; i++) console.log("line " + i)');
    const result = await runStep(step, { maxCapture: 100 });
    expect(result.stdout).toHaveLength(100);
    expect(result.tail.at(-1)).toBe('line 4999');
  });

  it('names a missing program', async () => {
    const error = await problemOf(runStep({ argv: ['no-such-program-derrick'], cwd }));
    expect(error.problems[0]).toMatchObject({ code: 'DRK3001', detail: expect.stringContaining('no-such-program') });
  });

  it('tells a missing folder from a missing program', async () => {
    const error = await problemOf(runStep({ ...script(''), cwd: join(cwd, 'no-such-folder-derrick') }));
    expect(error.problems[0].code).toBe('DRK2006');
  });

  it('stops after its time', async () => {
    const result = await runStep({ ...script('setInterval(() => 0, 1000)'), timeoutMs: 300 });
    expect(result).toMatchObject({ timedOut: true, aborted: false, code: null, signal: 'SIGTERM' });
  });

  it('leaves no process of the group when it is aborted, not even one that ignores SIGTERM', async () => {
    const controller = new AbortController();
    const stubborn = 'process.on("SIGTERM", () => 0); console.log(process.pid); setInterval(() => 0, 1000)';
    const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' });
      console.log(process.pid); setInterval(() => 0, 1000)`;
    const pids: number[] = [];
    const result = await runStep(script(code), {
      signal: controller.signal,
      graceMs: 200,
      onLine(line) {
        pids.push(Number(line));
        if (pids.length === 2) controller.abort();
      },
    });
    expect(result.aborted).toBe(true);
    expect(pids.filter(alive)).toEqual([]);
  });

  it('starts nothing once it is aborted', async () => {
    const result = await runStep(script('process.exit(0)'), { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ aborted: true, code: null });
  });

  it('does not wait for a process that the program left behind with its output', async () => {
    const code = `const { spawn } = require('child_process');
      const left = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 20000)'], { stdio: 'inherit', detached: true });
      console.log(left.pid); left.unref(); process.exit(0)`;
    const result = await runStep(script(code));
    expect(result).toMatchObject({ code: 0 });
    process.kill(Number(result.stdout), 'SIGKILL');
  });
});

describe('programsOnPath', () => {
  const folder = mkdtempSync(join(tmpdir(), 'derrick-path-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds programs in the order of PATH, and none by a relative entry or without the right to run it', () => {
    writeFileSync(join(folder, 'tool'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(folder, 'text'), 'no program\n', { mode: 0o644 });
    expect(programsOnPath('tool', `.:${folder}:${folder}:relative:`)).toEqual([join(folder, 'tool')]);
    expect(programsOnPath('text', folder)).toEqual([]);
  });
});

describe('lineReader', () => {
  it('gives the same lines however the text is cut, with no secret in them', () => {
    const secret = 'hunter2hunter';
    const text = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', secret, ' '), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(20), { maxLength: 20 }), (parts, cuts) => {
        const whole = parts.join('');
        const expected = readAll([whole], secret);
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(whole.slice(at, at + cut));
          at += cut;
        }
        pieces.push(whole.slice(at));
        expect(readAll(pieces, secret)).toEqual(expected);
        expect(expected.join('\n')).not.toContain(secret);
      }),
    );
  });

  it('hides a secret that straddles a piece of an endless line', () => {
    const secret = 'abcdefghij';
    for (const before of [65530, 65535, 65536]) {
      const lines = readAll(['x'.repeat(before) + secret.slice(0, 5), `${secret.slice(5)}tail`], secret);
      expect(lines.join('')).toBe(`${'x'.repeat(before)}***tail`);
    }
  });
});

function readAll(pieces: readonly string[], secret: string): string[] {
  const lines: string[] = [];
  const reader = lineReader([secret], (line) => lines.push(line));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return lines;
}
