import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { checkOf } from './env-schemas.ts';
import { isEnvironment } from './environment.ts';
import { keyName } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { lineOf, walk } from './walk.ts';

/** The variable that turns the check of the environment off. */
export interface EnvSwitch {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number;
}

function nameIn(scope: Scope, { node: root, module }: Place): string | undefined {
  let found: string | undefined;
  walk(root, (node) => {
    if (node.type !== 'MemberExpression' || !isEnvironment(scope, { node: node.object, module })) return;
    const name = keyName(node.property);
    if (name !== undefined && /^[A-Z_]*(SKIP|IGNORE)[A-Z0-9_]*$/.test(name)) found ??= name;
  });
  return found;
}

/**
 * What an image sets while a framework builds, which runs the code that checks the environment: the values are there
 * only where the container runs. `skipValidation` of t3-env. Source: https://env.t3.gg/docs/customization#skipping-validation
 */
export function envSwitch(scope: Scope, modules: readonly ModuleIndex[]): EnvSwitch | undefined {
  for (const module of modules) {
    for (const { node, name } of module.calls) {
      const [first] = name === 'createEnv' ? node.arguments : [];
      if (first === undefined || checkOf(scope, { node, module }) === undefined) continue;
      const skip = property(scope, follow(scope, { node: first, module }), 'skipValidation');
      const variable = skip && nameIn(scope, skip);
      if (skip !== undefined && variable !== undefined) {
        return { name: variable, file: skip.module.path, line: lineOf(skip.node) };
      }
    }
  }
  return undefined;
}
