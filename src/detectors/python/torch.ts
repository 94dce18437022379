import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { has, type PythonProject, placeOf } from './project.ts';

/** The package index with builds for the processor alone. Source: https://pytorch.org/get-started/locally/ */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';

/**
 * PyTorch's own wheels on PyPI bring CUDA, which makes an image gigabytes larger; told unless the project names an index of
 * PyTorch itself.
 */
export function cudaBuild(scope: Scope, project: PythonProject): Diagnostic | undefined {
  if (!has(project, 'torch')) return undefined;
  const files = [...(project.requirements?.files ?? []), project.pyproject?.path, project.lockfile ?? undefined];
  const named = files.some(
    (file) => file !== undefined && scope.text(file)?.text.includes('download.pytorch.org/whl/'),
  );
  if (named) return undefined;
  return {
    code: 'DRK1108',
    severity: 'info',
    detail: 'torch comes with the libraries of CUDA, several gigabytes, unless another index is named',
    at: placeOf(project, 'torch'),
    hint: `Where no GPU is used, take the builds for the processor: --extra-index-url ${CPU_INDEX}.`,
  };
}
