import type { Command } from '../../core/model/facts.ts';
import { dirname, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { dotted, propertyOf, stringIn } from './expressions.ts';
import { perComponent } from './memo.ts';
import { moduleAt, reachableModules } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { type NodeProject, nodeProject } from './node-project.ts';
import { namedPath } from './path-expression.ts';
import { prismaSchema } from './prisma-schema.ts';
import { scriptContext } from './script-context.ts';
import { programUse } from './script-flags.ts';
import { scriptsRunBy } from './script-graph.ts';
import { CLIENTS } from './service-clients.ts';
import { serverModules } from './shape.ts';
import { startPlan } from './start-plan.ts';
import { programArgv } from './start-tools.ts';
import { TOOL_SETTINGS } from './tool-settings.ts';
import { unwrapScript } from './unwrap-script.ts';
import { walk } from './walk.ts';

/** A program that brings a database to the state that the code expects. Sources: the tools' own documentation. */
interface MigrationTool {
  readonly program: string;
  readonly package: string;
  /** The arguments with which it applies what is pending. */
  readonly applies: RegExp;
}

const TOOLS: readonly MigrationTool[] = [
  { program: 'prisma', package: 'prisma', applies: /^(migrate deploy|db push)\b/ },
  { program: 'knex', package: 'knex', applies: /\bmigrate:(latest|up)\b/ },
  { program: 'sequelize', package: 'sequelize-cli', applies: /^db:migrate(\s|$)/ },
  { program: 'sequelize-cli', package: 'sequelize-cli', applies: /^db:migrate(\s|$)/ },
  { program: 'typeorm', package: 'typeorm', applies: /\bmigration:run\b/ },
  { program: 'drizzle-kit', package: 'drizzle-kit', applies: /^(migrate|push)\b/ },
  { program: 'mikro-orm', package: '@mikro-orm/cli', applies: /^migration:up\b/ },
  { program: 'node-pg-migrate', package: 'node-pg-migrate', applies: /\bup\b/ },
  { program: 'db-migrate', package: 'db-migrate', applies: /^up\b/ },
  { program: 'migrate-mongo', package: 'migrate-mongo', applies: /^up\b/ },
  { program: 'graphile-migrate', package: 'graphile-migrate', applies: /^migrate\b/ },
  { program: 'knex-migrator', package: 'knex-migrator', applies: /^(init|migrate)\b/ },
];

/** Names of scripts that apply migrations, the parts in any of the usual orders. */
const NAMED =
  /^(?:(?:db|database|prisma|knex|typeorm|sequelize|drizzle|schema)[:-])?(?:migrate|migration|migrations|deploy)(?:[:-](?:run|up|latest|deploy|prod|production))*$/;

/** How migrations are applied, and what shows it. */
export interface Migration {
  readonly command: Command;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: 'manifest' | 'convention';
  readonly because: string;
  /** Further files of the image that it reads, relative to the component. */
  readonly files: readonly string[];
}

/** True where the database can only be a file, which a process beside the application does not reach. */
export function isFileDatabase(scope: Scope): boolean {
  const provider = prismaSchema(scope)?.provider?.value;
  if (provider !== undefined) return provider === 'sqlite';
  const dependencies = nodeProject(scope)?.manifest.dependencies ?? new Map<string, string>();
  const uses = (kind: string): boolean => CLIENTS[kind]?.some((name) => dependencies.has(name)) === true;
  return uses('sqlite') && !['postgres', 'mysql', 'mssql', 'mongodb', 'oracle'].some(uses);
}

function appliedBy(text: string): MigrationTool | undefined {
  return TOOLS.find(({ program, applies }) => {
    const use = programUse(text, program);
    return use !== undefined && applies.test(use.args.join(' '));
  });
}

/** True when the code applies migrations itself, each time that it starts. */
function migratesItself(modules: readonly ModuleIndex[]): boolean {
  return modules.some(({ calls, imported }) =>
    calls.some(({ name, method, node }) => {
      if (name?.endsWith('migrate.latest') === true || method === 'runMigrations') return true;
      if (/migrator$|^(umzug|node-pg-migrate|postgres-migrations)$/.test(imported.get(name ?? '')?.source ?? ''))
        return true;
      const [options] = node.arguments;
      const own = options?.type === 'ObjectExpression' ? propertyOf(options, 'migrationsRun') : undefined;
      return own?.type === 'BooleanLiteral' && own.value;
    }),
  );
}

/** True when starting the application applies migrations already. */
function isAppliedAtStart(scope: Scope, { manifest }: NodeProject): boolean {
  const { process } = startPlan(scope);
  const texts = [...scriptsRunBy(manifest.scripts, process?.script ?? '')].map(
    (name) => manifest.scripts.get(name) ?? '',
  );
  return texts.some((text) => appliedBy(text) !== undefined) || migratesItself(serverModules(scope));
}

/** Files and folders that a tool's settings name or load, with the settings themselves. */
function settingsFiles(scope: Scope, name: string): readonly string[] {
  const file = scope.at(name);
  const module = scope.project.has(file) ? moduleAt(scope, file) : undefined;
  if (module === undefined) return scope.project.has(file) ? [name] : [];
  const found = new Set([name, ...reachableModules(scope, [file]).map(({ path }) => relativeTo(path, scope.dir))]);
  walk(module.tree.ast.program, (node, parent) => {
    const isPart = parent?.type === 'CallExpression' && /(^|\.)(join|resolve)$/.test(dotted(parent.callee) ?? '');
    const text = isPart ? undefined : stringIn(node);
    const named = node.type === 'CallExpression' ? namedPath(scope, { node, module }) : undefined;
    const path =
      named?.inProject ??
      (text === undefined || !/^[\w./-]+$/.test(text) ? undefined : scope.at(text.replace(/^\.\//, '')));
    const below = path === undefined ? '..' : relativeTo(path, scope.dir);
    if (
      below !== '.' &&
      !below.startsWith('..') &&
      path !== undefined &&
      (scope.project.hasFolder(path) || scope.project.has(path))
    )
      found.add(below);
  });
  const all = [...found].filter((path) => !path.startsWith('..'));
  return all.filter((path) => !all.some((other) => path.startsWith(`${other}/`)));
}

function filesOf(scope: Scope, tool: MigrationTool | undefined): readonly string[] {
  return (TOOL_SETTINGS[tool?.package ?? ''] ?? []).flatMap((name) => settingsFiles(scope, name));
}

/** Folders of the component that the arguments name: `node-pg-migrate up -m sql`, `--dir=sql`. */
function namedFolders(scope: Scope, args: readonly string[]): readonly string[] {
  const words = args.map((word) => word.replace(/^--?[\w-]+=/, '').replace(/^(\.\/)+|\/+$/g, ''));
  return words.filter(
    (word) => /^\w/.test(word) && !/(^|\/)\.\.(\/|$)/.test(word) && scope.project.hasFolder(scope.at(word)),
  );
}

function byScript(scope: Scope, { manifest, path }: NodeProject): Migration | undefined {
  const names = [...manifest.scripts.keys()].filter((name) => NAMED.test(name));
  const isForProduction = (name: string): boolean => /prod|deploy/.test(name);
  for (const name of [...names.filter(isForProduction), ...names.filter((one) => !isForProduction(one))]) {
    const text = manifest.scripts.get(name) ?? '';
    const tool = appliedBy(text);
    const run = unwrapScript(text, scriptContext(scope));
    const runs = run.kind === 'process' ? run : undefined;
    const isOwn =
      runs !== undefined && runs.entry !== null && runs.program === null && /migrat/.test(`${name} ${runs.entry}`);
    if (tool === undefined && !isOwn) continue;
    const needed = [tool?.package, runs?.runner].filter((one) => typeof one === 'string');
    if (needed.some((one) => !manifest.dependencies.has(one))) continue;
    const alone = tool === undefined || /&&|\|\||;/.test(text) ? undefined : programUse(text, tool.program);
    const command = alone !== undefined && tool !== undefined ? programArgv(tool.program, alone.args) : runs?.command;
    if (command === undefined) continue;
    const line = manifest.lineOf('scripts', name);
    const because = `the ${name} script prepares the database`;
    const files = [...new Set([...filesOf(scope, tool), ...namedFolders(scope, alone?.args ?? [])])];
    return { command, file: path, line, confidence: 'manifest', because, files };
  }
  return undefined;
}

/** Migrations that lie where a tool has them, and the tool among the dependencies. */
function byFolder(scope: Scope, { manifest, path }: NodeProject): Migration | undefined {
  const row = (program: string, args: readonly string[], first: RelPath | undefined): Migration | undefined => {
    const tool = TOOLS.find((one) => one.program === program);
    if (first === undefined || tool === undefined || !manifest.dependencies.has(tool.package)) return undefined;
    const because = `there are migrations of ${program}, which run once for each release`;
    const command = programArgv(program, args);
    return { command, file: first ?? path, line: null, confidence: 'convention', because, files: filesOf(scope, tool) };
  };
  const settings = TOOL_SETTINGS.knex?.find((name) => scope.project.has(scope.at(name)));
  const migrations = scope.tree.files.find((file) =>
    /(^|\/)migrations\/[^/]+\.[cm]?js$/.test(relativeTo(file, scope.dir)),
  );
  return (
    row('prisma', ['migrate', 'deploy'], prismaMigrations(scope)) ??
    row(
      'knex',
      ['migrate:latest'],
      settings === undefined || migrations === undefined ? undefined : scope.at(settings),
    ) ??
    row('sequelize', ['db:migrate'], scope.project.has(scope.at('.sequelizerc')) ? migrations : undefined)
  );
}

/** The first migration of Prisma beside the schema of the component. */
export function prismaMigrations(scope: Scope): RelPath | undefined {
  const schema = prismaSchema(scope)?.file;
  const folder = schema === undefined ? undefined : `${dirname(schema)}/migrations/`.replace(/^\.\//, '');
  return folder === undefined
    ? undefined
    : scope.tree.files.find((file) => file.startsWith(folder) && file.endsWith('.sql'));
}

/** How a release prepares the database, where neither the code nor the start script does; `undefined` where nothing tells. */
export const migrationOf = perComponent((scope: Scope): Migration | undefined => {
  const project = nodeProject(scope);
  if (project === undefined || isAppliedAtStart(scope, project)) return undefined;
  return byScript(scope, project) ?? byFolder(scope, project);
});

/** The settings that applying migrations loads: the process of a release reads the environment through them. */
export function migrationSettings(scope: Scope): readonly RelPath[] {
  const paths = migrationOf(scope)?.files.map((path) => scope.at(path)) ?? [];
  return paths.filter((path) => scope.project.has(path) && !path.endsWith('.json'));
}
