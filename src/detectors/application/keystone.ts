import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type ConfigFile, configFile, configNode, configText, configValue } from '../javascript/config-file.ts';
import { stringIn } from '../javascript/expressions.ts';
import { follow, property } from '../javascript/follow.ts';
import { serverClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { portIn } from '../javascript/setting-value.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { programArgv } from '../javascript/start-tools.ts';
import { lineOf } from '../javascript/walk.ts';

/** The path that Keystone 6 answers where its configuration asks for a health check. */
function healthPath(scope: Scope, config: ConfigFile | undefined): string | undefined {
  const check = configNode(scope, config, 'server', 'healthCheck')?.node;
  if (check === undefined || (check.type === 'BooleanLiteral' && !check.value)) return undefined;
  return configText(scope, config, 'server', 'healthCheck', 'path')?.value ?? '/_healthcheck';
}

/** The folders of files that people upload, each with its line. */
function* storageFolders(scope: Scope, config: ConfigFile | undefined) {
  const storage = configNode(scope, config, 'storage');
  if (storage?.node.type !== 'ObjectExpression') return;
  for (const entry of storage.node.properties) {
    if (entry.type !== 'ObjectProperty') continue;
    const place = follow(scope, { node: entry.value, module: storage.module });
    const path = property(scope, place, 'storagePath');
    const folder = stringIn(path?.node);
    if (path !== undefined && folder !== undefined) {
      yield { folder, file: path.module.path, line: lineOf(path.node) };
    }
  }
}

/** Keystone 6: its own program builds and serves the API and the pages for editors, over a database of Prisma. */
export const keystone = defineDetector({
  id: 'keystone',
  layer: 'application',
  title: 'Keystone 6',
  docs: 'https://keystonejs.com/docs/config/config',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'keystone')) return;
    const config = configFile(scope, 'keystone');
    const ground = { file: project.path, line: dependencyLine(project, '@keystone-6/core') };
    const port =
      configValue(scope, config, 'server', 'port') ?? configValue(scope, config, 'server', 'options', 'port');
    const health = healthPath(scope, config);
    yield* serverClaims(scope, known, ground, {
      title: 'Keystone',
      start: programArgv('keystone', ['start']),
      build: ['keystone', 'build'],
      port: (port && portIn(port)) ?? 3000,
      portVariable: 'PORT',
      // `keystone build` generates Prisma's client among the packages.
      files: ['package.json', '.keystone', 'node_modules/.prisma', 'schema.prisma?', 'migrations?', 'public?'],
      writable: ['.keystone/admin/.next/cache'],
      ...(health === undefined ? {} : { health }),
    });
    for (const { folder, file, line } of storageFolders(scope, config)) {
      const because = 'its storage keeps uploaded files there';
      yield { field: 'app.writable', value: [folder], file, line, confidence: 'config', because };
    }
    const migrates = startPlan(scope).process?.run.args.includes('--with-migrations') === true;
    if (migrates || !scope.project.hasFolder(scope.at('migrations'))) return;
    const command = programArgv('prisma', ['migrate', 'deploy']);
    const because = 'the project has migrations of its database';
    const place = { file: scope.at('schema.prisma'), line: null, confidence: 'convention' } as const;
    yield { field: 'app.processes', value: [{ name: 'release', command }], ...place, because };
  },
});
