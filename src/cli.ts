import { Command, CommanderError, Option } from 'commander';
import type { ExitCode } from './core/errors/catalog.ts';
import { VERSION } from './version.generated.ts';

/** Ends the process's work with an exit code; the one place that sets it. */
function finish(code: ExitCode): void {
  process.exitCode = code;
}

async function guarded(
  work: () => Promise<ExitCode>,
  options: { readonly debug?: boolean; readonly json?: boolean },
): Promise<void> {
  try {
    finish(await work());
  } catch (error) {
    const { reportError } = await import('./adapters/report-error.ts');
    finish(reportError(error, options));
  }
}

function list(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...value.split(',').filter((one) => one !== '')];
}

function repeat(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function command(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('-q, --quiet', 'say only errors and results')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .option('--debug', 'show stack traces');
}

/** What `--engine` takes; a test holds it to the engines that there are. */
const ENGINES = ['auto', 'docker', 'podman', 'buildah', 'nerdctl', 'buildctl'];
const SET = ['--set <component.option=value>', 'state a fact or an option; repeatable', repeat] as const;
const JSON_FLAG = ['--json', 'one JSON document on stdout'] as const;
const STRICT = ['--strict', 'contested evidence is an error (exit 3)'] as const;

/** The whole command line; each action loads its own command. */
function program(): Command {
  const root = new Command('derrick')
    .description('Turns a source tree into a container that runs: Dockerfile, Kubernetes manifests, Jenkinsfile.')
    .version(VERSION, '-V, --version')
    .showSuggestionAfterError()
    .exitOverride();

  command(root, 'init [path]', 'detect, ask what is open, and write the files')
    .option('-y, --yes', 'ask nothing')
    .option('--dry-run', 'show what would be written, write nothing')
    .option('--diff', 'show the changes as a unified diff')
    .option('--plan', 'print the render plan as JSON, write nothing')
    .option('--only <outputs>', 'only these outputs: image,kubernetes,jenkins', list)
    .option('--with <outputs>', 'these outputs too', list)
    .option('--without <outputs>', 'not these outputs', list)
    .option('--component <name>', 'only this component; repeatable', repeat)
    .option('--rigging <id>', 'only this rigging; repeatable', repeat)
    .option(...SET)
    .option('--accept <suggestion>', 'improve a file of your own as suggested; repeatable', repeat)
    .option(...STRICT)
    .addOption(
      new Option('--on-conflict <policy>', 'what to do with files that were edited by hand').choices([
        'ask',
        'merge',
        'keep',
        'overwrite',
        'beside',
        'fail',
      ]),
    )
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/init.ts')).initCommand(path, options), options),
    );

  command(root, 'detect [path]', 'only look, and show the evidence')
    .option('--explain [field]', 'for each value the file and line it came from, and what lost against it')
    .option(...SET)
    .option(...STRICT)
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/detect.ts')).detectCommand(path, options), options),
    );

  command(root, 'build [path]', 'build the image of each component')
    .option('-t, --tag <reference>', 'name and tag; repeatable (default: NAME:GITSHA and NAME:latest)', repeat)
    .option('--push', 'push the tags')
    .option('--platform <platforms>', 'linux/amd64,linux/arm64', list)
    .addOption(new Option('--engine <engine>', 'what builds').choices(ENGINES).default('auto'))
    .option('--builder <name>', 'a buildx builder')
    .option('--secret <id=,src=>', 'a secret of the build; repeatable', repeat)
    .option('--build-arg <name=value>', 'repeatable', repeat)
    .option('--cache-from <reference>', 'repeatable', repeat)
    .option('--cache-to <reference>', 'repeatable', repeat)
    .option('--no-cache', 'build every layer anew')
    .option('--sbom', 'attach a bill of materials')
    .option('--provenance', 'attach provenance')
    .option('--metadata-file <path>', 'write tags and digests there')
    .option('--component <name>', 'only this component; repeatable', repeat)
    .option('--dry-run', 'print the commands, run nothing')
    .option(...SET)
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/build.ts')).buildCommand(path, options), options),
    );

  command(root, 'verify [path]', 'build the image, run it as Kubernetes would, and check that it holds')
    .option('--image <reference>', 'check this image, build none')
    .option('--static', 'check the files only, run nothing')
    .option('--env <name=value>', 'a variable of the container; repeatable', repeat)
    .option('--env-file <path>', 'variables from a file; repeatable', repeat)
    .option('--timeout <seconds>', 'how long it may take to start (default: what the probes allow)')
    .addOption(new Option('--engine <engine>', 'what builds and runs').choices(ENGINES).default('auto'))
    .option('--builder <name>', 'a buildx builder')
    .option('--secret <id=,src=>', 'a secret of the build; repeatable', repeat)
    .option('--build-arg <name=value>', 'repeatable', repeat)
    .option('--component <name>', 'only this component; repeatable', repeat)
    .option('--clean', 'only remove what an earlier run left that was killed')
    .option(...SET)
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/verify.ts')).verifyCommand(path, options), options),
    );

  command(root, 'check [path]', 'exit 8 where the files no longer follow from the source tree and derrick.yaml')
    .option('--policy <file>', 'rules of your own that the files must meet, see docs/reference/policy.md')
    .option(...SET)
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/check.ts')).checkCommand(path, options), options),
    );

  command(root, 'up [path]', 'build and run everything on this machine, and print where it can be reached')
    .addOption(new Option('--engine <engine>', 'what builds and runs').choices(ENGINES).default('auto'))
    .option('--watch', 'stay, and build anew what changes (needs Compose)')
    .option(...SET)
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/up.ts')).upCommand(path, options), options),
    );

  command(root, 'down [path]', 'stop and remove what `derrick up` started; data stays')
    .addOption(new Option('--engine <engine>', 'what it runs on').choices(ENGINES).default('auto'))
    .option('--volumes', 'remove the data of backing services too')
    .option(...JSON_FLAG)
    .action((path, options) =>
      guarded(async () => (await import('./commands/down.ts')).downCommand(path, options), options),
    );

  command(root, 'list [what]', 'riggings with their options; `list detectors`')
    .option(...JSON_FLAG)
    .action((what, options) =>
      guarded(async () => (await import('./commands/list.ts')).listCommand(what, options), options),
    );

  command(root, 'explain <code-or-field> [path]', 'what an error code means; why a value was chosen')
    .option(...JSON_FLAG)
    .action((subject, path, options) =>
      guarded(async () => (await import('./commands/explain.ts')).explainCommand(subject, path, options), options),
    );

  command(root, 'completion <shell>', 'shell completion: bash, zsh or fish').action((shell, options) =>
    guarded(async () => (await import('./commands/completion.ts')).completionCommand(shell, root), options),
  );
  return root;
}

/** Runs derrick with the arguments of a process; its exit code is the process's. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough (`derrick detect | head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    await program().parseAsync(argv);
  } catch (error) {
    // Commander has said what is wrong; help and version end this way too.
    if (!(error instanceof CommanderError)) throw error;
    finish(error.exitCode === 0 ? 0 : 2);
  }
}
