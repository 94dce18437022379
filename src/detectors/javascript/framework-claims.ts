import type { Claim, KnownFacts } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { runProgram } from './node-component.ts';
import { nodeProject } from './node-project.ts';
import { type OwnServer, ownServer } from './own-server.ts';
import { portOfScript } from './script-port.ts';
import { folderBelow, hashedFolders } from './site-output.ts';
import { type SettingSource, toldByConfig } from './site-setting.ts';
import { startPlan } from './start-plan.ts';

/** The line that shows a framework. */
export interface Ground {
  readonly file: RelPath;
  readonly line: number | null;
}

/** The server that a framework's build makes, as data. */
export interface BuiltServer {
  readonly title: string;
  readonly start: Command;
  readonly build: readonly string[];
  readonly port: number;
  readonly portVariable: string;
  /** Another variable that sets the port and counts before `portVariable`, for who sets it. */
  readonly portAlias?: string;
  readonly bindEnv?: Readonly<Record<string, string>>;
  /** Another variable that sets the address and counts before those, for who sets it. */
  readonly hostAlias?: string;
  /** Files and folders of the image, relative to the component. */
  readonly files: readonly string[];
  readonly writable?: readonly string[];
  /** True when the server stops by itself on SIGTERM; read in the framework's own source. */
  readonly handlesSigterm?: boolean;
  /** The folder of the build, and the settings that move it. */
  readonly moved?: { readonly from: string; readonly by: readonly SettingSource[] };
  /** The folder of the build where the project names it, and the place that does. */
  readonly output?: (Ground & { readonly folder: RelPath }) | undefined;
  /** True when a start script that calls the framework's own program counts for nothing. */
  readonly ownsStart?: boolean;
  /** The path that answers when the server is well; read in the framework's own source or documentation. */
  readonly health?: string;
  /** The script that prepares the database before each release, and the process that it comes down to. */
  readonly release?: { readonly script: string; readonly command: Command };
  /** True when the start script is meant for the folder that the build makes. */
  readonly startsInBuild?: boolean;
}

/** Only the place, of what may hold more. */
function placeOf({ file, line }: Ground): Ground {
  return { file, line };
}

/** The claim of the framework's own build command, where the project has no script for it. */
export function* buildClaim(
  scope: Scope,
  known: KnownFacts,
  ground: Ground,
  title: string,
  words: readonly string[],
): Iterable<Claim<'application'>> {
  const scripts = [...(nodeProject(scope)?.manifest.scripts.keys() ?? [])];
  if (words.length === 0 || scripts.some((name) => /^build/.test(name))) return;
  const because = `no script builds it; this is the command of ${title}`;
  yield { field: 'app.build', value: runProgram(known, ...words), ...ground, confidence: 'convention', because };
}

/** The folder of the build as the project names it: a copy of it in the build context is of an older build. */
export function outputClaim({ folder, file, line }: Ground & { readonly folder: RelPath }): Claim<'application'> {
  const because = 'the settings name the folder of the build';
  return { field: 'app.output', value: folder, file, line, confidence: 'config', because };
}

/** The server as the project's own settings place it. */
function placed(scope: Scope, spec: BuiltServer): BuiltServer {
  const told = toldByConfig(scope, spec.moved?.by ?? []);
  const folder = told && folderBelow(scope, told.value);
  const { moved, start } = spec;
  if (moved === undefined || told === undefined || folder === undefined || typeof start === 'string') return spec;
  const move = (path: string): string =>
    path === moved.from || path.startsWith(`${moved.from}/`) ? `${folder}${path.slice(moved.from.length)}` : path;
  const [program, ...args] = start;
  const { file, line } = told;
  return { ...spec, start: [program, ...args.map(move)], files: spec.files.map(move), output: { folder, file, line } };
}

/** The server as the component's runtime starts it: the image of Bun has no Node. */
function onRuntime(known: KnownFacts, spec: BuiltServer): BuiltServer {
  const { start } = spec;
  if (known.get('runtime.language') !== 'bun' || typeof start === 'string' || start[0] !== 'node') return spec;
  return { ...spec, start: ['bun', ...start.slice(1)] };
}

/** What a framework's build adds to a server of the project's own: its files, and nothing of how its own one listens. */
function* ownServerClaims(
  ground: Ground,
  title: string,
  built: readonly string[],
  { script, line, files, file }: OwnServer,
): Iterable<Claim<'application'>> {
  const at = { ...ground, confidence: 'convention' } as const;
  yield { field: 'app.files', value: built, ...at, because: `the build of ${title} makes these` };
  const because = `the ${script} script runs a server of the project's own around ${title}`;
  yield { field: 'app.files', value: files, file, line, confidence: 'convention', because };
  const habit = `3000 is the habit of ${title} applications`;
  yield { field: 'app.port', value: 3000, ...at, confidence: 'guess', because: habit };
}

/** Everything that follows from a framework that builds a server. */
export function* serverClaims(
  scope: Scope,
  known: KnownFacts,
  ground: Ground,
  server: BuiltServer,
): Iterable<Claim<'application'>> {
  const spec = placed(scope, onRuntime(known, server));
  const { process } = startPlan(scope);
  const file = nodeProject(scope)?.path ?? null;
  const at = { ...ground, confidence: 'convention' } as const;
  yield { field: 'app.kind', value: 'web', ...at, because: `${spec.title} renders on a server` };
  yield* buildClaim(scope, known, ground, spec.title, spec.build);
  const there = (path: string): boolean => scope.project.has(scope.at(path)) || scope.project.hasFolder(scope.at(path));
  const files = spec.files
    .filter((path) => !path.endsWith('?') || there(path.slice(0, -1)))
    .map((path) => path.replace(/\?$/, ''));
  const own = spec.startsInBuild === true ? undefined : ownServer(scope, files);
  if (own !== undefined) {
    yield* ownServerClaims(ground, spec.title, files, own);
    return;
  }
  const called = process !== undefined && process.run.program !== null && spec.ownsStart !== true ? process : undefined;
  if (called !== undefined) {
    const because = `the ${called.script} script comes down to this process`;
    yield { field: 'app.start', value: called.run.command, file, line: called.line, confidence: 'manifest', because };
  } else if (process === undefined || process.run.program !== null || spec.startsInBuild === true) {
    yield { field: 'app.start', value: spec.start, ...at, because: `the build of ${spec.title} makes this server` };
  }
  const { portAlias } = spec;
  const portVariable =
    portAlias !== undefined && process?.run.env.has(portAlias) === true ? portAlias : spec.portVariable;
  yield* portOfScript(scope, portVariable);
  yield { field: 'app.port', value: spec.port, ...at, because: `${spec.port} is the default of ${spec.title}` };
  yield { field: 'app.portVariable', value: portVariable, ...at, because: `the server of ${spec.title} reads it` };
  const { hostAlias } = spec;
  if (spec.bindEnv !== undefined) {
    const isAlias = hostAlias !== undefined && process?.run.env.has(hostAlias) === true;
    yield {
      field: 'app.bindEnv',
      value: isAlias ? { [hostAlias]: '0.0.0.0' } : spec.bindEnv,
      ...at,
      because: `the server of ${spec.title} reads its address there`,
    };
  }
  if (spec.handlesSigterm === true) {
    yield { field: 'app.handlesSigterm', value: true, ...at, because: `the server of ${spec.title} handles SIGTERM` };
  }
  yield { field: 'app.files', value: files, ...at, because: `the server of ${spec.title} needs these` };
  if (spec.output !== undefined) yield outputClaim(spec.output);
  if (spec.health !== undefined) {
    yield { field: 'app.health', value: spec.health, ...at, because: `the server of ${spec.title} answers there` };
  }
  const { manifest } = nodeProject(scope) ?? {};
  if (spec.release !== undefined && manifest?.scripts.has(spec.release.script) === true) {
    const { script, command } = spec.release;
    const because = `the ${script} script prepares the database`;
    const place = { file: manifest.path, line: manifest.lineOf('scripts', script), confidence: 'manifest' } as const;
    yield { field: 'app.processes', value: [{ name: 'release', command }], ...place, because };
  }
  if (spec.writable !== undefined) {
    yield { field: 'app.writable', value: spec.writable, ...at, because: `${spec.title} writes there` };
  }
}

/** Everything that follows from a framework that builds files only. */
export function* siteClaims(
  scope: Scope,
  known: KnownFacts,
  ground: Ground,
  site: {
    readonly title: string;
    readonly output: RelPath;
    /** The output from the root of the project, where it lies outside of the component. */
    readonly elsewhere?: RelPath;
    readonly spa: boolean;
    /** The page that answers unknown paths, where it is not index.html. */
    readonly fallback?: string | undefined;
    /** Folders of the output that hold nothing but files named after their content. */
    readonly hashed?: readonly string[];
    readonly build: readonly string[];
    readonly because: string;
  },
): Iterable<Claim<'application'>> {
  const at = { ...placeOf(ground), confidence: 'config', because: site.because } as const;
  yield { field: 'app.kind', value: 'static', ...at };
  if (site.elsewhere === undefined) yield { field: 'app.output', value: site.output, ...at };
  else yield { field: 'app.builtInto', value: site.elsewhere, ...at };
  yield { field: 'app.spaFallback', value: site.spa, ...at };
  if (site.fallback !== undefined) yield { field: 'app.fallbackPage', value: site.fallback, ...at };
  const hashed = hashedFolders(scope, site.hashed ?? []);
  const named = `${site.title} names these files after their content`;
  if (hashed.length > 0) yield { field: 'app.hashedFolders', value: hashed, ...at, because: named };
  yield* buildClaim(scope, known, ground, site.title, site.build);
}

/** The refusal of output that only another platform runs. */
export function foreignAdapter(ground: Ground, title: string, adapter: string, remedy: string): Claim<'application'> {
  const reason = `${adapter} builds ${title} for a platform, not for a server of your own`;
  return {
    field: 'app.refusal',
    value: { kind: 'unsupported', reason, remedy },
    ...placeOf(ground),
    confidence: 'config',
    because: reason,
  };
}
