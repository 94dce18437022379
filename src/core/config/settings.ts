import { parse as splitWords } from 'shell-quote';
import type { Evidence } from '../model/evidence.ts';
import type { AppKind, Command, FactKey, Facts, Language } from '../model/facts.ts';
import { insideRoot, type RelPath } from '../model/paths.ts';
import type { Scalar } from '../model/rigging.ts';
import { urlPath } from '../model/url-path.ts';

/** A value of derrick.yaml or `--set`: a scalar, or a list of words for a command. */
export type SettingValue = Scalar | readonly string[];

/** Reads a value as a fact's type; `undefined` when it is none. */
type Reader<K extends FactKey> = (value: SettingValue) => Facts[K] | undefined;

interface Setting<K extends FactKey> {
  readonly fact: K;
  readonly read: Reader<K>;
  readonly expects: string;
}

const KINDS: readonly string[] = ['web', 'static', 'worker', 'job', 'cli'] satisfies readonly AppKind[];

function text(value: SettingValue): string | undefined {
  return typeof value === 'object' || String(value).trim() === '' ? undefined : String(value);
}

/** A list as it is; a string split into words where no shell is needed, else kept for one. */
export function commandOf(value: SettingValue): Command | undefined {
  if (typeof value === 'object') {
    const [program, ...args] = value;
    return program === undefined ? undefined : [program, ...args];
  }
  const line = text(value);
  if (line === undefined) return undefined;
  const words = splitWords(line, (name: string) => ({ op: `$${name}` }));
  const plain = words.filter((word): word is string => typeof word === 'string');
  const [program, ...args] = plain;
  const isPlain = plain.length === words.length && program !== undefined && !/^[A-Za-z_]\w*=/.test(program);
  return isPlain ? [program, ...args] : line;
}

function port(value: SettingValue): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= 65535 ? number : undefined;
}

function healthPath(value: SettingValue): string | undefined {
  const path = text(value);
  return path !== undefined && /^\/[^\s"'\\$`<>]*$/.test(path) ? path : undefined;
}

/** Five fields of cron, as a CronJob takes them. Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
function schedule(value: SettingValue): string | undefined {
  const fields = text(value)?.trim().split(/\s+/) ?? [];
  const isCron = fields.length === 5 && fields.every((field) => /^[\w*?,/-]+$/.test(field));
  return isCron ? fields.join(' ') : undefined;
}

function setting<K extends FactKey>(fact: K, read: Reader<K>, expects: string): Setting<K> {
  return { fact, read, expects };
}

/** The keys of a component in derrick.yaml, and of `--set COMPONENT.KEY=VALUE`, that state a fact. */
export const SETTINGS = {
  kind: setting(
    'app.kind',
    (value) => (KINDS.includes(String(value)) ? (value as AppKind) : undefined),
    KINDS.join(', '),
  ),
  schedule: setting('app.schedule', schedule, 'five fields of cron, such as "0 3 * * *"'),
  port: setting('app.port', port, 'a port from 1 to 65535'),
  start: setting('app.start', commandOf, 'a command'),
  build: setting('app.build', commandOf, 'a command'),
  test: setting('app.test', commandOf, 'a command'),
  lint: setting('app.lint', commandOf, 'a command'),
  health: setting('app.health', healthPath, 'a path that begins with /'),
  basePath: setting('app.basePath', (value) => urlPath(text(value) ?? ''), 'a path such as /docs'),
  output: setting(
    'app.output',
    (value) => insideRoot(text(value) ?? '..') as RelPath | undefined,
    'a folder inside the project',
  ),
  language: setting('runtime.language', (value) => text(value) as Language | undefined, 'a language id'),
  version: setting(
    'runtime.version',
    (value) => (/^\d[\w.+-]*$/.test(String(value)) ? { raw: String(value), resolved: String(value) } : undefined),
    'a version',
  ),
  buildImage: setting('system.buildImage', (value) => image(value), 'an image with a tag'),
  runImage: setting('system.runImage', (value) => image(value), 'an image with a tag'),
} as const satisfies Record<string, Setting<FactKey>>;

function image(value: SettingValue): string | undefined {
  const reference = text(value);
  return reference !== undefined && /^[a-z0-9][\w./:-]*(:[\w][\w.-]*|@sha256:[0-9a-f]{64})$/.test(reference)
    ? reference
    : undefined;
}

/** A key of {@link SETTINGS}. */
export type SettingName = keyof typeof SETTINGS;

/** True for the name of a setting that states a fact; other names are options of riggings. */
export function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** The evidence of a setting, or what it expects where the value does not fit. */
export function declare(
  name: SettingName,
  value: SettingValue,
  place: { readonly file: RelPath | null; readonly line: number | null },
): { readonly evidence: Evidence } | { readonly expects: string } {
  const { fact, read, expects }: Setting<FactKey> = SETTINGS[name] as Setting<FactKey>;
  const stated = read(value);
  if (stated === undefined) return { expects };
  const because = place.file === null ? 'said on the command line' : 'said in derrick.yaml';
  return {
    evidence: {
      field: fact,
      value: stated,
      ...place,
      confidence: 'declared',
      detector: 'declared',
      because,
    } as Evidence,
  };
}
