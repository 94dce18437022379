import type { Node } from '@babel/types';
import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject } from '../node/json-shape.ts';
import { configFile, configNode } from './config-file.ts';
import { keyName } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { settingOf } from './setting.ts';
import { shellSegments } from './shell-words.ts';
import { lineOf } from './walk.ts';

/** One application of an ecosystem file of PM2. */
export interface Pm2App {
  readonly name: string;
  /** What PM2 would start, as words: `node --enable-source-maps ./dist/main.js --quiet`. */
  readonly words: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  /** When PM2 starts it anew, as a cron expression; `null` for one that just runs. */
  readonly schedule: string | null;
  readonly file: RelPath;
  readonly line: number | null;
}

/** What the command line chooses of an ecosystem file. */
export interface Pm2Choice {
  /** `--env production` adds what `env_production` holds. */
  readonly env?: string | undefined;
  readonly only?: string | undefined;
}

/** One entry of `apps`, wherever it is written. */
interface Entry {
  readonly line: number | null;
  get(key: string): unknown;
}

/** A literal of the code: a text, a number, a list of them, or an object with them; `undefined` for anything else. */
function literal(scope: Scope, place: Place | undefined): unknown {
  if (place === undefined) return undefined;
  const { node, module } = follow(scope, place);
  const inner = (next: Node): unknown => literal(scope, { node: next, module });
  if (node.type === 'ArrayExpression') return node.elements.flatMap((one) => (one === null ? [] : [inner(one)]));
  if (node.type !== 'ObjectExpression') return settingOf(scope, { node, module }).value ?? undefined;
  const entries = node.properties.flatMap((one): [string, unknown][] => {
    const name = one.type === 'ObjectProperty' ? keyName(one.key) : undefined;
    return one.type === 'ObjectProperty' && name !== undefined ? [[name, inner(one.value)]] : [];
  });
  return Object.fromEntries(entries);
}

function entriesOfModule(scope: Scope, file: RelPath): readonly Entry[] {
  const stem = file.slice(scope.dir === '.' ? 0 : scope.dir.length + 1).replace(/\.[cm]?[jt]s$/, '');
  const config = configFile(scope, stem);
  const list = configNode(scope, config, 'apps') ?? config?.roots[0];
  if (list === undefined) return [];
  const nodes = list.node.type === 'ArrayExpression' ? list.node.elements : [list.node];
  return nodes.flatMap((node): Entry[] => {
    const place = node && follow(scope, { node, module: list.module });
    if (place?.node.type !== 'ObjectExpression') return [];
    return [{ line: lineOf(place.node), get: (key) => literal(scope, property(scope, place, key)) }];
  });
}

function entriesOf(scope: Scope, file: RelPath): readonly Entry[] {
  if (/[jt]s$/.test(file)) return entriesOfModule(scope, file);
  const doc = scope.doc(file, file.endsWith('l') ? 'yaml' : 'json');
  const apps: unknown = doc?.get('apps');
  const list: readonly unknown[] = Array.isArray(apps) ? apps : apps === undefined ? [doc?.get()] : [apps];
  return list.flatMap((one, at) =>
    isObject(one) ? [{ line: doc?.lineOf('apps', at) ?? null, get: (key: string) => one[key] }] : [],
  );
}

/** The words of a text that names one program or its arguments. */
function shellWords(text: string): readonly string[] {
  const segments = shellSegments(text) ?? [];
  return segments.length === 1 ? (segments[0]?.words ?? []) : [];
}

function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string');
  return typeof value === 'string' ? shellWords(value) : [];
}

/** The words that start an entry: its interpreter is Node for JavaScript, and the script itself for anything else. */
function command(entry: Entry): readonly string[] {
  const script = entry.get('script');
  if (typeof script !== 'string' || script === '') return [];
  const [program = '', ...own] = shellWords(script);
  const interpreter = entry.get('interpreter') ?? entry.get('exec_interpreter');
  const isFile = /\.[cm]?[jt]s$/.test(program) || program.includes('/');
  const runs = typeof interpreter === 'string' && interpreter !== 'none' ? interpreter : isFile ? 'node' : undefined;
  const before = interpreter === 'none' || runs === undefined ? [] : [runs];
  const options = wordsOf(entry.get('node_args') ?? entry.get('interpreter_args'));
  return [...before, ...(runs === undefined ? [] : options), program, ...own, ...wordsOf(entry.get('args'))];
}

function variables(...values: readonly unknown[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const value of values) {
    for (const [name, text] of Object.entries(isObject(value) ? value : {})) {
      if (['string', 'number', 'boolean'].includes(typeof text)) found.set(name, String(text));
    }
  }
  return found;
}

/** The applications of the ecosystem file at `path`, relative to the component, in their order; read, never run. */
export function pm2Apps(scope: Scope, path: string, { env, only }: Pm2Choice = {}): readonly Pm2App[] {
  const file = insideRoot(`${scope.dir}/${path}`);
  if (file === undefined || !scope.project.has(file)) return [];
  const names = only === undefined ? undefined : new Set(only.split(','));
  return entriesOf(scope, file).flatMap((entry, at): Pm2App[] => {
    const words = command(entry);
    const cwd = entry.get('cwd');
    const isElsewhere = typeof cwd === 'string' && !/^(\.\/?|)$/.test(cwd) && !cwd.startsWith('/');
    if (words.length === 0 || isElsewhere) return [];
    const given = entry.get('name');
    const name = typeof given === 'string' ? given : `process-${at + 1}`;
    if (names !== undefined && !names.has(name)) return [];
    const chosen = env === undefined ? undefined : entry.get(`env_${env}`);
    const cron = entry.get('cron_restart') ?? entry.get('cron');
    const schedule = typeof cron === 'string' ? cron : null;
    return [{ name, words, env: variables(entry.get('env'), chosen), schedule, file, line: entry.line }];
  });
}
