import type { KnownFacts } from '../../core/model/detector.ts';
import { ROOT } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { modulesOf } from './modules.ts';
import { pythonProject } from './project.ts';

/** What every detector of Python looks for first. */
export const PYTHON_TRIGGER = { anyExtension: ['py', 'ipynb'], anyFile: ['pyproject.toml', 'Pipfile'] } as const;

/** True for a folder with a manifest of Python, and for a root that holds Python files and no other language's manifest. */
export function isPythonFolder(scope: Scope): boolean {
  const project = pythonProject(scope);
  if (project !== undefined) return true;
  const others = ['package.json', 'go.mod', 'Cargo.toml', 'pom.xml', 'Gemfile', 'composer.json', 'build.gradle'];
  if (scope.dir !== ROOT || others.some((name) => scope.project.has(scope.at(name)))) return false;
  return modulesOf(scope).length > 0 || scope.tree.withExtension('ipynb').length > 0;
}

/** True when the component is run by Python, as far as the runtime layer has decided. */
export function isPython(scope: Scope, known: KnownFacts): boolean {
  return known.get('runtime.language') === 'python' && isPythonFolder(scope);
}
