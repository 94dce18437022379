// A Docker engine and base images: the machine's own, else the stand-ins beside the repository where there are any.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, ROOT, show } from './run.mjs';

const STAND_INS = join(ROOT, '../shared/stand-ins');
const BUILDKIT = { DOCKER_BUILDKIT: '1' };

/** The first docker client that reaches an engine; `undefined` where none does. */
export async function dockerClient() {
  for (const client of ['docker', '/usr/bin/docker']) {
    if ((await capture([client, 'version', '--format', '{{.Server.Version}}'])).code === 0) return client;
  }
  return undefined;
}

/** The client of an engine that answers, started from the stand-ins where need be; else the reason why there is none. */
export async function anEngine() {
  const here = await dockerClient();
  if (here !== undefined) return { client: here };
  const starter = join(STAND_INS, 'engine');
  if (!existsSync(starter)) return { reason: 'no Docker engine answers (start Docker, or check `docker version`)' };
  console.log(`no Docker engine answers; starting one with ${starter} (up to a minute)`);
  if (show([starter]) !== 0) return { reason: `no Docker engine answers, and ${starter} could not start one` };
  const started = await dockerClient();
  return started === undefined ? { reason: 'the engine that was started does not answer' } : { client: started };
}

/** The images that a Dockerfile builds on, stages left out. */
function baseImagesOf(dockerfile) {
  const text = readFileSync(dockerfile, 'utf8');
  const found = [...text.matchAll(/^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)];
  const stages = new Set(found.map(([, , stage]) => stage));
  return [...new Set(found.map(([, image]) => image))].filter((image) => !stages.has(image) && image !== 'scratch');
}

/** Makes sure that the base images of a Dockerfile are there: pulled, else stood in for. Returns what is lacking. */
export async function baseImages(client, dockerfile) {
  const lacking = [];
  for (const image of baseImagesOf(dockerfile)) {
    if ((await capture([client, 'image', 'inspect', image])).code === 0) continue;
    console.log(`fetching the base image ${image}`);
    if ((await capture(['timeout', '300', client, 'pull', image], { env: BUILDKIT })).code === 0) continue;
    lacking.push(image);
  }
  const maker = join(STAND_INS, 'image');
  if (lacking.length === 0 || !existsSync(maker)) return lacking;
  console.log(`${lacking.join(', ')} cannot be pulled; making it with ${maker} (10 to 100 seconds the first time)`);
  return show([maker, '--dockerfile', dockerfile]) === 0 ? [] : lacking;
}
