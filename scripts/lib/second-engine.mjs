// Podman and Buildah beside Docker: whether they run containers here, and with which settings.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, ROOT } from './run.mjs';

/** Read by the end-to-end tests, which give it to Podman and Buildah as CONTAINERS_CONF. */
const SETTINGS = join(ROOT, '.tools/containers.conf');

/** Limits that every machine allows; Podman's own are more than a container or a small machine may raise them to. */
const LIMITS = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=1000:1000"]\n';

async function runsContainers(image, env) {
  const { code, text } = await capture(['podman', 'run', '--rm', '--network', 'none', image, 'node', '--version'], {
    env,
  });
  return code === 0 ? undefined : text.trim().split('\n').at(-1);
}

/**
 * Makes Podman run containers: with its own settings, else with lower limits, written to a file of this repository.
 * `image` is an image of Node's in Docker's store. Returns why it does not, where it does not.
 */
export async function settleSecondEngine(image) {
  if ((await capture(['podman', '--version'])).code !== 0) return 'there is no podman on PATH';
  if ((await capture(['podman', 'image', 'exists', image])).code !== 0) {
    const { code, text } = await capture(['podman', 'pull', '--quiet', `docker-daemon:${image}`]);
    if (code !== 0) return `podman cannot take ${image} from Docker: ${text.trim().split('\n').at(-1)}`;
  }
  if (process.env.CONTAINERS_CONF !== undefined) return runsContainers(image, {});
  rmSync(SETTINGS, { force: true });
  if ((await runsContainers(image, {})) === undefined) return undefined;
  const runc = (await capture(['runc', '--version'])).code === 0;
  mkdirSync(dirname(SETTINGS), { recursive: true });
  writeFileSync(SETTINGS, `${LIMITS}${runc ? '[engine]\nruntime = "runc"\n' : ''}`);
  return runsContainers(image, { CONTAINERS_CONF: SETTINGS });
}
