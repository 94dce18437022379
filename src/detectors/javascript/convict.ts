import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, propertyOf, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { Setting } from './setting-value.ts';

/** The setting at a path of a configuration made by `convict(schema)`. Source: https://github.com/mozilla/node-convict */
export function convictSetting(
  scope: Scope,
  config: Place,
  path: readonly string[],
  read: (place: Place) => Setting,
): Setting | undefined {
  const made = follow(scope, config);
  const call = bare(made.node);
  if (call.type !== 'CallExpression' || dotted(call.callee)?.endsWith('convict') !== true) return undefined;
  const [schema] = call.arguments;
  let at: Place | undefined = schema && follow(scope, { node: schema, module: made.module });
  for (const key of path) at = at && property(scope, at, key);
  if (at?.node.type !== 'ObjectExpression') return undefined;
  const fallback = property(scope, at, 'default');
  const variable = stringIn(propertyOf(at.node, 'env')) ?? null;
  return { value: fallback === undefined ? null : read(fallback).value, variable };
}
