import { defineDetector } from '../../core/model/detector.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { prismaSchema } from '../javascript/prisma-schema.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { PRISMA } from '../javascript/service-clients.ts';

/** The database that a Prisma schema names, and the variable of its address. */
export const nodePrisma = defineDetector({
  id: 'node-prisma',
  layer: 'application',
  title: 'Database of Prisma',
  docs: 'https://www.prisma.io/docs/orm/reference/prisma-schema-reference#datasource',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const dependencies = nodeProject(scope)?.dependencies;
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const named = dependencies?.has('prisma') === true || dependencies?.has('@prisma/client') === true;
    // The packages of RedwoodJS and of Keystone bring Prisma along.
    if (!named && !isFramework(scope, 'redwood', 'cedar', 'keystone')) return;
    const schema = prismaSchema(scope);
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
