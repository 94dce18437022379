import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import { follow, type Place } from './follow.ts';

/** A call that reads a variable: `env('PORT', 1337)` and `env.int('PORT')` of Strapi, `env.get('PORT')` of AdonisJS. */
export const ENV_CALL = /^env(\.(get|int|float|bool|json|array|date|oneOf|number|string|required))?$/;

/** What a variable of the environment may be called in a call that asks for it. */
export const ASKED_NAME = /^[A-Z][A-Z0-9_]*$/;

const OBJECTS: ReadonlySet<string> = new Set(['process.env', 'Bun.env', 'import.meta.env', 'globalThis.process.env']);

/** Modules whose `env` is the environment. Sources: https://bun.sh/docs/runtime/env, https://svelte.dev/docs/kit/$env-dynamic-private */
const MODULES = /^((node:)?process|bun|\$env\/dynamic\/(private|public))$/;

/** True for `process.env`, `Bun.env`, `import.meta.env` and for what stands for one of them: a name, a copy, a parameter. */
export function isEnvironment(scope: Scope, place: Place, depth = 4): boolean {
  const node = bare(place.node);
  const path = dotted(node);
  if (path !== undefined && OBJECTS.has(path)) return true;
  if (depth <= 0) return false;
  const inner = (at: typeof node, module = place.module): boolean =>
    isEnvironment(scope, { node: at, module }, depth - 1);
  if (node.type === 'ObjectExpression') {
    return node.properties.some((part) => part.type === 'SpreadElement' && inner(part.argument));
  }
  if (node.type === 'CallExpression') {
    const from = place.module.imported.get(dotted(node.callee) ?? '');
    return from?.source === 'vite' && from.name === 'loadEnv';
  }
  if (node.type !== 'Identifier') return false;
  const from = place.module.imported.get(node.name);
  if (from !== undefined && MODULES.test(from.source)) return from.name === 'env';
  const binding = place.module.bindings.get(node.name);
  if (binding?.property !== undefined) return binding.property === 'env' && dotted(binding.init) === 'process';
  const target = follow(scope, { node, module: place.module });
  return target.node !== node && inner(target.node, target.module);
}
