import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted } from './expressions.ts';
import type { Place } from './follow.ts';

/** A call that reads a variable: `env('PORT', 1337)` and `env.int('PORT')` of Strapi, `env.get('PORT')` of AdonisJS. */
export const ENV_CALL = /^env(\.(get|int|float|bool|json|array|date|oneOf|number|string|required))?$/;

/** True for `process.env`, `Bun.env`, `import.meta.env` and for names that stand for one of them. */
export function isEnvironment(scope: Scope, place: Place, depth = 4): boolean {
  const node = bare(place.node);
  const path = dotted(node);
  if (path === 'process.env' || path === 'Bun.env' || path === 'import.meta.env') return true;
  if (node.type !== 'Identifier') return false;
  const from = place.module.imported.get(node.name);
  if (from !== undefined) return /^(node:)?process$/.test(from.source) && from.name === 'env';
  const binding = place.module.bindings.get(node.name);
  if (binding === undefined) return false;
  if (binding.property !== undefined) return binding.property === 'env' && dotted(binding.init) === 'process';
  return depth > 0 && isEnvironment(scope, { node: binding.init, module: place.module }, depth - 1);
}
