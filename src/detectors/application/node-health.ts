import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { fileRoutes } from '../javascript/file-routes.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { bestHealth } from '../javascript/health-path.ts';
import { libraryRoutes } from '../javascript/library-routes.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { type Route, routesOf } from '../javascript/routes.ts';
import { serverModules } from '../javascript/shape.ts';

function allRoutes(scope: Scope): readonly Route[] {
  const modules = serverModules(scope);
  return [...routesOf(scope, modules), ...libraryRoutes(scope, modules), ...fileRoutes(scope)];
}

/** A GET route at a usual health path; without one nothing is claimed, since a wrong probe kills a sound process. */
export const nodeHealth = defineDetector({
  id: 'node-health',
  layer: 'application',
  title: 'Health path from the routes',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    if (frameworkOf(scope)?.framework.family === 'static') return;
    const route = bestHealth(allRoutes(scope));
    if (route === undefined) return;
    const { path, file, line } = route;
    yield {
      field: 'app.health',
      value: path,
      file,
      line,
      confidence: 'source',
      because: `a route answers GET ${path}`,
    };
  },
});
