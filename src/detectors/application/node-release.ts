import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configText } from '../javascript/config-file.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isFileDatabase, migrationOf, prismaMigrations } from '../javascript/migrations.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';

/** Frameworks whose image holds no installed packages, or that prepare their database by a command of their own. */
const WITHOUT: ReadonlySet<string> = new Set([
  ...['nuxt', 'nitro', 'solidstart', 'tanstack-start', 'analog', 'angular', 'mastra', 'medusa', 'strapi', 'directus'],
  'adonisjs',
]);

/** Why the image cannot run the tool that applies the migrations of Prisma; `undefined` where it can, or need not. */
function missing(scope: Scope, isBundled: boolean): string | undefined {
  const manifest = nodeProject(scope)?.manifest;
  if (manifest?.dependencies.has('prisma') !== true) {
    const isThere = manifest?.devDependencies.has('prisma') === true;
    return isThere ? 'prisma is a dependency of development only, so that no image holds it' : undefined;
  }
  return isBundled ? 'the image of this build holds no installed packages' : undefined;
}

/** Migrations of the database: a process of its own, once before each release. */
export const nodeRelease = defineDetector({
  id: 'node-release',
  layer: 'application',
  title: 'Migrations of Node applications',
  docs: 'https://www.prisma.io/docs/orm/prisma-client/deployment/deploy-database-changes-with-prisma-migrate',
  when: NODE_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'> | Notice> {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const framework = frameworkOf(scope)?.framework;
    if (framework?.family === 'static') return;
    const standalone = configText(scope, configFile(scope, 'next.config'), 'output')?.value === 'standalone';
    const isBundled = (framework?.id === 'nextjs' && standalone) || WITHOUT.has(framework?.id ?? '');
    const found = migrationOf(scope);
    if (found !== undefined && isFileDatabase(scope)) {
      const { command, file, line } = found;
      const text = typeof command === 'string' ? command : command.join(' ');
      const detail = `nothing applies the migrations: ${text} has to run where the file of the database is, so that no Job can`;
      const hint = 'Let the start script apply them before it starts the server.';
      yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file, line }, hint } };
      return;
    }
    if (found !== undefined && !isBundled) {
      const { command, files, ...place } = found;
      yield { field: 'app.processes', value: [{ name: 'release', command }], ...place };
      if (files.length > 0) yield { field: 'app.files', value: files, ...place };
      return;
    }
    const migrations = prismaMigrations(scope);
    const reason = migrations === undefined ? undefined : missing(scope, isBundled);
    if (migrations === undefined || reason === undefined) return;
    const detail = `there are migrations of Prisma, and nothing applies them: ${reason}`;
    const hint = isBundled
      ? 'Run `prisma migrate deploy` in the pipeline before each rollout, from the sources.'
      : 'Make prisma a dependency, and derrick writes a Job that runs `prisma migrate deploy` before each rollout.';
    yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file: migrations, line: null }, hint } };
  },
});
