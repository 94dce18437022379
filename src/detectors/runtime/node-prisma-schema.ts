import { defineDetector } from '../../core/model/detector.ts';
import { componentManifest } from '../javascript/component-manifest.ts';
import { prismaSchema } from '../javascript/prisma-schema.ts';

/** Before Prisma 7 the client is generated when it is installed, from the schema, into node_modules. */
export const nodePrismaSchema = defineDetector({
  id: 'node-prisma-schema',
  layer: 'runtime',
  title: 'Prisma schema that the installation reads',
  docs: 'https://www.prisma.io/docs/orm/prisma-client/setup-and-configuration/generating-prisma-client',
  languages: ['node', 'bun'],
  when: { nearestFile: ['package.json'] },
  *detect(scope) {
    const manifest = componentManifest(scope);
    const schema = manifest?.dependencies.has('@prisma/client') === true ? prismaSchema(scope) : undefined;
    if (manifest === undefined || schema === undefined) return;
    const line = manifest.lineOf('dependencies', '@prisma/client');
    const because = 'the Prisma client is generated from it when it is installed';
    yield {
      field: 'runtime.installFiles',
      value: [schema.file],
      file: manifest.path,
      line,
      confidence: 'convention',
      because,
    };
  },
});
