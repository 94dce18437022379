import { shellLine } from '../../../src/core/render/escape.ts';
import { WORKDIR } from './container.ts';

/** Where the dependencies lie in every Python image. */
export const VENV = '/opt/venv';

/** Where the build context is mounted for an install of the component itself. */
export const SOURCE = '/src';

/** Where pip keeps downloads between builds. */
export const PIP_CACHE = '/root/.cache/pip';

/** One RUN line of the install. */
export interface InstallRun {
  /** Folder of the cache mount. */
  readonly cache: string;
  /** Where the sources are mounted; `null` where the install reads none. */
  readonly source: string | null;
  readonly command: string;
}

/** The next command of the same RUN line. */
export const NEXT = ' \\\n    && ';

/** A run of one or several commands that read no sources. */
export function run(cache: string, ...argvs: readonly (readonly string[])[]): InstallRun {
  return { cache, source: null, command: argvs.map(shellLine).join(NEXT) };
}

/** A run that reads the sources, from where they are mounted for its time only. */
export function fromSource(argv: readonly string[], cache: string): InstallRun {
  return { cache, source: SOURCE, command: shellLine(argv) };
}

/** A run with the sources in the application's own folder, to which an editable install links. */
export function inPlace(argv: readonly string[], cache: string): InstallRun {
  return { cache, source: WORKDIR, command: shellLine(argv) };
}

/** A version as a number that compares: 3.12 is 312. */
export function minor(version: string): number {
  const [major = '3', line = '0'] = version.split('.');
  return Number(major) * 100 + Number(line);
}

/** What follows RUN: the mounts, each on a line, the secrets as variables of this command alone, then the command. */
export function runLine({ cache, source, command }: InstallRun, secrets: readonly string[]): string {
  const mounts = [
    `--mount=type=cache,target=${cache},sharing=locked`,
    ...(source === null ? [] : [`--mount=type=bind,target=${source},rw`]),
    ...secrets.map((name) => `--mount=type=secret,id=${name}`),
  ];
  const variables = secrets.map((name) => `${name}="$(cat /run/secrets/${name} 2>/dev/null)"; export ${name};`);
  return [...mounts, ...variables, command].join(' \\\n    ');
}
