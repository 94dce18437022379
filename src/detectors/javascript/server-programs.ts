/** An installed program that serves what it is pointed at, so that no call of the project's own code opens the port. */
export interface ServerProgram {
  readonly title: string;
  /** The port that it opens by itself; absent where something else says it. */
  readonly port?: number;
  readonly portVariable?: string;
  readonly bindEnv?: Readonly<Record<string, string>>;
  /** The path that it answers when it is well. */
  readonly health?: string;
  readonly handlesSigterm?: boolean;
  /** A package without which it opens no port. */
  readonly needs?: string;
}

/** Each read in the program's own source. The command line of Fastify has a detector of its own. */
export const SERVER_PROGRAMS: Readonly<Record<string, ServerProgram>> = {
  fastify: { title: 'Fastify' },
  srvx: { title: 'srvx', port: 3000, portVariable: 'PORT' },
  'json-server': { title: 'JSON Server', port: 3000 },
  // lib/server/handlers/ping.js
  probot: { title: 'Probot', port: 3000, portVariable: 'PORT', health: '/ping' },
  'parse-server': { title: 'Parse Server', port: 1337, portVariable: 'PORT', handlesSigterm: true },
  'functions-framework': { title: 'the Functions Framework', port: 8080, portVariable: 'PORT' },
  // src/runner.js; the gateway's service says the port
  'moleculer-runner': { title: 'Moleculer', handlesSigterm: true, needs: 'moleculer-web' },
};

/** The server that a program is, given the packages of the component. */
export function serverProgram(
  name: string | null | undefined,
  dependencies: ReadonlyMap<string, string> | undefined,
): ServerProgram | undefined {
  const found = typeof name === 'string' && Object.hasOwn(SERVER_PROGRAMS, name) ? SERVER_PROGRAMS[name] : undefined;
  return found?.needs === undefined || dependencies?.has(found.needs) === true ? found : undefined;
}
