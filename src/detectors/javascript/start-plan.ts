import { insideRoot } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from './memo.ts';
import { moduleAt } from './module-graph.ts';
import { nodeProject } from './node-project.ts';
import { scriptContext } from './script-context.ts';
import { type Unwrapped, unwrapScript } from './unwrap-script.ts';

/** Scripts that may start the application, the most explicit about production first. */
const SCRIPTS = [
  ...['start:prod', 'start:production', 'start-prod', 'prod', 'production', 'start', 'start:server', 'start:node'],
  ...['serve:prod', 'serve', 'server', 'start:web', 'start:api', 'bot', 'worker', 'preview'],
];

/** A script with the process that it comes down to. */
export interface StartScript {
  readonly script: string;
  readonly line: number | null;
  readonly run: Unwrapped;
}

/** The scripts that could start the application, and what became of each. */
export interface StartPlan {
  /** The first script that runs a process. */
  readonly process: (StartScript & { readonly run: Extract<Unwrapped, { kind: 'process' }> }) | undefined;
  /** The first script that only serves files. */
  readonly files: (StartScript & { readonly run: Extract<Unwrapped, { kind: 'files' }> }) | undefined;
  /** Scripts that are for development only. */
  readonly development: readonly (StartScript & { readonly run: Extract<Unwrapped, { kind: 'development' }> })[];
}

/** True for a script of the project that starts the server of webpack, as an ejected Create React App has it. */
function servesSources(scope: Scope, entry: string | null): boolean {
  const path = entry === null ? undefined : insideRoot(`${scope.dir}/${entry}`);
  const imports = path === undefined ? [] : (moduleAt(scope, path)?.imports ?? []);
  return imports.some(({ source }) => source === 'webpack-dev-server');
}

/** Reads the start scripts of the component. */
export const startPlan = perComponent((scope: Scope): StartPlan => {
  const manifest = nodeProject(scope)?.manifest;
  const scripts = manifest?.scripts ?? new Map<string, string>();
  const names = [...SCRIPTS, ...[...scripts.keys()].filter((name) => name.startsWith('serve:ssr'))];
  let process: StartPlan['process'];
  let files: StartPlan['files'];
  const development: StartPlan['development'][number][] = [];
  for (const script of names) {
    const text = scripts.get(script);
    if (text === undefined) continue;
    const run = unwrapScript(text, scriptContext(scope));
    const line = manifest?.lineOf('scripts', script) ?? null;
    if (run.kind === 'process' && servesSources(scope, run.entry)) {
      development.push({ script, line, run: { kind: 'development', program: 'webpack-dev-server', entry: null } });
      continue;
    }
    if (run.kind === 'process') process ??= { script, line, run };
    if (run.kind === 'files') files ??= { script, line, run };
    if (run.kind === 'development') development.push({ script, line, run });
  }
  return { process, files, development };
});
