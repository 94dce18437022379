import type { KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isNodeFolder, isShared } from '../node/inner-projects.ts';

const LANGUAGES: ReadonlySet<string> = new Set(['node', 'bun', 'javascript', 'typescript']);

/**
 * True when the component is run or built by Node or Bun, as far as the runtime layer has decided. A folder whose
 * package.json is only there for the projects below it is no component.
 */
export function isNodeComponent(scope: Scope, known: KnownFacts): boolean {
  return isJavaScript(scope, known) && !isShared(scope);
}

/** True for a folder with a manifest of Node or Bun, whether it is a component or holds some. */
export function isJavaScript(scope: Scope, known: KnownFacts): boolean {
  const language = known.get('runtime.language');
  return (language === undefined || LANGUAGES.has(language)) && isNodeFolder(scope);
}

/** What every detector of Node applications looks for first. */
export const NODE_TRIGGER = {
  anyFile: ['server.js', 'app.js', 'index.js', 'main.js'],
  nearestFile: ['package.json'],
} as const;

/** The argv that runs a script of package.json with the component's package manager. */
export function runScript(known: KnownFacts, script: string): readonly [string, ...string[]] {
  const manager = known.get('runtime.packageManager')?.id ?? 'npm';
  if (manager === 'rush') return ['rushx', script];
  return [manager === 'yarn-berry' ? 'yarn' : manager, 'run', script];
}

/** The argv that runs an installed program at build time with the component's package manager. */
export function runProgram(known: KnownFacts, ...words: readonly string[]): readonly [string, ...string[]] {
  switch (known.get('runtime.packageManager')?.id) {
    case 'pnpm':
      return ['pnpm', 'exec', ...words];
    case 'yarn':
    case 'yarn-berry':
      return ['yarn', ...words];
    case 'bun':
      return ['bun', 'x', ...words];
    default:
      return ['npx', '--no-install', ...words];
  }
}
