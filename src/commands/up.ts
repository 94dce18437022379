import { findCompose } from '../adapters/compose-program.ts';
import { buildImages } from '../adapters/engines/build-images.ts';
import { chooseEngine } from '../adapters/engines/choose.ts';
import { localHost } from '../adapters/engines/probe.ts';
import { environment, ttyForProgress } from '../adapters/environment.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { addPasswords, dotenvText } from '../adapters/local-env.ts';
import { createTerminal, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import type { EngineWish } from '../core/build/engine.ts';
import { NO_OPTIONS } from '../core/build/request.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type ComposeFile, readComposeFile } from '../core/up/compose-file.ts';
import { publishedPorts } from '../core/up/containers.ts';
import { lackingVariables, unknownVariables } from '../core/up/variables.ts';
import { readEnvFile } from '../core/verify/env-file.ts';
import { buildRequests, factsOf } from './build-requests.ts';
import { composeFileOf } from './compose-file.ts';
import { compose } from './compose-run.ts';
import { type Survey, survey, unwrap } from './survey.ts';

/** Flags of `derrick up`. */
export interface UpOptions extends OutputOptions {
  readonly engine: EngineWish;
  readonly watch?: boolean;
  readonly set?: readonly string[];
}

/** Fills `.env`: passwords of backing services are made up once, anything else must be said. */
function settleVariables(root: string, file: ComposeFile, terminal: Terminal): void {
  const dotenv = unwrap(readEnvFile('.env', dotenvText(root)));
  const lacking = lackingVariables(file, dotenv, environment());
  if (lacking.unknown.length > 0) throw new UserError([unknownVariables(lacking.unknown)]);
  if (lacking.passwords.length === 0) return;
  addPasswords(root, lacking.passwords);
  terminal.note(`made up ${lacking.passwords.join(', ')} in .env, which version control ignores`);
}

/** Builds the images that the compose file names with derrick's own engine; false where Compose must build some itself. */
async function build(
  found: Survey,
  file: ComposeFile,
  options: UpOptions,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<boolean> {
  const images = new Set(file.services.filter(({ isBuilt }) => isBuilt).map(({ image }) => image));
  const tagged = found.detection.model.components.flatMap((component) => {
    const { image, tag } = factsOf(found, component);
    return images.has(`${image}:${tag}`) ? [{ component, tag: `${image}:${tag}` }] : [];
  });
  const requests = await buildRequests(
    found,
    tagged.map(({ component }) => component),
    NO_OPTIONS,
  );
  const wanted = requests.map((request, index) => ({
    ...request,
    options: { ...request.options, tags: [tagged[index]?.tag ?? ''] },
  }));
  if (wanted.length === 0) return false;
  const { engine, because } = await chooseEngine(options.engine, localHost({ signal }));
  terminal.note(because);
  await buildImages(wanted, {
    engine,
    terminal: options.quiet !== true && ttyForProgress(),
    onLine: terminal.note,
    signal,
  });
  return wanted.length === images.size;
}

/** Builds and runs the components and their backing services; prints where they can be reached. */
export async function upCommand(path: string | undefined, options: UpOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const found = await survey(path, options.set);
  const refused = exitCodeOf(found.detection.diagnostics);
  if (refused !== 0) {
    terminal.diagnostics(found.detection.diagnostics);
    return refused;
  }
  const { path: name, text } = await composeFileOf(found.root, path);
  const file = unwrap(readComposeFile(name, text));
  settleVariables(found.root, file, terminal);
  const program = await findCompose();
  return withInterrupt<ExitCode>(async (signal) => {
    const isBuilt = await build(found, file, options, signal, terminal);
    const start = options.watch === true ? ['up', '--watch'] : ['up', '--detach', '--wait'];
    await compose(program, found.root, [...start, isBuilt ? '--no-build' : '--build'], { signal, note: terminal.note });
    const { stdout } = await compose(program, found.root, ['ps', '--format', 'json'], { signal });
    const published = publishedPorts(stdout);
    if (options.json === true)
      terminal.json({
        schemaVersion: 1,
        services: published.map((one) => ({ ...one, url: `http://127.0.0.1:${one.port}` })),
        diagnostics: [],
      });
    else for (const { service, port } of published) terminal.print(`${service.padEnd(24)} http://127.0.0.1:${port}`);
    return 0;
  });
}
