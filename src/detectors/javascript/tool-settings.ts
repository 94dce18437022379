import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';

const KNEX = ['knexfile.js', 'knexfile.cjs', 'knexfile.mjs'];

/** Settings of programs that prepare the database, by their packages, which the image's processes call. Sources: their documentation. */
export const TOOL_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'sequelize-cli': ['.sequelizerc'],
  knex: KNEX,
  'knex-migrator': KNEX,
  'db-migrate': ['database.json', '.db-migraterc'],
  'migrate-mongo': ['migrate-mongo-config.js', '.migrate-mongo.js'],
  'node-pg-migrate': ['.node-pg-migraterc'],
};

/** The settings files in the component's folder of tools that are installed at run time, relative to it. */
export function toolSettings(scope: Scope): readonly string[] {
  const { dependencies } = nodeProject(scope)?.manifest ?? {};
  const named = Object.entries(TOOL_SETTINGS).filter(([name]) => dependencies?.has(name) === true);
  const all = new Set(named.flatMap(([, files]) => files));
  return [...all].filter((path) => scope.project.has(scope.at(path)));
}
