import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { sourceOf } from './compiled-path.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';
import { pm2Processes } from './pm2-processes.ts';
import { procfileLines } from './procfile-lines.ts';
import { scriptContext } from './script-context.ts';
import { shellText } from './shell-words.ts';
import { unwrapScript } from './unwrap-script.ts';

/** The entry files of the processes beside the main one: of a Procfile, and of an ecosystem file of PM2. */
function processEntries(scope: Scope): readonly RelPath[] {
  const { lines, main } = procfileLines(scope);
  const texts = [
    ...lines.filter((line) => line !== main).map(({ text }) => text),
    ...pm2Processes(scope)
      .slice(1)
      .map(({ words }) => shellText(words)),
  ];
  return texts.flatMap((text) => {
    const run = unwrapScript(text, scriptContext(scope));
    const path = run.kind === 'process' && run.entry !== null ? sourceOf(scope, run.entry) : undefined;
    return path === undefined ? [] : [path];
  });
}

/** The modules of the further processes of the image: they share its environment and its files, not its port. */
export const processModules: (scope: Scope) => readonly ModuleIndex[] = perComponent((scope: Scope) =>
  reachableModules(scope, processEntries(scope)),
);
