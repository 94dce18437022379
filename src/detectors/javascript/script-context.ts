import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';
import { pm2Apps } from './pm2.ts';
import type { ScriptContext } from './unwrap-script.ts';

/** What a command of the component's scripts may ask: the other scripts, what is installed, what PM2 is told. */
export function scriptContext(scope: Scope): ScriptContext {
  const manifest = nodeProject(scope)?.manifest;
  return {
    scripts: manifest?.scripts ?? new Map<string, string>(),
    production: manifest?.dependencies ?? new Map<string, string>(),
    launched: (file, choice) => pm2Apps(scope, file, choice)[0],
  };
}
