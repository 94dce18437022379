import type { Confidence } from '../../core/model/evidence.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';
import { pythonStart } from './start-plan.ts';

/**
 * Beside a package.json, a framework that serves makes Python the language (the other one builds its assets), and a
 * requirements file without one serves scripts only.
 */
export function languageConfidence(scope: Scope): Confidence {
  const plan = pythonStart(scope);
  const start = readPackageJson(scope)?.scripts.get('start');
  if (plan === undefined || (plan.framework === null && start !== undefined)) return 'config';
  return plan.framework !== null && start === undefined ? 'pinned' : 'manifest';
}
