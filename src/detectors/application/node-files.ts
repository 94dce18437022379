import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { runFiles } from '../javascript/run-files.ts';
import { runTarget } from '../javascript/run-target.ts';
import { serverModules, shapeOf } from '../javascript/shape.ts';
import { siteOutput } from '../javascript/site-output.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { STATIC_SITES } from '../javascript/static-sites.ts';
import { writtenFolders } from '../javascript/written-folders.ts';

/** The folder that a bundler writes beside a server of the project's own. */
function clientOutput(scope: Scope): string | undefined {
  const dependencies = nodeProject(scope)?.dependencies;
  const vite = STATIC_SITES.find(({ id }) => id === 'vite');
  if (dependencies?.has('vite') !== true || vite === undefined) return undefined;
  const scripts = [...(nodeProject(scope)?.manifest.scripts.values() ?? [])];
  return scripts.some((text) => /\bvite build\b/.test(text)) ? siteOutput(scope, vite)?.path : undefined;
}

/** What the run-time image needs of the project, and where the process writes. */
export const nodeFiles = defineDetector({
  id: 'node-files',
  layer: 'application',
  title: 'Files that a Node application needs at run time',
  docs: 'https://docs.docker.com/build/building/multi-stage/',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const framework = frameworkOf(scope)?.framework;
    const ownServer = framework === undefined || framework.family === 'server' || framework.id === 'nestjs';
    if (!ownServer || (framework?.id !== 'nestjs' && shapeOf(scope) === undefined)) return;
    const { process } = startPlan(scope);
    const target = process === undefined ? runTarget(scope, known) : undefined;
    const words = process?.run.entry ?? (Array.isArray(target?.command) ? (target.command.at(-1) ?? null) : null);
    const started = words ?? (framework?.id === 'nestjs' ? 'dist/main.js' : null);
    const found = runFiles(scope, started);
    const client = clientOutput(scope);
    const value = [...new Set([...found.paths, ...(client === undefined ? [] : [client])])];
    const file = nodeProject(scope)?.path ?? null;
    if (value.length > 0) {
      yield {
        field: 'app.files',
        value,
        file,
        line: process?.line ?? null,
        confidence: 'convention',
        because: found.because,
      };
    }
    for (const { path, file: source, line } of writtenFolders(serverModules(scope))) {
      yield {
        field: 'app.writable',
        value: [path],
        file: source,
        line,
        confidence: 'source',
        because: `the code writes to ${path}`,
      };
    }
  },
});
