import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';
import { type Pm2App, pm2Apps } from './pm2.ts';
import { pm2Start } from './script-wrappers.ts';
import { shellSegments } from './shell-words.ts';

const SCRIPTS = ['start:prod', 'start:production', 'prod', 'production', 'start', 'serve'];

/** Assignments and wrappers that may stand before the call of PM2. */
const BEFORE = /^(?:[A-Za-z_]\w*=.*|cross-env|npx|exec)$/s;

/** The applications that the project's own start script has PM2 start, the image's own process first. */
export function pm2Processes(scope: Scope): readonly Pm2App[] {
  const scripts = nodeProject(scope)?.manifest.scripts ?? new Map<string, string>();
  for (const name of SCRIPTS) {
    const words = shellSegments(scripts.get(name) ?? '')?.at(-1)?.words ?? [];
    const [program = '', ...args] = words.slice(words.findIndex((word) => !BEFORE.test(word)));
    const start = pm2Start(program, args);
    if (start !== undefined) return pm2Apps(scope, start.target, start);
  }
  return [];
}
