// Prepares what the tests want beyond npm: checkers' tools, shells, a Docker engine and base images. Idempotent; what cannot be
// had is said, and the tests that want it are then skipped, or fail where they are required.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { anEngine } from './lib/engine.mjs';
import { capture, ROOT, show, timed } from './lib/run.mjs';

/** Debian packages of programs that a few tests run. */
const PROGRAMS = { zsh: 'zsh', fish: 'fish', script: 'bsdutils', 'docker-registry': 'docker-registry' };

async function isOnPath(program) {
  return (await capture(['sh', '-c', `command -v ${program}`])).code === 0;
}

async function installPrograms() {
  const wanted = [];
  for (const [program, name] of Object.entries(PROGRAMS)) if (!(await isOnPath(program))) wanted.push(name);
  if (wanted.length === 0) return;
  if (process.getuid?.() !== 0 || !(await isOnPath('apt-get'))) {
    console.log(`not installed: ${wanted.join(', ')} (needs root and apt-get)`);
    return;
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['apt-get', 'install', '-qq', '-y', '--no-install-recommends', ...wanted];
  let { code, text } = await capture(install, { env });
  if (code !== 0) {
    await capture(['apt-get', 'update', '-qq'], { env });
    ({ code, text } = await capture(install, { env }));
  }
  console.log(
    code === 0 ? `installed ${wanted.join(', ')}` : `not installed: ${wanted.join(', ')}\n${text.slice(-1000)}`,
  );
}

/** The Dockerfiles of the golden files that the end-to-end tests build. */
function goldenDockerfiles() {
  const apps = join(ROOT, 'fixtures/apps');
  return readdirSync(apps).flatMap((name) => {
    const { e2e } = parse(readFileSync(join(apps, name, 'case.yaml'), 'utf8'));
    if (!e2e) return [];
    const files = join(apps, name, 'expected/files');
    if (!existsSync(files)) return [];
    return readdirSync(files, { recursive: true })
      .filter((path) => /(^|\/)Dockerfile$/.test(path))
      .map((path) => join(files, path));
  });
}

/** The stand-ins keep what is there, so that this costs nothing the second time. */
function prepareBaseImages() {
  const maker = join(ROOT, '../shared/stand-ins/image');
  if (!existsSync(maker)) return;
  show([maker, '--dockerfile', ...goldenDockerfiles()], { quiet: true });
}

await timed('tools of the checkers', async () => {
  if (show(['bash', 'scripts/prepare-checkers.sh']) !== 0)
    console.log('not complete: scripts/prepare-checkers.sh failed');
});
await timed('shells and a registry', installPrograms);
const engine = await timed('a Docker engine', anEngine);
if (engine.reason !== undefined) console.log(engine.reason);
else await timed('base images', async () => prepareBaseImages());
