import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type FoundFramework, frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent, runProgram } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { prismaSchema } from '../javascript/prisma-schema.ts';
import {
  apiPath,
  filesOf,
  graphqlFile,
  migration,
  portIn,
  serverFile,
  startCommand,
  VENDORS,
} from '../javascript/redwood-server.ts';
import { portClaims, publicVariables } from '../javascript/redwood-settings.ts';
import { REDWOOD_FILES, type RedwoodProject, redwoodProject } from '../node/redwood-project.ts';

type Told = Iterable<Claim<'application'>>;

function* claims(
  scope: Scope,
  known: KnownFacts,
  { framework, packageName }: FoundFramework,
  project: RedwoodProject,
): Told {
  const manifest = nodeProject(scope);
  if (manifest === undefined) return;
  const { title } = framework;
  const vendor = VENDORS[framework.id] ?? '@redwoodjs';
  const ground = {
    file: manifest.path,
    line: dependencyLine(manifest, packageName),
    confidence: 'convention',
  } as const;
  yield { field: 'app.kind', value: 'web', ...ground, because: `${title} serves a site and its functions` };
  yield {
    field: 'app.build',
    value: runProgram(known, 'rw', 'build'),
    ...ground,
    because: `the command of ${title} builds both sides`,
  };
  const apiPort = portIn(project.settings?.get('api', 'port')).port ?? 8911;
  const server = serverFile(scope);
  const start = startCommand(scope, vendor, apiPort);
  const because =
    server === undefined ? `the server of ${title} serves both sides` : 'the api side has a server file of its own';
  yield {
    field: 'app.start',
    value: start,
    ...ground,
    ...(server === undefined ? {} : { file: server, line: null }),
    because,
  };
  yield* portClaims(project);
  yield {
    field: 'app.files',
    value: filesOf(scope, project),
    ...ground,
    because: `the servers of ${title} read these`,
  };
  yield* publicVariables(project);
  const graphql = graphqlFile(scope);
  const path = apiPath(project);
  if (graphql !== undefined && path !== undefined) {
    const answers = 'the GraphQL server answers there, through the server of the web side';
    yield {
      field: 'app.health',
      value: `${path}/graphql/health`,
      file: graphql,
      line: null,
      confidence: 'convention',
      because: answers,
    };
  }
  const migrate = migration(scope);
  const file = prismaSchema(scope)?.file;
  if (migrate === undefined || file === undefined) return;
  const prepares = 'the api side has migrations of its database';
  yield {
    field: 'app.processes',
    value: [{ name: 'release', command: migrate }],
    file,
    line: null,
    confidence: 'convention',
    because: prepares,
  };
}

/** RedwoodJS, and CedarJS, which came from it: two sides in one workspace, served by one image. */
export const redwood = defineDetector({
  id: 'redwood',
  layer: 'application',
  title: 'RedwoodJS and CedarJS',
  docs: 'https://docs.redwoodjs.com/docs/cli-commands#serve',
  when: { anyFile: [...REDWOOD_FILES] },
  *detect(scope, known) {
    const found = frameworkOf(scope);
    const project = redwoodProject(scope);
    if (!isNodeComponent(scope, known) || found === undefined || project === undefined) return;
    if (Object.hasOwn(VENDORS, found.framework.id)) yield* claims(scope, known, found, project);
  },
});
