import { declaredArgs } from './dockerfile-args.ts';
import type { Engine } from './engine.ts';
import { imageLabels, offeredArgs } from './labels.ts';
import type { BuildRequest } from './request.ts';

/** What the argv of one engine is made from. */
export interface ArgvInput {
  readonly request: BuildRequest;
  readonly engine: Engine;
  readonly tags: readonly string[];
  /** File for the digest that the registry got; `null` in a dry run. */
  readonly digestFile: string | null;
  /** File for the id of what was built; `null` in a dry run and for what the local store does not keep. */
  readonly idFile: string | null;
}

/** Flags that every engine spells alike, and what they need in the environment. */
export interface SharedFlags {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Values that must not be shown. */
  readonly secrets: readonly string[];
}

/** Names whose values are not for a process list or a log. */
const SENSITIVE = /secret|token|passw|credential|private|api_?key|auth/i;

/** True for a build argument whose value is not to be shown. */
export function isSensitive(name: string): boolean {
  return SENSITIVE.test(name);
}

/** The labels and build arguments of an image, by name. */
export function labelsAndArgs(request: BuildRequest): {
  readonly labels: readonly [string, string][];
  readonly args: readonly [string, string][];
} {
  return { labels: sorted(imageLabels(request)), args: sorted(passedArgs(request)) };
}

/**
 * The Dockerfile, tags, labels, build arguments, platforms and cache switch. The value of a build argument whose name
 * looks secret goes through the environment (`--build-arg NAME`), so that no process list shows it.
 */
export function sharedFlags({ request, tags, idFile }: ArgvInput): SharedFlags {
  const { options } = request;
  const words = ['--file', pathWord(request.dockerfile)];
  for (const tag of tags) words.push('--tag', tag);
  const { labels, args } = labelsAndArgs(request);
  for (const [name, value] of labels) words.push('--label', `${name}=${value}`);
  const env: Record<string, string> = {};
  for (const [name, value] of args) {
    if (isSensitive(name)) env[name] = value;
    words.push('--build-arg', isSensitive(name) ? name : `${name}=${value}`);
  }
  if (options.platforms.length > 0) words.push('--platform', options.platforms.join(','));
  if (options.noCache) words.push('--no-cache');
  if (idFile !== null) words.push('--iidfile', idFile);
  return { words, env, secrets: Object.values(env) };
}

/** `--secret` and `--ssh` as BuildKit and its clients read them. */
export function secretFlags({ options, ssh }: BuildRequest): readonly string[] {
  const secrets = options.secrets.flatMap((secret) => [
    '--secret',
    'env' in secret ? `type=env,id=${secret.id},env=${secret.env}` : `id=${secret.id},src=${secret.src}`,
  ]);
  return ssh === true ? [...secrets, '--ssh', 'default'] : secrets;
}

/** A flag repeated for each value. */
export function repeated(flag: string, values: readonly string[]): readonly string[] {
  return values.flatMap((value) => [flag, value]);
}

/**
 * The context as last word. With `./` in front it can neither be read as a flag nor as a URL
 * (`github.com/…` would be cloned).
 */
export function contextWord(request: BuildRequest): string {
  return request.context === '.' ? '.' : `./${request.context}`;
}

function passedArgs(request: BuildRequest): Readonly<Record<string, string>> {
  const declared = declaredArgs(request.dockerfileText);
  const args: Record<string, string> = {};
  for (const [name, value] of Object.entries(offeredArgs(request))) {
    if (declared.has(name)) args[name] = value;
  }
  return { ...args, ...request.options.buildArgs };
}

function pathWord(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

function sorted(values: Readonly<Record<string, string>>): readonly [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
