import type { Command } from '../../core/model/facts.ts';
import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import type { RedwoodProject } from '../node/redwood-project.ts';
import { frameworkOf } from './framework-of.ts';
import { prismaSchema } from './prisma-schema.ts';

/** Where the packages of RedwoodJS and of its fork are, by the framework's id. */
export const VENDORS: Readonly<Record<string, string>> = { redwood: '@redwoodjs', cedar: '@cedarjs' };

function script(scope: Scope, stem: string): RelPath | undefined {
  return ['ts', 'js', 'mts', 'mjs'].map((end) => scope.at(`${stem}.${end}`)).find((path) => scope.project.has(path));
}

/** The server file of the api side, which takes the place of the vendor's own server for that side. */
export function serverFile(scope: Scope): RelPath | undefined {
  return script(scope, 'api/src/server');
}

/** The GraphQL function, whose server answers health checks below its path. */
export function graphqlFile(scope: Scope): RelPath | undefined {
  return script(scope, 'api/src/functions/graphql') ?? script(scope, 'api/src/functions/graphql/graphql');
}

/** The path that the web side's server hands on to the api side; `undefined` where the settings name another host. */
export function apiPath({ settings }: RedwoodProject): string | undefined {
  const told = settings?.get('web', 'apiUrl');
  const path = typeof told === 'string' ? told : '/.redwood/functions';
  return /^\/[\w./-]*$/.test(path) ? path.replace(/\/+$/, '') : undefined;
}

/** A port of the settings: a number, or `${VARIABLE:8910}`, which the vendor's tool fills in. */
export function portIn(told: unknown): { readonly port: number | null; readonly variable: string | null } {
  if (typeof told === 'number') return { port: told, variable: null };
  const match = /^(?:\$\{([A-Za-z_]\w*):?)?(\d{1,5})?\}?$/.exec(typeof told === 'string' ? told : '');
  return { port: match?.[2] === undefined ? null : Number(match[2]), variable: match?.[1] ?? null };
}

/**
 * What serves both sides: one process with two servers, of which that of the web side hands the functions' path on to the
 * other (bothCLIConfigHandler.js of the api-server package). It does not know a server file; that one is loaded into the
 * process of the web side's server, where the vendor's command line would start a second one.
 */
export function startCommand(scope: Scope, vendor: string, apiPort: number): Command {
  const bin = (name: string) => `node_modules/${vendor}/${name}/dist/bin.js`;
  if (serverFile(scope) === undefined) return ['node', bin('api-server')];
  const target = `http://127.0.0.1:${apiPort}`;
  return ['node', '--import', './api/dist/server.js', bin('web-server'), '--api-proxy-target', target];
}

/** How a release brings the database to the state of its migrations; `undefined` without any. */
export function migration(scope: Scope): Command | undefined {
  if (!scope.project.hasFolder(scope.at('api/db/migrations'))) return undefined;
  const config = ['cjs', 'js', 'mjs', 'ts'].find((end) => scope.project.has(scope.at(`api/prisma.config.${end}`)));
  const where =
    config === undefined ? ['--schema', 'api/db/schema.prisma'] : ['--config', `api/prisma.config.${config}`];
  return ['node', 'node_modules/prisma/build/index.js', 'migrate', 'deploy', ...where];
}

/** True when an installation for production brings the servers: the api side depends on them itself. */
export function installsServers(scope: Scope, vendor: string): boolean {
  return readPackageJson(scope, join(scope.dir, 'api/package.json'))?.dependencies.has(`${vendor}/api-server`) === true;
}

/** The folder of generated types: the servers make it where it is missing, which a root that is read-only forbids. */
function generatedFolder(scope: Scope): string {
  const there = ['.cedar', '.redwood'].find((name) => scope.project.hasFolder(scope.at(name)));
  return frameworkOf(scope)?.framework.id === 'cedar' ? (there ?? '.cedar') : '.redwood';
}

/** What the build writes and both servers read. */
export function filesOf(scope: Scope, { sides, file }: RedwoodProject): readonly string[] {
  const there = ['api/db', 'api/prisma.config.cjs', 'api/prisma.config.ts', 'graphql.config.js'];
  const own = there.filter((path) => scope.project.has(scope.at(path)) || scope.project.hasFolder(scope.at(path)));
  // The client that the build generates lies among the packages, which come from the stage that only installs.
  const client = prismaSchema(scope) === undefined ? [] : ['node_modules/.prisma'];
  const built = sides.map((side) => `${side.slice(scope.dir === '.' ? 0 : scope.dir.length + 1)}/dist`);
  const name = file.slice(file.lastIndexOf('/') + 1);
  return ['package.json', name, ...built, ...own, ...client, generatedFolder(scope)];
}
