import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configNode } from './config-file.ts';
import { scopeOfVariable } from './env-names.ts';
import { type EnvRead, envReads } from './env-reads.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { nodeProject } from './node-project.ts';
import { settingOf } from './setting.ts';
import { componentReads, pageReads, siteModules } from './site-modules.ts';
import { lineOf } from './walk.ts';

function isTrue(place: Place | undefined): boolean {
  return place?.node.type === 'BooleanLiteral' && place.node.value;
}

/** `camelCase` as a variable's name. Source: https://nuxt.com/docs/guide/going-further/runtime-config#environment-variables */
function upper(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

/** The variables that override the run-time configuration of Nuxt when its server starts. */
function* nuxtReads(scope: Scope, place: Place, path: readonly string[]): Iterable<EnvRead> {
  if (place.node.type !== 'ObjectExpression' || path.length > 8) return;
  for (const part of place.node.properties) {
    const key = part.type === 'ObjectProperty' ? keyName(part.key) : undefined;
    if (part.type !== 'ObjectProperty' || key === undefined) continue;
    const value = follow(scope, { node: part.value, module: place.module });
    if (value.node.type === 'ObjectExpression') {
      yield* nuxtReads(scope, value, [...path, key]);
      continue;
    }
    if (value.node.type === 'ArrayExpression') continue;
    const name = ['NUXT', ...path, key].map(upper).join('_');
    const set = settingOf(scope, value).value;
    // An empty text is the usual stand-in for what only the environment knows.
    const text = set === null || set === '' ? null : String(set);
    const isOwn = path[0] === 'public' || text !== null;
    const at = { name, file: place.module.path, line: lineOf(part), default: text } as const;
    yield { ...at, need: isOwn ? 'copes' : 'needs', ...(path[0] === 'public' ? { isOpen: true } : {}), at: 'run' };
  }
}

/** The variables of `env.schema` of Astro. Source: https://docs.astro.build/en/reference/configuration-reference/#env */
function* astroReads(scope: Scope, schema: Place): Iterable<EnvRead> {
  if (schema.node.type !== 'ObjectExpression') return;
  for (const part of schema.node.properties) {
    const name = part.type === 'ObjectProperty' ? keyName(part.key) : undefined;
    const call = part.type === 'ObjectProperty' ? bare(part.value) : undefined;
    if (name === undefined || call?.type !== 'CallExpression') continue;
    const [argument] = call.arguments;
    if (dotted(call.callee)?.startsWith('envField.') !== true || argument === undefined) continue;
    const options = { node: argument, module: schema.module };
    const standard = property(scope, options, 'default');
    const set = standard === undefined ? null : settingOf(scope, standard).value;
    const isSecret = stringIn(property(scope, options, 'access')?.node) === 'secret';
    const isOptional = set !== null || isTrue(property(scope, options, 'optional'));
    yield {
      name,
      file: schema.module.path,
      line: lineOf(part),
      default: set === null ? null : String(set),
      need: isOptional ? 'copes' : 'insists',
      ...(isSecret ? { at: 'run', sensitive: true } : { at: 'build', isOpen: true }),
    };
  }
}

/** The variables that modules take by name from what a framework makes of the environment at build: `$env/static/private`. */
function* importedReads(modules: readonly ModuleIndex[]): Iterable<EnvRead> {
  for (const { path, imported, imports } of modules) {
    for (const { source, name } of imported.values()) {
      const kind = /^\$env\/static\/(public|private)$/.exec(source)?.[1];
      if (kind === undefined || name === '*') continue;
      const line = imports.find((one) => one.source === source)?.line ?? null;
      const isOpen = kind === 'public' ? { isOpen: true } : {};
      yield { name, file: path, line, default: null, need: 'insists', at: 'build', ...isOpen };
    }
  }
}

/** What a framework's own configuration says of the environment: Nuxt's `runtimeConfig`, Astro's schema, SvelteKit's modules. */
export function* frameworkReads(
  scope: Scope,
  framework: string | undefined,
  modules: readonly ModuleIndex[],
): Iterable<EnvRead> {
  if (framework === 'nuxt') {
    const config = configNode(scope, configFile(scope, 'nuxt.config'), 'runtimeConfig');
    if (config !== undefined) yield* nuxtReads(scope, config, []);
  }
  if (framework === 'astro') {
    const schema = configNode(scope, configFile(scope, 'astro.config'), 'env', 'schema');
    if (schema !== undefined) yield* astroReads(scope, schema);
  }
  if (framework === 'sveltekit') yield* importedReads(modules);
}

/** Prefixes that make a variable public in this project: Vite's `envPrefix`, and those of frameworks that have a name of their own. */
export function publicPrefixes(scope: Scope, framework: string | undefined): readonly string[] {
  const own = configNode(scope, configFile(scope, 'vite.config'), 'envPrefix');
  const texts =
    own?.node.type === 'ArrayExpression' ? own.node.elements.map((one) => stringIn(one)) : [stringIn(own?.node)];
  const named = texts.filter((one) => one !== undefined && one !== '') as readonly string[];
  return framework === 'astro' ? ['PUBLIC_', ...named] : named;
}

/** What the pages read that Vite builds beside a server of the project's own. */
export function browserReads(scope: Scope): readonly EnvRead[] {
  if (nodeProject(scope)?.dependencies.has('vite') !== true) return [];
  const reads = [...envReads(scope, siteModules(scope)), ...componentReads(scope), ...pageReads(scope)];
  return reads.filter(({ name }) => scopeOfVariable(name, publicPrefixes(scope, undefined)) === 'build-public');
}
