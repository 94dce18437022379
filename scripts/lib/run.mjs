// Running programs from the scripts, with what takes long told.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, absolute. */
export const ROOT = join(fileURLToPath(import.meta.url), '../../..');

/** Runs a program to its end with its output shown; returns its exit code, 127 where it is not there. */
export function show(argv, { env = {}, cwd = ROOT, quiet = false } = {}) {
  const stdio = quiet ? 'ignore' : 'inherit';
  const { status } = spawnSync(argv[0], argv.slice(1), { cwd, stdio, env: { ...process.env, ...env } });
  return status ?? 127;
}

/** Runs a program to its end and keeps what it prints on both streams. */
export function capture(argv, { env = {}, cwd = ROOT } = {}) {
  return new Promise((resolve) => {
    const child = spawn(argv[0], argv.slice(1), { cwd, env: { ...process.env, ...env } });
    const chunks = [];
    const outs = [];
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      outs.push(chunk);
    });
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 127, text: error.message, stdout: '' }));
    child.on('close', (code) =>
      resolve({ code: code ?? 1, text: Buffer.concat(chunks).toString(), stdout: Buffer.concat(outs).toString() }),
    );
  });
}

/** Does one step and prints how long it took. */
export async function timed(title, work) {
  console.log(`== ${title}`);
  const started = performance.now();
  const result = await work();
  console.log(`== ${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
