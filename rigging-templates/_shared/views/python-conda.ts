import type { Component } from '../../../src/core/model/app-model.ts';
import { relativeTo } from '../../../src/core/model/paths.ts';
import { type InstallRun, run, VENV } from './python-runs.ts';

/** Where micromamba keeps what it downloads, below MAMBA_ROOT_PREFIX. */
const CACHE = '/opt/conda/pkgs';

/** Environment of micromamba in an image. Source: https://mamba.readthedocs.io/en/latest/user_guide/micromamba.html */
export const CONDA_ENV: Readonly<Record<string, string>> = { MAMBA_ROOT_PREFIX: '/opt/conda' };

/** The environment file, with the Python that was decided on where the file leaves it open; then what is added. */
export function condaPlan(component: Component): readonly InstallRun[] {
  const { facts } = component;
  const traits = facts['runtime.install'];
  const file = relativeTo(traits?.from ?? component.dir, component.dir);
  const micromamba = (verb: string, ...words: readonly string[]) =>
    run(CACHE, ['micromamba', verb, '--yes', `--prefix=${VENV}`, ...words]);
  const python = traits?.runtime === undefined ? [] : [`python=${traits.runtime}`];
  const added = traits?.added ?? [];
  const create = micromamba('create', `--file=${file}`, ...python);
  return added.length === 0 ? [create] : [create, micromamba('install', '--channel=conda-forge', ...added)];
}
