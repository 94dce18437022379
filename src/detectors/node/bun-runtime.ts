import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nitroPreset } from '../javascript/nitro-preset.ts';
import { type PackageJson, readPackageJson } from './package-json.ts';

/** The line that shows Bun as the runtime, not only as the installer. */
export interface BunSignal {
  /** Where it stands, if not in package.json. */
  readonly file?: RelPath;
  readonly line: number | null;
  readonly because: string;
}

const PROGRAM_FILE = /\.[cm]?[jt]sx?$/;

/** What `bun …` runs: a file or Bun itself, or the script of that name. */
function bunRuns(words: readonly string[], manifest: PackageJson): 'bun' | { readonly script: string } | undefined {
  const args = words.filter((word) => !word.startsWith('-') || word === '--bun');
  if (args.includes('--bun')) return 'bun';
  const [verb, target] = args;
  if (verb === undefined) return undefined;
  const name = verb === 'run' ? target : verb;
  if (name === undefined) return undefined;
  if (manifest.scripts.has(name)) return { script: name };
  return PROGRAM_FILE.test(name) || name.startsWith('.') || name.includes('/') ? 'bun' : undefined;
}

/** Follows a script through `bun run NAME` to the program that stays running, which is the last of an `&&` chain. */
function runsOnBun(manifest: PackageJson, script: string, seen: ReadonlySet<string> = new Set()): boolean {
  const text = manifest.scripts.get(script);
  if (text === undefined || seen.has(script)) return false;
  const last = text.split(/&&|;/).at(-1) ?? '';
  const words = last
    .trim()
    .split(/\s+/)
    .filter((word) => !/^\w+=/.test(word) && word !== 'exec');
  if (words[0] === 'bunx') return words.includes('--bun');
  if (words[0] !== 'bun') return false;
  const runs = bunRuns(words.slice(1), manifest);
  return runs === 'bun' || (runs !== undefined && runsOnBun(manifest, runs.script, new Set([...seen, script])));
}

/**
 * Tells whether Bun runs the component. A Bun lockfile alone does not: Node then runs what Bun installed.
 * Source: https://bun.sh/docs/cli/run
 */
export function bunSignal(scope: Scope): BunSignal | undefined {
  const manifest = readPackageJson(scope);
  if (manifest === undefined) return undefined;
  if (manifest.scripts.has('start')) {
    const line = manifest.lineOf('scripts', 'start');
    return runsOnBun(manifest, 'start') ? { line, because: 'the start script runs on Bun' } : undefined;
  }
  if (manifest.engines.has('bun') && !manifest.engines.has('node')) {
    return { line: manifest.lineOf('engines', 'bun'), because: 'engines names Bun and not Node' };
  }
  const dev = manifest.scripts.get('dev') ?? '';
  if (!/--bun\b/.test(dev) && runsOnBun(manifest, 'dev')) {
    return {
      line: manifest.lineOf('scripts', 'dev'),
      because: 'the dev script runs a file on Bun, and none starts it',
    };
  }
  const preset = nitroPreset(scope);
  if (preset?.value === 'bun' && scope.nearest('bun.lock', 'bun.lockb') !== undefined) {
    const { file, line } = preset;
    return { file, line, because: 'the preset of Nitro builds a server for Bun' };
  }
  const entry = manifest.module ?? manifest.main ?? 'index.ts';
  const types = ['@types/bun', 'bun-types'].find((name) => manifest.devDependencies.has(name));
  if (types === undefined || !/\.[cm]?tsx?$/.test(entry)) return undefined;
  return {
    line: manifest.lineOf('devDependencies', types),
    because: `${types} and a TypeScript entry without a start script`,
  };
}
