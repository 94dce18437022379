import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { composeEnvironment } from './compose-environment.ts';
import { COMPOSE_FILES, type ComposeFile, type ComposeService, composeFile, ownServices } from './compose-file.ts';
import { serviceKind } from './compose-images.ts';
import { leftovers } from './compose-leftovers.ts';
import { commandOf, DEVELOPMENT, dependsOn, healthPath, writable } from './compose-service-facts.ts';

type Place = (...keys: readonly string[]) => { readonly file: ComposeFile['path']; readonly line: number | null };

function* fromMain(
  service: ComposeService,
  file: ComposeFile,
  place: Place,
  scope: Scope,
): Iterable<Claim<'application'> | Notice> {
  const because = `the compose service ${service.name} says so`;
  const command = commandOf(service.body.command, scope);
  const isForDevelopers = DEVELOPMENT.test([command ?? []].flat().join(' '));
  const at = place(service.name, 'command');
  if (isForDevelopers) {
    const detail = `the service ${service.name}: its command is one for development`;
    yield { diagnostic: { code: 'DRK1110', severity: 'info', detail, at } };
  } else if (command !== undefined) yield { field: 'app.start', value: command, ...at, confidence: 'config', because };
  const health = healthPath(service);
  if (health !== undefined)
    yield {
      field: 'app.health',
      value: health,
      ...place(service.name, 'healthcheck'),
      confidence: 'manifest',
      because,
    };
  const hosts = file.services.map(({ name }) => name);
  for (const variable of composeEnvironment(service.body, hosts))
    yield {
      field: 'app.env',
      value: [variable],
      ...place(service.name, 'environment', variable.name),
      confidence: 'convention',
      because: `the compose service ${service.name} is given it`,
    };
}

function* fromDependencies(service: ComposeService, file: ComposeFile, place: Place): Iterable<Claim<'application'>> {
  const named = dependsOn(service);
  const all = named.size > 0 ? file.services.filter(({ name }) => named.has(name)) : file.services;
  for (const { name, body } of all) {
    const kind = body.build === undefined ? serviceKind(body.image) : undefined;
    if (kind === undefined) continue;
    yield {
      field: 'app.services',
      value: [{ kind, via: `the compose service ${name}` }],
      ...place(name),
      confidence: 'config',
      because: `the compose service ${name} runs ${String(body.image)}`,
    };
  }
}

/** Further services of the same image are processes; what others wait for to end is a release. */
function* fromOthers(
  own: readonly ComposeService[],
  file: ComposeFile,
  place: Place,
  scope: Scope,
): Iterable<Claim<'application'>> {
  const awaited = new Set<string>();
  for (const service of file.services)
    for (const [name, condition] of dependsOn(service))
      if (condition === 'service_completed_successfully') awaited.add(name);
  for (const service of own.slice(1)) {
    const command = commandOf(service.body.command, scope);
    if (command === undefined || DEVELOPMENT.test([command].flat().join(' '))) continue;
    const isRelease = awaited.has(service.name);
    const isNamed = /^(release|migrate|migration)$/.test(service.name);
    yield {
      field: 'app.processes',
      value: [{ name: isRelease && !isNamed ? 'release' : service.name, command }],
      ...place(service.name),
      confidence: 'config',
      because: isRelease
        ? `others wait until the compose service ${service.name} has ended`
        : `the compose service ${service.name} runs the same image`,
    };
  }
}

function* fromFile(scope: Scope): Iterable<Claim<'application'> | Notice> {
  const file = composeFile(scope);
  if (file === undefined) return;
  const { doc } = file;
  const place: Place = (...keys) => ({
    file: file.path,
    line: doc.lineOf('services', ...keys) ?? doc.lineOf('services', ...keys.slice(0, -1)),
  });
  const own = ownServices(file, scope);
  const [main] = own;
  if (main === undefined) return;
  yield* fromMain(main, file, place, scope);
  yield* fromDependencies(main, file, place);
  yield* fromOthers(own, file, place, scope);
  for (const service of own) {
    for (const path of writable(service)) {
      const because = `the compose service ${service.name} mounts it`;
      const value = [path];
      yield { field: 'app.writable', value, ...place(service.name, 'volumes'), confidence: 'config', because };
    }
  }
  yield* leftovers(file);
}

/** What an existing compose file says of the component that it builds. */
export const composeServices = defineDetector({
  id: 'compose-services',
  layer: 'application',
  title: 'Services, processes, variables and volumes of an existing compose file',
  docs: 'https://docs.docker.com/reference/compose-file/services/',
  when: { nearestFile: COMPOSE_FILES },
  *detect(scope) {
    yield* fromFile(scope);
  },
});
