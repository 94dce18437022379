import { defineDetector } from '../../core/model/detector.ts';
import { examples } from '../javascript/env-examples.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { CLIENTS, SCHEMES } from '../javascript/service-clients.ts';
import { serverModules } from '../javascript/shape.ts';

/** Backing services by the client packages of production. */
export const nodeServices = defineDetector({
  id: 'node-services',
  layer: 'application',
  title: 'Backing services of a Node application',
  docs: 'https://12factor.net/backing-services',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || refusalOf(scope) !== undefined) return;
    for (const [kind, packages] of Object.entries(CLIENTS)) {
      const via = packages.find((name) => project.manifest.dependencies.has(name));
      if (via === undefined) continue;
      const place = { file: project.path, line: dependencyLine(project, via) };
      yield {
        field: 'app.services',
        value: [{ kind, via }],
        ...place,
        confidence: 'manifest',
        because: `package.json depends on ${via}`,
      };
    }
    for (const [name, { file, line, value }] of examples(scope)) {
      const scheme = /^([a-z][a-z0-9+]*):/.exec(value)?.[1] ?? '';
      const kind = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
      if (kind === undefined) continue;
      const because = `the example of the environment has a ${kind} address in ${name}`;
      yield { field: 'app.services', value: [{ kind, via: name }], file, line, confidence: 'config', because };
    }
    for (const { path: file, imports } of serverModules(scope)) {
      const own = imports.find(({ source }) => source === 'node:sqlite' || source === 'bun:sqlite');
      if (own === undefined) continue;
      const value = [{ kind: 'sqlite', via: own.source }];
      const because = `the code imports ${own.source}`;
      yield { field: 'app.services', value, file, line: own.line, confidence: 'source', because };
    }
  },
});
