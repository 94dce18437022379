import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { libsqlAddresses } from '../javascript/database-files.ts';
import { dialects } from '../javascript/dialects.ts';
import { examples } from '../javascript/env-examples.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { CLIENTS, SCHEMES, SQL } from '../javascript/service-clients.ts';
import { serverModules } from '../javascript/shape.ts';
import { runManifests } from '../node/slice.ts';

/** The names of variables that hold the address of one kind of service only, from the table of Compose's services. */
const NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(DATA.services).map(([kind, { variables }]) => [
    kind,
    new Set(
      variables
        .flatMap(({ names }) => names)
        .filter((name) => /(URL|URI|HOST|BROKERS?|SERVERS?|NODE|HOSTS)$/.test(name)),
    ),
  ]),
);

/** The kind of service that a variable's name stands for; `undefined` where several kinds have it. */
function kindOfName(name: string): string | undefined {
  const kinds = [...NAMES].filter(([kind, names]) => kind !== 'mariadb' && names.has(name)).map(([kind]) => kind);
  return kinds.length === 1 && !/^(CACHE|QUEUE|BROKER|EMAIL|MAIL)_/.test(name) ? kinds[0] : undefined;
}

/** A client of libSQL opens a file of its own, or talks to a server. */
function libsqlKind(scope: Scope): 'sqlite' | 'libsql' {
  const addresses = libsqlAddresses(scope, serverModules(scope));
  return addresses.some(({ text }) => text?.startsWith('file:') === true) ? 'sqlite' : 'libsql';
}

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
    const told = dialects(scope);
    for (const { kind, word, file, line } of told) {
      const because = `the code sets ${word} as its database`;
      yield { field: 'app.services', value: [{ kind, via: word }], file, line, confidence: 'manifest', because };
    }
    const isSite = frameworkOf(scope)?.framework.family === 'static';
    // What a package of the workspace connects to, whatever runs with it connects to.
    const owners = isSite ? [project.manifest] : [project.manifest, ...runManifests(scope, project.manifest)];
    for (const [client, packages] of Object.entries(CLIENTS)) {
      const owner = owners.find(({ dependencies }) => packages.some((name) => dependencies.has(name)));
      const via = packages.find((name) => owner?.dependencies.has(name) === true);
      const kind = client === 'libsql' ? libsqlKind(scope) : client;
      // Of several drivers of databases, only the one counts that the code names.
      if (via === undefined || (told.length > 0 && SQL.has(kind) && !told.some((one) => one.kind === kind))) continue;
      if (owner === undefined) continue;
      const own = owner.path === project.path;
      const place = { file: owner.path, line: own ? dependencyLine(project, via) : owner.lineOf('dependencies', via) };
      const because = `${own ? 'package.json' : owner.path} depends on ${via}`;
      yield { field: 'app.services', value: [{ kind, via }], ...place, confidence: 'manifest', because };
    }
    for (const [name, { file, line, value }] of examples(scope)) {
      const scheme = /^([a-z][a-z0-9+]*):/.exec(value)?.[1] ?? '';
      const kind = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : kindOfName(name);
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
