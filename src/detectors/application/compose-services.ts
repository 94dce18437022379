import { parse as splitWords } from 'shell-quote';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { unwrapScript } from '../javascript/unwrap-script.ts';
import { composeEnvironment } from './compose-environment.ts';
import {
  COMPOSE_FILES,
  type ComposeFile,
  type ComposeService,
  composeFile,
  listOf,
  mapOf,
  ownServices,
} from './compose-file.ts';
import { serviceKind } from './compose-images.ts';
import { leftovers } from './compose-leftovers.ts';

/** Commands that reload for a developer. */
const DEVELOPMENT = /\b(dev|watch|nodemon|runserver|--reload|--watch|develop|serve:dev)\b/;

/** A command as Compose takes it: words, or a line that it splits itself, without a shell; a script of package.json is unwrapped. */
function commandOf(value: unknown, scope: Scope): Command | undefined {
  const words = typeof value === 'string' ? splitWords(value, (name: string) => `$${name}`) : listOf(value);
  const plain = words
    .filter((word): word is string => typeof word === 'string')
    .map((word) => word.replaceAll('$$', '$'));
  const [program, ...args] = plain;
  if (program === undefined || plain.length !== words.length) return undefined;
  const project = nodeProject(scope);
  const run = unwrapScript(plain.join(' '), { scripts: project?.manifest.scripts ?? new Map() });
  const isPlain = plain.every((word) => /^[\w./@:=,+-]+$/.test(word));
  if (project !== undefined && isPlain && run.kind === 'process' && run.program === null) return run.command;
  return [program, ...args];
}

function dependsOn({ body }: ComposeService): ReadonlyMap<string, string> {
  const listed = listOf(body.depends_on).map((name) => [String(name), 'service_started'] as const);
  const mapped = Object.entries(mapOf(body.depends_on)).map(
    ([name, value]) => [name, String(mapOf(value).condition ?? 'service_started')] as const,
  );
  return new Map([...listed, ...mapped]);
}

/** The path that a health check asks on the component itself. */
function healthPath({ body }: ComposeService): string | undefined {
  const { test } = mapOf(body.healthcheck);
  const line = typeof test === 'string' ? test : listOf(test).join(' ');
  return /https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::[\d${}\w-]+)?(\/[\w./-]*)/.exec(line)?.[1];
}

/** Folders on named volumes and tmpfs, as the component calls them; the dependencies of a developer's mount are none. */
function writable({ body }: ComposeService): readonly string[] {
  const named = listOf(body.volumes).map((volume) => {
    if (typeof volume === 'string') return /^[A-Za-z0-9][\w.-]+:(\/[^:]+)/.exec(volume)?.[1];
    const { type, target } = mapOf(volume);
    return (type === 'volume' || type === 'tmpfs') && typeof target === 'string' ? target : undefined;
  });
  const temporary = [body.tmpfs].flat().map((path) => (typeof path === 'string' ? path.split(':')[0] : undefined));
  return [...named, ...temporary].flatMap((path) => {
    if (path === undefined || path === '/tmp' || /\$|\/node_modules|\/\.venv|\/vendor$/.test(path)) return [];
    return [path.replace(/^\/(app|usr\/src\/app|srv|code|workspace)\//, '')];
  });
}

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
