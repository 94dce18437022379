import type { Declaration } from '../detect/declared.ts';
import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { Output, Scalar } from '../model/rigging.ts';
import type { Answers } from '../rigging/plan.ts';
import { type Config, OUTPUTS } from './config.ts';
import { declare, isSetting } from './settings.ts';

/** Flags that say something about the project. */
export interface ProjectFlags {
  /** `--set`: `component.option=value`, or `option=value` for all components. */
  readonly set?: readonly string[];
  /** `--only image,kubernetes`. */
  readonly only?: readonly string[];
  /** `--with helm`: added to the default outputs. */
  readonly with?: readonly string[];
  /** `--without jenkins`. */
  readonly without?: readonly string[];
}

/** What `--set` says, split into facts and options. */
export interface Said {
  readonly declared: readonly Declaration[];
  readonly answers: Answers;
  /** As it should stand in derrick.yaml: component (`null` = all), key, value. */
  readonly entries: readonly { readonly component: string | null; readonly key: string; readonly value: Scalar }[];
}

const PLACE = { file: null, line: null } as const;

function typed(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

/** Reads `--set`; every bad one is reported. */
export function readSet(flags: readonly string[]): Result<Said> {
  const declared: Declaration[] = [];
  const shared: Record<string, Scalar> = {};
  const components: Record<string, Record<string, Scalar>> = {};
  const entries: { component: string | null; key: string; value: Scalar }[] = [];
  const problems: Diagnostic[] = [];
  for (const flag of flags) {
    const [, name, key = '', text = ''] = /^(?:(.+)\.)?([A-Za-z][\w-]*)=(.*)$/s.exec(flag) ?? [];
    if (key === '') {
      problems.push({
        code: 'DRK4001',
        severity: 'error',
        detail: `--set ${flag}: it must be COMPONENT.OPTION=VALUE or OPTION=VALUE`,
      });
      continue;
    }
    const component = name ?? null;
    const value = typed(text);
    entries.push({ component, key, value });
    if (isSetting(key)) {
      const made = declare(key, value, PLACE);
      if ('evidence' in made) declared.push({ component, evidence: made.evidence });
      else
        problems.push({ code: 'DRK4001', severity: 'error', detail: `--set ${flag}: ${key} must be ${made.expects}` });
    } else if (component === null) {
      shared[key] = value;
    } else {
      components[component] = { ...components[component], [key]: value };
    }
  }
  return problems.length > 0 ? failed(problems) : ok({ declared, answers: { shared, components }, entries });
}

function merged(
  a: Readonly<Record<string, Readonly<Record<string, Scalar>>>>,
  b: Readonly<Record<string, Readonly<Record<string, Scalar>>>>,
): Readonly<Record<string, Readonly<Record<string, Scalar>>>> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, { ...a[name], ...b[name] }]));
}

/** derrick.yaml with the flags on top: a flag wins over the file's word on the same thing. */
export function withFlags(config: Config, said: Said): Config {
  const replaced = new Set(said.declared.map(({ component, evidence }) => JSON.stringify([component, evidence.field])));
  const kept = config.declared.filter(
    ({ component, evidence }) =>
      !replaced.has(JSON.stringify([component, evidence.field])) &&
      !replaced.has(JSON.stringify([null, evidence.field])),
  );
  return {
    ...config,
    declared: [...said.declared, ...kept],
    answers: {
      shared: { ...config.answers.shared, ...said.answers.shared },
      components: merged(config.answers.components, said.answers.components),
    },
  };
}

function known(flag: string, names: readonly string[]): readonly Diagnostic[] {
  return names
    .filter((name) => !(OUTPUTS as readonly string[]).includes(name))
    .map((name) => ({
      code: 'DRK4002',
      severity: 'error',
      detail: `${flag} ${name}: there is no such output`,
      hint: `There are ${OUTPUTS.join(', ')}.`,
    }));
}

/** The outputs to write: those of derrick.yaml or the default ones, narrowed or widened by the flags. */
export function chosenOutputs(
  config: Config,
  flags: ProjectFlags,
  defaults: readonly Output[],
): Result<readonly Output[]> {
  const problems = [
    ...known('--only', flags.only ?? []),
    ...known('--with', flags.with ?? []),
    ...known('--without', flags.without ?? []),
  ];
  if (problems.length > 0) return failed(problems);
  const base: readonly string[] = flags.only ?? [...(config.outputs ?? defaults), ...(flags.with ?? [])];
  return ok(OUTPUTS.filter((output) => base.includes(output) && !(flags.without ?? []).includes(output)));
}
