import type { Notice } from '../../core/model/detector.ts';
import { type ComposeFile, type ComposeService, listOf, mapOf } from './compose-file.ts';
import { serviceKind } from './compose-images.ts';

/** Keys that become facts, or that derrick's own output says better. */
const CARRIED = new Set([
  ...['build', 'image', 'command', 'ports', 'expose', 'environment', 'healthcheck', 'depends_on', 'volumes', 'tmpfs'],
  ...['restart', 'container_name', 'hostname', 'init', 'read_only', 'cap_drop', 'security_opt', 'tty', 'stdin_open'],
  ...['pull_policy', 'platform', 'stop_grace_period'],
]);

/** Of a backing service only its kind counts: derrick's own table says how it is run. */
const OF_BACKEND = new Set(['user', 'networks', 'env_file', 'shm_size', 'ulimits', 'labels', 'logging', 'deploy']);

const TOP = new Set(['version', 'name', 'services', 'volumes']);

/** Bind mounts and volumes that no cluster has. */
function mounts(service: ComposeService): readonly string[] {
  const found: string[] = [];
  for (const volume of listOf(service.body.volumes)) {
    const { type, source } = mapOf(volume);
    const from =
      typeof volume === 'string' ? (volume.includes(':') ? (volume.split(':')[0] ?? '') : '') : String(source);
    const isBind = type === 'bind' || (typeof volume === 'string' && /^[./~]/.test(from) && volume.includes(':'));
    if (isBind) found.push(`the bind mount of ${from}`);
  }
  return found;
}

function partsOf(service: ComposeService): readonly string[] {
  const isBuilt = service.body.build !== undefined;
  if (isBuilt && service.context === null) return ['the build from outside the project'];
  if (!isBuilt && serviceKind(service.body.image) === undefined)
    return [`the image ${String(service.body.image ?? 'without a name')}, no backing service that is known`];
  const keys = Object.keys(service.body).filter((key) => !CARRIED.has(key) && !key.startsWith('x-'));
  if (!isBuilt) return keys.filter((key) => !OF_BACKEND.has(key));
  const build = Object.keys(mapOf(service.body.build)).filter((key) => key !== 'context' && key !== 'dockerfile');
  return [...keys, ...build.map((key) => `build.${key}`), ...mounts(service)];
}

/** One notice for each service, and each part of the whole file, that has no counterpart among the facts. */
export function* leftovers({ path, doc, services }: ComposeFile): Iterable<Notice> {
  const notice = (detail: string, line: number | null): Notice => ({
    diagnostic: { code: 'DRK1110', severity: 'info', detail, at: { file: path, line } },
  });
  for (const service of services) {
    const parts = partsOf(service);
    if (parts.length === 0) continue;
    yield notice(`the service ${service.name}: ${parts.join(', ')}`, doc.lineOf('services', service.name));
  }
  for (const key of Object.keys(mapOf(doc.get()))) {
    if (!TOP.has(key) && !key.startsWith('x-')) yield notice(`the file's ${key}`, doc.lineOf(key));
  }
}
