import type { Node } from '@babel/types';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { moduleAt } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { serverModules } from './shape.ts';
import { returnedBy } from './value-index.ts';
import { lineOf } from './walk.ts';
import { option } from './written-folders.ts';

/** The database that code tells its mapper or query builder to use. */
export interface Dialect {
  readonly kind: string;
  /** The word that says it. */
  readonly word: string;
  readonly file: RelPath;
  readonly line: number;
  /** The expression of the database's file, where the database is one. */
  readonly path: Place | undefined;
}

/** The words of TypeORM, Knex, Sequelize, MikroORM and Drizzle for the services behind them. */
const WORDS: Readonly<Record<string, string>> = {
  ...{ postgres: 'postgres', postgresql: 'postgres', pg: 'postgres', 'pg-native': 'postgres', cockroachdb: 'postgres' },
  ...{ mysql: 'mysql', mysql2: 'mysql', mariadb: 'mysql', 'aurora-mysql': 'mysql', 'aurora-postgres': 'postgres' },
  ...{ sqlite: 'sqlite', sqlite3: 'sqlite', 'better-sqlite3': 'sqlite', 'better-sqlite': 'sqlite', sqljs: 'sqlite' },
  ...{ mssql: 'mssql', tedious: 'mssql', oracle: 'oracle', oracledb: 'oracle', mongodb: 'mongodb', mongo: 'mongodb' },
  ...{ libsql: 'libsql', turso: 'libsql' },
};

/** Classes of Kysely and drivers of MikroORM, by name. Sources: https://kysely.dev/docs/dialects, https://mikro-orm.io/docs/usage-with-sql */
const CLASSES: Readonly<Record<string, string>> = {
  ...{ PostgresDialect: 'postgres', MysqlDialect: 'mysql', SqliteDialect: 'sqlite', MssqlDialect: 'mssql' },
  ...{ LibsqlDialect: 'libsql', BunSqliteDialect: 'sqlite' },
};

/** Calls that are given the settings of a database. */
const CALLS =
  /^(DataSource|createConnection|knex|Knex|Sequelize|MikroORM\.init|init|TypeOrmModule\.forRoot(Async)?|SequelizeModule\.forRoot(Async)?|MikroOrmModule\.forRoot(Async)?|KnexModule\.forRoot(Async)?)$/;

/** Files in which the same settings lie for a tool of the database. */
const FILES = ['knexfile', 'ormconfig', 'mikro-orm.config', 'src/mikro-orm.config', 'config/config', 'config/database'];

const KEYS = ['type', 'client', 'dialect'];
const PATHS = ['database', 'storage', 'dbName', 'filename'];

function dialectIn(scope: Scope, place: Place, depth = 4): Dialect | undefined {
  const target = follow(scope, place);
  const { module } = target;
  const node = bare(target.node);
  if (depth <= 0) return undefined;
  const result = returnedBy(node).at(-1);
  if (result !== undefined) return dialectIn(scope, { node: result, module }, depth - 1);
  if (node.type === 'CallExpression' && node.arguments[0] !== undefined) {
    return dialectIn(scope, { node: node.arguments[0], module }, depth - 1);
  }
  if (node.type !== 'ObjectExpression') return undefined;
  const object = { node, module };
  for (const key of KEYS) {
    const value = property(scope, object, key);
    const word = value && stringIn(value.node);
    const kind = word !== undefined && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (value === undefined || word === undefined || kind === undefined) continue;
    const connection = property(scope, object, 'connection');
    const holder = connection?.node.type === 'ObjectExpression' ? connection : object;
    const path = PATHS.map((name) => option(scope, holder, name)).find((one) => one !== undefined);
    return { kind, word, file: value.module.path, line: lineOf(value.node), path };
  }
  for (const key of ['production', 'useFactory']) {
    const inner = property(scope, object, key);
    const found = inner && dialectIn(scope, inner, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inCall(
  scope: Scope,
  module: ModuleIndex,
  name: string | undefined,
  args: readonly Node[],
): Dialect | undefined {
  if (name === undefined) return undefined;
  const last = name.split('.').at(-1) ?? '';
  if (!CALLS.test(name) && !CALLS.test(last)) return undefined;
  const driver = /^@mikro-orm\/([\w-]+)$/.exec(module.imported.get(name.split('.')[0] ?? '')?.source ?? '')?.[1] ?? '';
  const driven = Object.hasOwn(WORDS, driver) ? WORDS[driver] : undefined;
  for (const argument of args) {
    const found = dialectIn(scope, { node: argument, module });
    if (found !== undefined) return found;
    if (driven !== undefined) {
      const path = property(scope, follow(scope, { node: argument, module }), 'dbName');
      return { kind: driven, word: driver, file: module.path, line: lineOf(argument), path };
    }
    // An address says it too: new Sequelize('postgres://…').
    const scheme = /^(\w+):/.exec(stringIn(argument) ?? '')?.[1] ?? '';
    const kind = Object.hasOwn(WORDS, scheme) ? WORDS[scheme] : undefined;
    if (kind !== undefined) return { kind, word: scheme, file: module.path, line: lineOf(argument), path: undefined };
  }
  return undefined;
}

/** What the running code, or the configuration file of a database tool, says of the database. */
export function dialects(scope: Scope): readonly Dialect[] {
  const found: Dialect[] = [];
  for (const module of serverModules(scope)) {
    for (const { node, name, line } of module.calls) {
      const told = inCall(scope, module, name, node.arguments);
      if (told !== undefined) found.push(told);
      const kind = name !== undefined && Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
      if (kind !== undefined && name !== undefined) {
        found.push({ kind, word: name, file: module.path, line, path: undefined });
      }
    }
  }
  if (found.length > 0) return found;
  for (const stem of FILES) {
    for (const extension of ['js', 'ts', 'cjs', 'mjs']) {
      const module = moduleAt(scope, scope.at(`${stem}.${extension}`));
      const node = module?.exports.get('default');
      const told = module && node && dialectIn(scope, { node, module });
      if (told !== undefined) return [told];
    }
  }
  return found;
}
