import { type ComposeProgram, findCompose } from '../adapters/compose-program.ts';
import { buildImages } from '../adapters/engines/build-images.ts';
import { chooseEngine } from '../adapters/engines/choose.ts';
import { localHost } from '../adapters/engines/probe.ts';
import { environment, ttyForProgress } from '../adapters/environment.ts';
import { withInterrupt } from '../adapters/interrupt.ts';
import { addPasswords, dotenvText } from '../adapters/local-env.ts';
import { createTerminal, type OutputOptions, type Terminal } from '../adapters/terminal.ts';
import type { Engine, EngineWish } from '../core/build/engine.ts';
import { NO_OPTIONS } from '../core/build/request.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type ComposeFile, readComposeFile } from '../core/up/compose-file.ts';
import type { Published } from '../core/up/containers.ts';
import { lackingVariables, unknownVariables } from '../core/up/variables.ts';
import type { Watched } from '../core/up/watch.ts';
import { readEnvFile } from '../core/verify/env-file.ts';
import { buildRequests, factsOf } from './build-requests.ts';
import { composeFileOf } from './compose-file.ts';
import { type Survey, survey, unwrap } from './survey.ts';
import { follow, startWithCompose, startWithEngine, withWatchFiles } from './up-start.ts';

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

/** What derrick has built of a compose file's services. */
interface BuiltServices {
  /** False where Compose must build some itself. */
  readonly isComplete: boolean;
  readonly services: readonly Watched[];
}

/** Builds the images that the compose file names, on the chosen engine. */
async function build(
  found: Survey,
  file: ComposeFile,
  engine: Engine,
  terminal: Terminal,
  run: { readonly signal: AbortSignal; readonly quiet: boolean },
): Promise<BuiltServices> {
  const built = file.services.filter(({ isBuilt }) => isBuilt);
  const tagged = found.detection.model.components.flatMap((component) => {
    const { image, tag } = factsOf(found, component);
    return built.some((service) => service.image === `${image}:${tag}`) ? [{ component, tag: `${image}:${tag}` }] : [];
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
  if (wanted.length > 0) {
    const progress = !run.quiet && ttyForProgress();
    await buildImages(wanted, { engine, terminal: progress, onLine: terminal.note, signal: run.signal });
  }
  const services = built.flatMap(({ name, image }) => {
    const own = tagged.find(({ tag }) => tag === image);
    return own === undefined ? [] : [{ service: name, dir: own.component.dir }];
  });
  return { isComplete: services.length === built.length, services };
}

function report(published: readonly Published[], options: UpOptions, terminal: Terminal): void {
  const services = published.map((one) => ({ ...one, url: `http://127.0.0.1:${one.port}` }));
  if (options.json === true) terminal.json({ schemaVersion: 1, services, diagnostics: [] });
  else for (const { service, url } of services) terminal.print(`${service.padEnd(24)} ${url}`);
}

function demandCompose(compose: ComposeProgram | undefined, engine: Engine, why: string): ComposeProgram {
  if (compose !== undefined) return compose;
  const detail = `${why}, and no Compose of ${engine.name} answers`;
  const hint = 'Install it: `apt-get install docker-compose-plugin`; see https://docs.docker.com/compose/install/.';
  throw new UserError([{ code: 'DRK3001', severity: 'error', detail, hint }]);
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
  return withInterrupt<ExitCode>(async (signal) => {
    const { engine, because } = await chooseEngine(options.engine, localHost({ signal }));
    const compose = await findCompose(engine.name, localHost({ signal }));
    if (options.watch === true) demandCompose(compose, engine, '--watch needs Compose');
    terminal.note(`${because}, ${compose === undefined ? 'without Compose' : `Compose ${compose.version}`}`);
    const { path: name, text } = await composeFileOf(found.root, path);
    const file = unwrap(readComposeFile(name, text));
    settleVariables(found.root, file, terminal);
    const run = { signal, note: terminal.note };
    const { isComplete, services } = await build(found, file, engine, terminal, {
      signal,
      quiet: options.quiet === true,
    });
    if (!isComplete) demandCompose(compose, engine, `${name} builds more than derrick's own components`);
    if (compose === undefined) {
      report(await startWithEngine(found.root, { name, text }, engine, run), options, terminal);
    } else if (options.watch === true) {
      await withWatchFiles(found.root, { name, text, services }, async (files) => {
        report(await startWithCompose(found.root, compose, isComplete, files, run), options, terminal);
        await follow(found.root, compose, files, run);
      });
    } else report(await startWithCompose(found.root, compose, isComplete, [], run), options, terminal);
    return 0;
  });
}
