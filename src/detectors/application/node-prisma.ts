import { defineDetector } from '../../core/model/detector.ts';
import { frameworkOf, isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { prismaSchema } from '../javascript/prisma-schema.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { PRISMA } from '../javascript/service-clients.ts';
import { runManifests } from '../node/slice.ts';

/** The database that a Prisma schema names, and the variable of its address. */
export const nodePrisma = defineDetector({
  id: 'node-prisma',
  layer: 'application',
  title: 'Database of Prisma',
  docs: 'https://www.prisma.io/docs/orm/reference/prisma-schema-reference#datasource',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined || project === undefined) return;
    const uses = (dependencies: ReadonlyMap<string, string>): boolean =>
      dependencies.has('prisma') || dependencies.has('@prisma/client');
    // The packages of RedwoodJS and of Keystone bring Prisma along.
    const isOwn = uses(project.dependencies) || isFramework(scope, 'redwood', 'cedar', 'keystone');
    const isSite = frameworkOf(scope)?.framework.family === 'static';
    const others = isSite ? [] : runManifests(scope, project.manifest).filter((one) => uses(one.dependencies));
    const dirs = [...(isOwn ? [scope.dir] : []), ...others.map(({ dir }) => dir)];
    const schema = dirs.map((dir) => prismaSchema(scope, dir)).find((one) => one !== undefined);
    if (schema === undefined) return;
    const { file, provider, variable } = schema;
    const kind = provider && Object.hasOwn(PRISMA, provider.value) ? PRISMA[provider.value] : undefined;
    if (provider !== undefined && kind !== undefined) {
      const because = `the Prisma schema names ${provider.value}`;
      const value = [{ kind, via: 'prisma' }];
      yield { field: 'app.services', value, file, line: provider.line, confidence: 'config', because };
    }
    if (variable === undefined) return;
    const { value: name, line } = variable;
    const value = [{ name, required: true, default: null, scope: 'run', sensitive: kind !== 'sqlite' } as const];
    const because = 'the Prisma schema takes the address of the database from it';
    yield { field: 'app.env', value, file, line, confidence: 'config', because };
  },
});
