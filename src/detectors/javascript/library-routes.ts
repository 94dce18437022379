import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { stringIn } from './expressions.ts';
import { follow, property } from './follow.ts';
import { isFramework } from './framework-of.ts';
import type { ModuleIndex } from './module-index.ts';
import type { Route } from './routes.ts';

/** The health check of a GraphQL Yoga server that answers every path itself. Source: https://the-guild.dev/graphql/yoga-server/docs/features/health-check */
function yogaRoutes(scope: Scope, modules: readonly ModuleIndex[]): readonly Route[] {
  return modules.flatMap((module) =>
    module.calls.flatMap(({ name, node, line }) => {
      if (name !== 'createYoga' || module.imported.get(name)?.source !== 'graphql-yoga') return [];
      const [first] = node.arguments;
      const told = first && property(scope, follow(scope, { node: first as Node, module }), 'healthCheckEndpoint');
      return [{ path: stringIn(told?.node) ?? '/health', file: module.path, line }];
    }),
  );
}

/** Routes of LoopBack's controllers: `@get('/ping')`. Source: https://loopback.io/doc/en/lb4/Route.html */
function controllerRoutes(modules: readonly ModuleIndex[]): readonly Route[] {
  return modules.flatMap((module) =>
    module.calls.flatMap(({ name, node, line }) => {
      const path =
        name === 'get' && module.imported.get(name)?.source === '@loopback/rest' ? node.arguments[0] : undefined;
      const told = stringIn(path);
      return told?.startsWith('/') === true ? [{ path: told, file: module.path, line }] : [];
    }),
  );
}

/** Paths that answer GET by way of a library of the component, without a router of its own. */
export function libraryRoutes(scope: Scope, modules: readonly ModuleIndex[]): readonly Route[] {
  if (isFramework(scope, 'graphql-yoga')) return yogaRoutes(scope, modules);
  return isFramework(scope, 'loopback') ? controllerRoutes(modules) : [];
}
