import type { Diagnostic } from '../errors/diagnostic.ts';
import type { ExecStep } from '../model/exec.ts';
import { basename, dirname } from '../model/paths.ts';
import { registryCache } from './limits.ts';
import type { BuildRequest } from './request.ts';
import { type ArgvInput, contextWord, labelsAndArgs, repeated, secretFlags } from './shared-flags.ts';

/** A cache as BuildKit itself spells it: a bare reference means one in a registry. */
function cacheWord(flag: string): string {
  return flag.includes('=') ? flag : `type=registry,ref=${registryCache(flag) ?? flag}`;
}

/**
 * A BuildKit of its own (`BUILDKIT_HOST`), which keeps no images: what it builds it pushes.
 * Source: https://github.com/moby/buildkit/blob/master/docs/reference/buildctl.md,
 * https://github.com/moby/buildkit/blob/master/frontend/dockerfile/docs/reference.md
 */
export function buildctlSteps(input: ArgvInput): readonly ExecStep[] {
  const { request, engine, tags, digestFile } = input;
  const { options } = request;
  const { labels, args } = labelsAndArgs(request);
  const folder = dirname(request.dockerfile);
  // The names are one field of a comma-separated list: a field with commas in it stands in quotes.
  const names = tags.length > 1 ? `"name=${tags.join(',')}"` : `name=${tags[0] ?? ''}`;
  return [
    {
      argv: [
        engine.program,
        'build',
        ...['--frontend', 'dockerfile.v0', '--local', `context=${contextWord(request)}`],
        ...['--local', `dockerfile=${folder === '.' ? '.' : `./${folder}`}`],
        ...['--opt', `filename=${basename(request.dockerfile)}`],
        ...labels.flatMap(([name, value]) => ['--opt', `label:${name}=${value}`]),
        ...args.flatMap(([name, value]) => ['--opt', `build-arg:${name}=${value}`]),
        ...(options.platforms.length > 0 ? ['--opt', `platform=${options.platforms.join(',')}`] : []),
        ...(options.noCache ? ['--no-cache'] : []),
        ...secretFlags(request),
        ...repeated('--import-cache', options.cacheFrom.map(cacheWord)),
        ...repeated('--export-cache', options.cacheTo.map(cacheWord)),
        ...(options.sbom ? ['--opt', 'attest:sbom='] : []),
        ...(options.provenance ? ['--opt', 'attest:provenance=mode=min'] : []),
        ...['--output', `type=image,${names},push=true`],
        ...(digestFile === null ? [] : ['--metadata-file', digestFile]),
      ],
      cwd: request.root,
    },
  ];
}

/** What this client lacks: a store of images, and a way to pass a value that no list of processes shows. */
export function buildctlLimits({ options }: BuildRequest, sensitive: (name: string) => boolean): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const problem = (detail: string, hint: string) => problems.push({ code: 'DRK4001', severity: 'error', detail, hint });
  if (!options.push)
    problem('buildctl keeps no images: what it builds has to be pushed', 'Add --push and a --tag with a registry.');
  for (const name of Object.keys(options.buildArgs).filter(sensitive)) {
    problem(
      `buildctl would show the value of --build-arg ${name} in the list of processes`,
      `Pass it as a secret: --secret id=${name}.`,
    );
  }
  return problems;
}
