import type { KnownFacts } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import { runScript } from './node-component.ts';
import type { NodeProject } from './node-project.ts';
import { scriptsRunBy } from './script-graph.ts';
import { shellText } from './shell-words.ts';

/** True for a line that does nothing but run a script: `npm run build`. */
function isCallOf(text: string, script: string): boolean {
  return new RegExp(`^(npm|pnpm|yarn|bun)( run)? ${script.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`).test(text);
}

/**
 * The build with the install scripts that compile, which the image runs once the source is there; a script that does no more
 * than build is the build.
 */
export function withDeferred(
  known: KnownFacts,
  { manifest }: NodeProject,
  script: string | undefined,
  build?: Command,
): Command | undefined {
  const texts: string[] = [];
  let last = build;
  for (const name of known.get('runtime.install')?.deferred ?? []) {
    const text = manifest.scripts.get(name)?.trim() ?? '';
    if (script !== undefined && (text === manifest.scripts.get(script)?.trim() || isCallOf(text, script))) continue;
    texts.push(shellText(runScript(known, name)));
    if (script !== undefined && scriptsRunBy(manifest.scripts, name).has(script)) last = undefined;
  }
  if (texts.length === 0) return build;
  return [...texts, ...(last === undefined ? [] : [typeof last === 'string' ? last : shellText(last)])].join(' && ');
}
