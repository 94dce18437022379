import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configObjects } from './config-object.ts';
import { bare, dotted, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { moduleAt } from './module-graph.ts';
import { settingOf } from './setting.ts';
import type { Setting } from './setting-value.ts';
import { lineOf } from './walk.ts';

/** A configuration file with the objects that it puts together, what counts more first; none where it cannot be read. */
export interface ConfigFile {
  readonly file: RelPath;
  readonly roots: readonly Place[];
}

/** A setting of a configuration file and its line. */
export interface ConfigValue extends Setting {
  readonly file: RelPath;
  readonly line: number;
}

/** The first of these configuration files in the component's folder, read from its syntax tree and never run. */
export function configFile(scope: Scope, stem: string, exported = 'default'): ConfigFile | undefined {
  for (const extension of ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts']) {
    const file = scope.at(`${stem}.${extension}`);
    if (!scope.project.has(file)) continue;
    const module = moduleAt(scope, file);
    const node = module?.exports.get(exported);
    return { file, roots: module === undefined || node === undefined ? [] : configObjects(scope, { node, module }) };
  }
  return undefined;
}

/** An option of a Vite plugin, by the module that the plugin comes from: `sveltekit({ adapter: … })` in `plugins`. */
export function pluginOption(scope: Scope, source: string, ...keys: readonly string[]): Place | undefined {
  const config = configFile(scope, 'vite.config');
  const plugins = configNode(scope, config, 'plugins');
  if (plugins?.node.type !== 'ArrayExpression') return undefined;
  for (const element of plugins.node.elements) {
    const place = element === null ? undefined : follow(scope, { node: element, module: plugins.module });
    const call = place && bare(place.node);
    if (place === undefined || call?.type !== 'CallExpression') continue;
    const [options] = call.arguments;
    if (place.module.imported.get(dotted(call.callee) ?? '')?.source !== source || options === undefined) continue;
    const roots = configObjects(scope, { node: options, module: place.module });
    return configNode(scope, { file: place.module.path, roots }, ...keys);
  }
  return undefined;
}

function nodeBelow(scope: Scope, root: Place, [key, ...others]: readonly string[]): Place | undefined {
  if (key === undefined) return root;
  const value = property(scope, root, key);
  if (value === undefined || others.length === 0) return value;
  for (const object of configObjects(scope, value)) {
    const found = nodeBelow(scope, object, others);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The node at a path of keys. */
export function configNode(
  scope: Scope,
  config: ConfigFile | undefined,
  ...keys: readonly string[]
): Place | undefined {
  for (const root of config?.roots ?? []) {
    const found = nodeBelow(scope, root, keys);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The entry with this `type` in a list of a configuration: an output target of Stencil. */
export function entryOfType(
  scope: Scope,
  config: ConfigFile | undefined,
  list: string,
  type: string,
): Place | undefined {
  const entries = configNode(scope, config, list);
  if (entries?.node.type !== 'ArrayExpression') return undefined;
  for (const element of entries.node.elements) {
    const entry = element === null ? undefined : follow(scope, { node: element, module: entries.module });
    if (entry?.node.type === 'ObjectExpression' && stringIn(propertyOf(entry.node, 'type')) === type) return entry;
  }
  return undefined;
}

/** The setting at a path of keys; `undefined` when it is not there. */
export function configValue(
  scope: Scope,
  config: ConfigFile | undefined,
  ...keys: readonly string[]
): ConfigValue | undefined {
  const at = configNode(scope, config, ...keys);
  if (at === undefined || config === undefined) return undefined;
  return { ...settingOf(scope, at), file: at.module.path, line: lineOf(at.node) };
}

/** The text at a path of keys; `undefined` when it is not there or not a literal. */
export function configText(
  scope: Scope,
  config: ConfigFile | undefined,
  ...keys: readonly string[]
): (ConfigValue & { readonly value: string }) | undefined {
  const found = configValue(scope, config, ...keys);
  return typeof found?.value === 'string' ? { ...found, value: found.value } : undefined;
}
