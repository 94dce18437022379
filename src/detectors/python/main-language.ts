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

/** True where another language's manifest says that Python is a helper only, so that its versions do not count. */
export function isHelper(scope: Scope): boolean {
  return scope.project.has(scope.at('package.json')) && languageConfidence(scope) === 'config';
}

/** The rung of a claim about the runtime: above those of Node.js where that only builds assets for Python. */
export function besideNode(scope: Scope, confidence: Confidence): Confidence {
  return scope.project.has(scope.at('package.json')) && languageConfidence(scope) === 'pinned' ? 'pinned' : confidence;
}
