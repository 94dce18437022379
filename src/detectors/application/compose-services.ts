import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { dirname, ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { composeEnvironment, fileEnvironment } from './compose-environment.ts';
import {
  COMPOSE_FILES,
  type ComposeFile,
  type ComposeService,
  composeFile,
  isOptional,
  ownServices,
} from './compose-file.ts';
import { serviceKind } from './compose-images.ts';
import { imagesOnly } from './compose-images-only.ts';
import { leftovers } from './compose-leftovers.ts';
import { DEVELOPMENT, dependsOn, healthPath, startOf, targetPort, writable } from './compose-service-facts.ts';
import { listOf } from './compose-values.ts';

function* variables(service: ComposeService, hosts: readonly string[], scope: Scope): Iterable<Claim<'application'>> {
  const confidence = 'convention';
  for (const variable of composeEnvironment(service, hosts)) {
    const because = `the compose service ${service.name} is given it`;
    yield { field: 'app.env', value: [variable], ...service.place('environment', variable.name), confidence, because };
  }
  for (const [variable, file, line] of fileEnvironment(scope, service, hosts)) {
    const because = `the compose service ${service.name} reads it from this file`;
    yield { field: 'app.env', value: [variable], file, line, confidence, because };
  }
}

function* fromMain(service: ComposeService, file: ComposeFile, scope: Scope): Iterable<Claim<'application'> | Notice> {
  const because = `the compose service ${service.name} says so`;
  const command = startOf(service, scope);
  const at = service.place(service.body.command === undefined ? 'entrypoint' : 'command');
  if (DEVELOPMENT.test([command ?? []].flat().join(' '))) {
    const detail = `the service ${service.name}: its command is one for development`;
    yield { diagnostic: { code: 'DRK1110', severity: 'info', detail, at } };
  } else if (command !== undefined) yield { field: 'app.start', value: command, ...at, confidence: 'config', because };
  const health = healthPath(service);
  if (health !== undefined)
    yield { field: 'app.health', value: health, ...service.place('healthcheck'), confidence: 'manifest', because };
  const [published] = listOf(service.body.ports);
  const target = targetPort(published ?? listOf(service.body.expose)[0]);
  if (target !== undefined) {
    const key = published === undefined ? 'expose' : 'ports';
    const opens = `the compose service ${service.name} ${published === undefined ? 'exposes' : 'publishes'} it`;
    yield { field: 'app.port', value: target, ...service.place(key), confidence: 'manifest', because: opens };
  }
  const hosts = file.services.map(({ name }) => name);
  yield* variables(service, hosts, scope);
}

function* fromDependencies(service: ComposeService, file: ComposeFile): Iterable<Claim<'application'>> {
  const named = dependsOn(service);
  yield* backing(named.size > 0 ? file.services.filter(({ name }) => named.has(name)) : file.services);
}

/** The services that run the image of a known backing service. */
function* backing(services: readonly ComposeService[]): Iterable<Claim<'application'>> {
  for (const { name, body, place } of services) {
    const kind = body.build === undefined ? serviceKind(body.image) : undefined;
    if (kind === undefined) continue;
    yield {
      field: 'app.services',
      value: [{ kind, via: `the compose service ${name}` }],
      ...place('image'),
      confidence: 'config',
      because: `the compose service ${name} runs ${String(body.image)}`,
    };
  }
}

/** Further services of the same image are processes; what others wait for to end is a release. */
function* fromOthers(own: readonly ComposeService[], file: ComposeFile, scope: Scope): Iterable<Claim<'application'>> {
  const awaited = new Set<string>();
  for (const service of file.services)
    for (const [name, condition] of dependsOn(service))
      if (condition === 'service_completed_successfully') awaited.add(name);
  for (const service of own.slice(1)) {
    const command = startOf(service, scope);
    if (isOptional(service) || command === undefined || DEVELOPMENT.test([command].flat().join(' '))) continue;
    const isRelease = awaited.has(service.name);
    const isNamed = /^(release|migrate|migration)$/.test(service.name);
    yield {
      field: 'app.processes',
      value: [{ name: isRelease && !isNamed ? 'release' : service.name, command }],
      ...service.place(),
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
  const own = ownServices(file, scope);
  const [main] = own;
  const name = file.doc.get('name');
  if (scope.dir === ROOT && typeof name === 'string' && /^[a-z0-9][a-z0-9_-]*$/.test(name)) {
    const because = 'the compose file calls the project so';
    const at = { file: file.path, line: file.doc.lineOf('name') };
    yield { field: 'app.name', value: name, ...at, confidence: 'convention', because };
  }
  if (main === undefined) {
    const isAlone = dirname(file.path) === scope.dir && file.services.every(({ body }) => body.build === undefined);
    if (!isAlone) return;
    yield* backing(file.services);
    yield* imagesOnly(file, scope);
    return;
  }
  yield* fromMain(main, file, scope);
  yield* fromDependencies(main, file);
  yield* fromOthers(own, file, scope);
  for (const service of own) {
    for (const path of writable(service)) {
      const because = `the compose service ${service.name} mounts it`;
      yield { field: 'app.writable', value: [path], ...service.place('volumes'), confidence: 'config', because };
    }
  }
  yield* leftovers(file, scope);
}

/** What an existing compose file says of the component that it builds. */
export const composeServices = defineDetector({
  id: 'compose-services',
  layer: 'application',
  title: 'Services, processes, ports, variables and volumes of an existing compose file',
  docs: 'https://docs.docker.com/reference/compose-file/services/',
  when: { nearestFile: COMPOSE_FILES },
  *folders(project) {
    for (const { context } of composeFile(project)?.services ?? []) if (context !== null) yield context;
  },
  *detect(scope) {
    yield* fromFile(scope);
  },
});
