import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runStep } from '../../../src/adapters/exec.ts';
import { cachedSteps } from './build-log.ts';
import { type Restrictions, stopAndTime, withContainer } from './container.ts';
import { docker, REPOSITORY, testEngine } from './engine.ts';
import { waitForHttp } from './http.ts';

/** What is wrong with an image, each with the id of docs/reference/checks.md; none is good. */
export type Breaches = readonly string[];

/** Copies a folder or file out of an image that never runs, and hands the tar stream to a shell command. */
async function outOf(image: string, path: string, command: string): Promise<string> {
  const engine = await testEngine();
  const id = (await docker(['create', image])).stdout.trim();
  try {
    const script = `set -e; "$0" cp "$1:$2" - | ${command}`;
    const argv = ['/bin/bash', '-o', 'pipefail', '-c', script, engine?.program ?? '', id, path] as const;
    const { code, stdout, stderr } = await runStep({ argv, cwd: REPOSITORY, timeoutMs: 120_000 });
    if (code !== 0) throw new Error(`${path} of ${image}: ${stderr}`);
    return stdout;
  } finally {
    await docker(['rm', '--force', '--volumes', id], true);
  }
}

/** D18: what lies in the application's folder belongs to root, and nobody else may write to it. */
export async function checkAppFiles(image: string, path: string): Promise<Breaches> {
  const listed = await outOf(image, path, 'tar --numeric-owner -tv');
  return listed.split('\n').flatMap((line) => {
    const [mode = '', owner = '', , , , ...name] = line.split(/\s+/);
    const isLink = mode.startsWith('l');
    if (mode === '' || isLink || (owner.startsWith('0/') && mode[5] !== 'w' && mode[8] !== 'w')) return [];
    return [`D18: ${name.join(' ')} is ${mode} of ${owner}`];
  });
}

/** D31: the image runs as a pod would run it, answers, and ends within 10 seconds of SIGTERM with 0 or 143. */
export async function checkRestricted(image: string, options: Restrictions, path: string): Promise<Breaches> {
  try {
    return await withContainer(image, { ...options, name: 'image-checks' }, async (container) => {
      await waitForHttp(container, path, 20_000);
      const { exitCode, killed } = await stopAndTime(container);
      if (killed) return ['D31: it does not end on SIGTERM'];
      return exitCode === 0 || exitCode === 143 ? [] : [`D31: it ends with ${exitCode}`];
    });
  } catch (error) {
    return [`D31: ${String(error)}`];
  }
}

/** D32: a build after a change of the source alone takes the dependencies from the cache. */
export function checkCache(output: string, stage: string): Breaches {
  const steps = cachedSteps(output).filter((step) => step.stage === stage);
  if (steps.length === 0) return [`D32: there is no stage ${stage}`];
  return steps.filter(({ cached }) => !cached).map(({ instruction }) => `D32: built again: ${instruction}`);
}

/** The content of each file below a path of an image. */
async function treeOf(image: string, path: string): Promise<ReadonlyMap<string, string>> {
  const dir = mkdtempSync(join(tmpdir(), 'derrick-tree-'));
  try {
    await outOf(image, path, `tar -x -C ${dir}`);
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(
      files.map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [relative(dir, file), createHash('sha256').update(readFileSync(file)).digest('hex')] as const;
      }),
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** D32: two builds without a cache make the same files. */
export async function checkSameTree(one: string, other: string, path: string): Promise<Breaches> {
  const [first, second] = [await treeOf(one, path), await treeOf(other, path)];
  const names = [...new Set([...first.keys(), ...second.keys()])];
  return names.filter((name) => first.get(name) !== second.get(name)).map((name) => `D32: ${name} differs`);
}

async function sizeOf(image: string): Promise<number> {
  return Number((await docker(['image', 'inspect', '--format', '{{.Size}}', image])).stdout.trim());
}

/** D32: what an image adds to its base is no more than this many MiB. */
export async function checkSize(image: string, base: string, most: number): Promise<Breaches> {
  const added = ((await sizeOf(image)) - (await sizeOf(base))) / 2 ** 20;
  return added <= most ? [] : [`D32: adds ${added.toFixed(1)} MiB to ${base}, more than ${most}`];
}
