import type { Notice } from '../../core/model/detector.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { missingEnvFiles } from './compose-environment.ts';
import { type ComposeFile, type ComposePlace, type ComposeService, isOptional } from './compose-file.ts';
import { serviceKind } from './compose-images.ts';
import { FOR_DEVELOPERS, isForDevelopers } from './compose-sources.ts';
import { listOf, mapOf } from './compose-values.ts';

/** Keys that become facts, or that derrick's own output says better. */
const CARRIED = new Set([
  ...['build', 'image', 'command', 'entrypoint', 'ports', 'expose', 'environment', 'env_file', 'healthcheck'],
  ...['depends_on', 'volumes', 'tmpfs', 'profiles', 'restart', 'container_name', 'hostname', 'init', 'read_only'],
  ...['cap_drop', 'security_opt', 'tty', 'stdin_open', 'pull_policy', 'platform', 'stop_grace_period'],
]);

/** Of a backing service only its kind counts: derrick's own table says how it is run. */
const OF_BACKEND = new Set([
  ...['user', 'networks', 'shm_size', 'ulimits', 'labels', 'logging', 'deploy', 'secrets', 'configs'],
]);

const TOP = new Set(['version', 'name', 'services', 'volumes', 'include']);

type Part = readonly [what: string, place: ComposePlace];

/** Bind mounts, which no cluster has. */
function mounts(service: ComposeService): readonly Part[] {
  return listOf(service.body.volumes).flatMap((volume, index): readonly Part[] => {
    const { type, source } = mapOf(volume);
    const isShort = typeof volume === 'string';
    const from = isShort ? (volume.split(':')[0] ?? '') : String(source);
    const isBind = type === 'bind' || (isShort && volume.includes(':') && /^[./~$]/.test(from));
    return isBind ? [[`the bind mount of ${from}`, service.place('volumes', index)]] : [];
  });
}

/** The keys below a key that is no single value: `deploy.replicas`. */
function below(service: ComposeService, key: string): readonly Part[] {
  const inner = Object.keys(mapOf(service.body[key])).filter((name) => !name.startsWith('x-'));
  if (key !== 'deploy' || inner.length === 0) return [[key, service.place(key)]];
  return inner.map((name) => [`${key}.${name}`, service.place(key, name)]);
}

function ports(service: ComposeService): readonly Part[] {
  return listOf(service.body.ports)
    .slice(1)
    .map((port, index) => {
      const shown = typeof port === 'object' ? JSON.stringify(mapOf(port)) : String(port);
      return [`the further port ${shown}`, service.place('ports', index + 1)];
    });
}

function partsOf(service: ComposeService, scope: Scope): readonly Part[] {
  const { body, context } = service;
  const isBuilt = body.build !== undefined;
  if (isOptional(service))
    return [[`it runs for the profile ${listOf(body.profiles).join(', ')} only`, service.place('profiles')]];
  if (isBuilt && context === null) return [['the build from outside the project', service.place('build')]];
  if (isBuilt && context !== null && !scope.project.hasFolder(context) && context !== '.')
    return [[`the build from ${context}, where there is nothing`, service.place('build')]];
  const kind = serviceKind(body.image);
  if (!isBuilt && kind === undefined) {
    const image = String(body.image ?? 'without a name');
    return [[`the image ${image}, no backing service that is known`, service.place('image')]];
  }
  const keys = Object.keys(body).filter((key) => !CARRIED.has(key) && !key.startsWith('x-'));
  if (!isBuilt) return keys.filter((key) => !OF_BACKEND.has(key)).map((key) => [key, service.place(key)]);
  const build = Object.keys(mapOf(body.build)).filter((key) => key !== 'context' && key !== 'dockerfile');
  return [
    ...keys.flatMap((key) => below(service, key)),
    ...build.map((key): Part => [`build.${key}`, service.place('build', key)]),
    ...missingEnvFiles(scope, service).map((file): Part => [`${file}, which is not there`, service.place('env_file')]),
    ...ports(service),
    ...mounts(service),
  ];
}

/** The keys of an override file that are not read, by service. */
function developerKeys({ doc: main }: ComposeFile, doc: Doc): readonly (readonly [service: string, key: string])[] {
  if (!isForDevelopers(doc)) return [];
  const shared = Object.keys(mapOf(doc.get('services'))).filter((name) => main.get('services', name) !== undefined);
  return shared.flatMap((name) =>
    Object.keys(mapOf(doc.get('services', name)))
      .filter((key) => FOR_DEVELOPERS.has(key))
      .map((key) => [name, key] as const),
  );
}

/** One notice for each key that has no counterpart among the facts: nothing is dropped in silence. */
export function* leftovers(file: ComposeFile, scope: Scope): Iterable<Notice> {
  const notice = (detail: string, at: ComposePlace): Notice => ({
    diagnostic: { code: 'DRK1110', severity: 'info', detail, at },
  });
  for (const service of file.services) {
    for (const [what, at] of partsOf(service, scope)) yield notice(`the service ${service.name}: ${what}`, at);
  }
  for (const doc of file.docs) {
    for (const [name, key] of developerKeys(file, doc))
      yield notice(`the service ${name}: ${key} of an override file, which is for development`, {
        file: doc.path,
        line: doc.lineOf('services', name, key),
      });
    for (const key of Object.keys(mapOf(doc.get())).filter((name) => !TOP.has(name) && !name.startsWith('x-')))
      yield notice(`the file's ${key}`, { file: doc.path, line: doc.lineOf(key) });
  }
}
