// Prepares what the tests want beyond npm: checkers' tools, shells, two engines and base images. Idempotent; what cannot be
// had is said, and the tests that want it are then skipped, or fail where they are required.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { anEngine } from './lib/engine.mjs';
import { loadTs } from './lib/load-ts.mjs';
import { capture, ROOT, show, timed } from './lib/run.mjs';
import { settleSecondEngine } from './lib/second-engine.mjs';

/** Debian packages of programs that a few tests run. */
const PROGRAMS = {
  zsh: 'zsh',
  fish: 'fish',
  script: 'bsdutils',
  'docker-registry': 'docker-registry',
  podman: 'podman',
  buildah: 'buildah',
  '/usr/libexec/podman/catatonit': 'catatonit',
};

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
  console.log(`installing ${wanted.join(', ')} with apt-get (up to two minutes)`);
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

/** The golden files of the fixtures that the end-to-end tests build. */
function goldenFolders() {
  const apps = join(ROOT, 'fixtures/apps');
  return readdirSync(apps)
    .filter((name) => parse(readFileSync(join(apps, name, 'case.yaml'), 'utf8')).e2e)
    .map((name) => join(apps, name, 'expected'))
    .filter((folder) => existsSync(join(folder, 'files')));
}

/** The Dockerfiles of a fixture's golden files. */
function dockerfilesIn(folder) {
  return readdirSync(join(folder, 'files'), { recursive: true })
    .filter((path) => /(^|\/)Dockerfile$/.test(path))
    .map((path) => join(folder, 'files', path));
}

/** The images of the services that run beside the fixtures. */
async function serviceImages(folders) {
  const { backingService } = await loadTs('src/core/verify/backing-services.ts');
  const kinds = folders.flatMap((folder) => {
    const { components } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
    return components.flatMap(({ application }) => application.services.map(({ kind }) => kind));
  });
  return [...new Set(kinds)].flatMap((kind) => backingService(kind)?.images[0] ?? []);
}

/** The stand-ins keep what is there, so that this costs nothing the second time. */
async function prepareBaseImages() {
  const maker = join(ROOT, '../shared/stand-ins/image');
  if (!existsSync(maker)) return;
  console.log('making base images (3 to 6 minutes on a new machine, no time where they are there)');
  const folders = goldenFolders();
  show([maker, '--dockerfile', ...folders.flatMap(dockerfilesIn)], { quiet: true });
  for (const image of await serviceImages(folders)) show([maker, image], { quiet: true });
}

await timed('tools of the checkers', async () => {
  if (show(['bash', 'scripts/prepare-checkers.sh']) !== 0)
    console.log('not complete: scripts/prepare-checkers.sh failed');
});
await timed('shells, a registry, Podman and Buildah', installPrograms);
const engine = await timed('a Docker engine', anEngine);
if (engine.reason !== undefined) console.log(engine.reason);
else {
  await timed('base images', prepareBaseImages);
  const reason = await timed('a second engine', () => settleSecondEngine('node:22-trixie-slim'));
  if (reason !== undefined) console.log(`the second engine does not run: ${reason}`);
}
