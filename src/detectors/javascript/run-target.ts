import type { KnownFacts } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { compiledOf } from './compiled-path.ts';
import { entryOf } from './entry.ts';
import { nodeProject } from './node-project.ts';

/** How an entry file is run without a start script. */
export interface RunTarget {
  readonly command: Command;
  /** True when the file is there only after the build. */
  readonly built: boolean;
  readonly because: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** True when the chosen Node runs TypeScript by itself (22.18 and 23.6 on). Source: https://nodejs.org/api/typescript.html */
function stripsTypes(known: KnownFacts): boolean {
  const resolved = known.get('runtime.version')?.resolved ?? '';
  const [major = 0, minor = 99] = resolved.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** How to run the entry file directly: compiled, as it is, or by a TypeScript runner; `undefined` without an entry. */
export function runTarget(scope: Scope, known: KnownFacts): RunTarget | undefined {
  const entry = entryOf(scope);
  if (entry === undefined) return undefined;
  const source = relativeTo(entry.path, scope.dir);
  const declared = entry.file ?? (entry.from === 'bin' ? nodeProject(scope)?.path : undefined);
  const at = { file: declared ?? entry.path, line: declared === undefined ? null : entry.line };
  const named = entry.because;
  if (entry.runs !== undefined && entry.runs !== source && !/\.[cm]?ts$/.test(entry.runs)) {
    return { ...at, command: ['node', entry.runs], built: true, because: named };
  }
  const bun = known.get('runtime.language') === 'bun';
  if (!/\.[cm]?tsx?$/.test(source)) {
    return {
      ...at,
      command: [bun ? 'bun' : 'node', source],
      built: false,
      because: `${source} is the entry: ${named}`,
    };
  }
  if (bun) return { ...at, command: ['bun', source], built: false, because: `Bun runs ${source} as it is: ${named}` };
  const compiled = compiledOf(scope, source);
  if (compiled !== undefined) {
    return { ...at, command: ['node', compiled], built: true, because: `the build compiles ${source} to ${compiled}` };
  }
  const dependencies = nodeProject(scope)?.dependencies;
  if (dependencies?.has('tsx') === true) {
    return {
      ...at,
      command: ['node', '--import', 'tsx', source],
      built: false,
      because: `tsx runs ${source}: ${named}`,
    };
  }
  if (stripsTypes(known)) {
    return { ...at, command: ['node', source], built: false, because: `this Node runs TypeScript as it is: ${named}` };
  }
  if (dependencies?.has('ts-node') === true) {
    const command: Command = ['node', '-r', 'ts-node/register', source];
    return { ...at, command, built: false, because: `ts-node runs ${source}: ${named}` };
  }
  return undefined;
}
