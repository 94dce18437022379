import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './run.mjs';

/** Loads a TypeScript module of this repository; its packages are loaded from node_modules as they are. */
export async function loadTs(path) {
  const dir = join(ROOT, 'node_modules/.cache/derrick');
  mkdirSync(dir, { recursive: true });
  const outfile = join(dir, `${process.pid}-${path.replaceAll('/', '-')}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [path],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile));
  } finally {
    rmSync(outfile, { force: true });
  }
}
