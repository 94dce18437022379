// The main job on a fixture of this repository: from a source tree to files, and where an engine answers to an image
// that runs, answers over HTTP and stops.
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEngine, baseImages } from './lib/engine.mjs';
import { capture, ROOT, show } from './lib/run.mjs';

const FIXTURE = 'express-npm';
const dir = join(realpathSync(mkdtempSync(join(tmpdir(), 'derrick-demo-'))), FIXTURE);
const derrick = (...args) => [process.execPath, join(ROOT, 'bin/derrick.js'), ...args];

function say(text) {
  console.log(`\n# ${text}`);
}

function run(...args) {
  console.log(`$ derrick ${args.join(' ')}`);
  const code = show(derrick(...args), { cwd: dir });
  if (code !== 0) throw new Error(`derrick ${args.join(' ')} ended with exit code ${code}`);
}

async function docker(client, ...args) {
  const { code, text, stdout } = await capture([client, ...args]);
  if (code !== 0) throw new Error(`docker ${args.join(' ')} failed:\n${text}`);
  return stdout.trim();
}

function ask(url) {
  return new Promise((resolve) => {
    get(url, { timeout: 5000 }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('close', () => resolve(`${response.statusCode} ${body.slice(0, 200)}`));
    }).on('error', () => resolve(undefined));
  });
}

async function answerOf(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await ask(url);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

/** Runs the image as its Deployment would, asks its health path and stops it. */
async function tryImage(client, { tags }, { port, healthPath }) {
  const path = healthPath ?? '/';
  say('the image, run with a read-only root, no capability and its numeric user');
  const flags = ['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--tmpfs', '/tmp'];
  console.log(`$ docker run -d ${flags.join(' ')} -p 127.0.0.1::${port} ${tags[0]}`);
  const id = await docker(client, 'run', '-d', ...flags, '-p', `127.0.0.1::${port}`, tags[0]);
  try {
    const address = (await docker(client, 'port', id, `${port}/tcp`)).split('\n')[0];
    console.log(`$ curl http://${address}${path}\n${await answerOf(`http://${address}${path}`)}`);
    const started = performance.now();
    await docker(client, 'stop', '--time', '10', id);
    const exit = await docker(client, 'inspect', '--format', '{{.State.ExitCode}}', id);
    console.log(
      `$ docker stop\nstopped after ${((performance.now() - started) / 1000).toFixed(1)} s with exit code ${exit}`,
    );
  } finally {
    await docker(client, 'rm', '--force', id);
  }
}

async function buildImage() {
  say('an image');
  const engine = await anEngine();
  if (engine.reason !== undefined) return engine.reason;
  const lacking = await baseImages(engine.client, join(dir, 'Dockerfile'));
  if (lacking.length > 0) return `the base image ${lacking.join(', ')} can be neither found nor pulled`;
  console.log('$ derrick build');
  const { code, text, stdout } = await capture(derrick('build', '--json'), { cwd: dir });
  if (code === 5) return `no engine here can build:\n${text}`;
  if (code !== 0) throw new Error(`derrick build failed:\n${text}`);
  const { images, engine: used } = JSON.parse(stdout);
  for (const { tags, digest, sizeBytes, seconds } of images) {
    console.log(
      `${tags.join(', ')}  ${digest}  ${(sizeBytes / 2 ** 20).toFixed(1)} MiB  ${seconds} s (${used.name} ${used.version})`,
    );
  }
  const detected = JSON.parse((await capture(derrick('detect', '--json'), { cwd: dir })).stdout);
  await tryImage(engine.client, images[0], detected.components[0].application);
  return undefined;
}

try {
  if (show([process.execPath, 'scripts/build.mjs'], { quiet: true }) !== 0) throw new Error('npm run build failed');
  cpSync(join(ROOT, 'fixtures/apps', FIXTURE, 'app'), dir, { recursive: true });
  say(`an application without container files: ${readdirSync(dir).join(', ')}`);
  run('detect');
  say('its files');
  run('init', '--yes');
  say('for example the Dockerfile');
  console.log(readFileSync(join(dir, 'Dockerfile'), 'utf8'));
  const missed = await buildImage();
  say(
    missed === undefined ? 'done: from a source tree to an image that runs' : `ended at the written files: ${missed}`,
  );
} finally {
  rmSync(join(dir, '..'), { recursive: true, force: true });
}
