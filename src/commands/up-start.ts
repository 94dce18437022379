import type { ComposeProgram } from '../adapters/compose-program.ts';
import { environment } from '../adapters/environment.ts';
import { runStep } from '../adapters/exec.ts';
import { dotenvText } from '../adapters/local-env.ts';
import { withTextFile } from '../adapters/scratch-file.ts';
import { upOnEngine } from '../adapters/up/engine-up.ts';
import { containerEngine, dialectOf, runsNone } from '../adapters/verify/container-engine.ts';
import type { Engine } from '../core/build/engine.ts';
import { UserError } from '../core/errors/user-error.ts';
import { basename, type RelPath } from '../core/model/paths.ts';
import { type Published, publishedPorts } from '../core/up/containers.ts';
import { readProject } from '../core/up/project.ts';
import { type Watched, watchOverlay } from '../core/up/watch.ts';
import { readEnvFile } from '../core/verify/env-file.ts';
import { compose, composeUp } from './compose-run.ts';
import { unwrap } from './survey.ts';

interface Run {
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/** The project's compose file. */
interface File {
  readonly name: RelPath;
  readonly text: string;
}

/** Starts everything with Compose and waits until it is well. */
export async function startWithCompose(
  root: string,
  program: ComposeProgram,
  isBuilt: boolean,
  files: readonly string[],
  run: Run,
): Promise<readonly Published[]> {
  await composeUp(program, root, [...files, 'up', '--detach', '--wait', isBuilt ? '--no-build' : '--build'], run);
  const { stdout } = await compose(program, root, ['ps', '--format', 'json'], { signal: run.signal });
  return publishedPorts(stdout);
}

/** The name of the project's folder, which Compose takes for the project's name too. */
function folderOf(root: string): string {
  return basename(root.replaceAll('\\', '/') as RelPath);
}

/** Starts everything on the engine itself. */
export async function startWithEngine(
  root: string,
  { name, text }: File,
  engine: Engine,
  run: Run,
): Promise<readonly Published[]> {
  const dialect = dialectOf(engine);
  if (dialect === undefined) {
    const hint = 'Install Podman or Docker.';
    throw new UserError([{ code: 'DRK3001', severity: 'error', detail: runsNone(engine), hint }]);
  }
  const dotenv = unwrap(readEnvFile('.env', dotenvText(root)));
  const lookup = (variable: string) => environment()[variable] ?? dotenv[variable];
  const project = unwrap(readProject(name, text, folderOf(root), lookup));
  return upOnEngine(containerEngine(dialect, runStep, run.signal), project, { root, ...run });
}

/**
 * Hands `work` the arguments that name the compose file together with what to watch: Compose takes a service whose
 * `develop` is new for another service, so that both `up` and `watch` get them. None for a file that says itself what
 * to watch.
 */
export function withWatchFiles<T>(
  root: string,
  { name, text, services }: File & { readonly services: readonly Watched[] },
  work: (files: readonly string[]) => Promise<T>,
): Promise<T> {
  if (/^\s+develop:/m.test(text)) return work([]);
  return withTextFile('watch.yaml', watchOverlay(services), (overlay) =>
    work(['--project-directory', root, '--file', name, '--file', overlay]),
  );
}

/** Stays and builds anew what changes, until it is interrupted; what runs goes on running. */
export async function follow(root: string, program: ComposeProgram, files: readonly string[], run: Run): Promise<void> {
  run.note('watching; Ctrl-C ends it, `derrick down` stops what runs');
  await compose(program, root, [...files, 'watch', '--no-up'], run);
}
