import { parse as splitWords } from 'shell-quote';
import type { Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { scriptContext } from '../javascript/script-context.ts';
import { unwrapScript } from '../javascript/unwrap-script.ts';
import type { ComposeService } from './compose-file.ts';
import { listOf, mapOf, withDefaults } from './compose-values.ts';

/** Commands that reload for a developer. */
export const DEVELOPMENT = /\b(dev|watch|nodemon|runserver|--reload|--watch|develop|serve:dev)\b/;

/** A command as Compose takes it: words, or a line that it splits itself, without a shell; a script of package.json is unwrapped. */
export function commandOf(value: unknown, scope: Scope): Command | undefined {
  const words = typeof value === 'string' ? splitWords(value, (name: string) => `$${name}`) : listOf(value);
  const plain = words
    .filter((word): word is string => typeof word === 'string')
    .map((word) => word.replaceAll('$$', '$'));
  const [program, ...args] = plain;
  if (program === undefined || plain.length !== words.length) return undefined;
  const project = nodeProject(scope);
  const run = unwrapScript(plain.join(' '), scriptContext(scope));
  const isPlain = plain.every((word) => /^[\w./@:=,+-]+$/.test(word));
  if (project !== undefined && isPlain && run.kind === 'process' && run.program === null) return run.command;
  return [program, ...args];
}

/** How the service is started: its entry point with its command behind it. */
export function startOf({ body }: ComposeService, scope: Scope): Command | undefined {
  if (body.entrypoint === undefined || body.entrypoint === null) return commandOf(body.command, scope);
  const words = [body.entrypoint, body.command].flatMap((part) =>
    typeof part === 'string' ? splitWords(part, (name: string) => `$${name}`) : listOf(part),
  );
  return commandOf(words, scope);
}

function port(text: string): number | undefined {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return number > 0 && number <= 65535 ? number : undefined;
}

/** The container's side of a port: `8080:4310`, `127.0.0.1:8080:4310/tcp`, `${OUT:-80}:4310`, `{ target: 4310 }`. */
export function targetPort(value: unknown): number | undefined {
  if (typeof value === 'number') return port(String(value));
  if (typeof value === 'string') return port((withDefaults(value).split('/')[0] ?? '').split(':').at(-1) ?? '');
  const { target } = mapOf(value);
  return typeof target === 'number' || typeof target === 'string' ? port(withDefaults(String(target))) : undefined;
}

/** The services that this one waits for, and for what. */
export function dependsOn({ body }: ComposeService): ReadonlyMap<string, string> {
  const listed = listOf(body.depends_on).map((name) => [String(name), 'service_started'] as const);
  const mapped = Object.entries(mapOf(body.depends_on)).map(
    ([name, value]) => [name, String(mapOf(value).condition ?? 'service_started')] as const,
  );
  return new Map([...listed, ...mapped]);
}

/** The path that a line asks over HTTP on the machine itself. */
export function healthPathIn(line: string): string | undefined {
  return /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[\d${}\w-]+)?(\/[\w./-]*)/.exec(line)?.[1];
}

/** The path that a health check asks on the component itself. */
export function healthPath({ body }: ComposeService): string | undefined {
  const { test } = mapOf(body.healthcheck);
  return healthPathIn(typeof test === 'string' ? test : listOf(test).join(' '));
}

/** Folders on named volumes and tmpfs, as the component calls them; the dependencies of a developer's mount are none. */
export function writable({ body }: ComposeService): readonly string[] {
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
