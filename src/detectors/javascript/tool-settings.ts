import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';

/** Settings of programs that prepare the database, which the image's processes call. Sources: their documentation. */
const TOOL_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  'sequelize-cli': ['.sequelizerc'],
  knex: ['knexfile.js', 'knexfile.cjs', 'knexfile.mjs'],
  'db-migrate': ['database.json', '.db-migraterc'],
  'migrate-mongo': ['migrate-mongo-config.js'],
  'node-pg-migrate': ['.node-pg-migraterc'],
};

/** The settings files in the component's folder of tools that are installed at run time, relative to it. */
export function toolSettings(scope: Scope): readonly string[] {
  const { dependencies } = nodeProject(scope)?.manifest ?? {};
  const named = Object.entries(TOOL_SETTINGS).filter(([name]) => dependencies?.has(name) === true);
  return named.flatMap(([, files]) => files.filter((path) => scope.project.has(scope.at(path))));
}
