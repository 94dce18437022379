import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { LoadedRigging, OptionSpec, RiggingManifest, Scalar } from '../model/rigging.ts';
import type { Answers } from './plan.ts';

function expected(spec: OptionSpec): string {
  if (spec.type === 'enum') return `one of ${(spec.values ?? []).join(', ')}`;
  if (spec.type !== 'integer') return `a ${spec.type}`;
  if (spec.minimum !== undefined && spec.maximum !== undefined)
    return `a whole number from ${spec.minimum} to ${spec.maximum}`;
  return spec.minimum === undefined ? 'a whole number' : `a whole number of ${spec.minimum} or more`;
}

/** Reads a value (a string from the command line, or typed YAML) as an option's type; `undefined` when it is none. */
function coerce(spec: OptionSpec, value: Scalar): Scalar | undefined {
  if (spec.type === 'boolean')
    return typeof value === 'boolean'
      ? value
      : ({ true: true, false: false } as Record<string, boolean>)[String(value)];
  if (spec.type === 'integer') {
    const number = typeof value === 'number' ? value : /^-?\d+$/.test(String(value)) ? Number(value) : Number.NaN;
    const fits =
      Number.isSafeInteger(number) && number >= (spec.minimum ?? number) && number <= (spec.maximum ?? number);
    return fits ? number : undefined;
  }
  const text = String(value);
  if (spec.type === 'enum') return (spec.values ?? []).includes(text) ? text : undefined;
  return text;
}

/** The values of a rigging's options for one component: its own answer, the shared one, the default. */
export function optionValues(
  manifest: RiggingManifest,
  answers: Answers,
  component: string,
): Result<Readonly<Record<string, Scalar>>> {
  const values: Record<string, Scalar> = {};
  const problems: Diagnostic[] = [];
  for (const [name, spec] of Object.entries(manifest.options)) {
    const said = answers.components[component]?.[name] ?? answers.shared[name];
    const value = said === undefined ? spec.default : coerce(spec, said);
    if (value === undefined) {
      problems.push({
        code: 'DRK2004',
        severity: 'error',
        detail: `${component}.${name} is ${JSON.stringify(said)}, but must be ${expected(spec)}`,
      });
    } else {
      values[name] = value;
    }
  }
  return problems.length > 0 ? failed(problems) : ok(values);
}

/** A diagnostic for each answer that is no option of any rigging: most likely a typing error. */
export function unknownOptions(
  answers: Answers,
  riggings: readonly Pick<LoadedRigging, 'manifest'>[],
  settings: readonly string[],
): readonly Diagnostic[] {
  const options = new Set(riggings.flatMap(({ manifest }) => Object.keys(manifest.options)));
  const said = [
    ...Object.keys(answers.shared),
    ...Object.entries(answers.components).flatMap(([name, own]) => Object.keys(own).map((key) => `${name}.${key}`)),
  ];
  return said
    .filter((path) => !options.has(path.split('.').at(-1) ?? ''))
    .map((path) => ({
      code: 'DRK4002',
      severity: 'error',
      detail: `${path}: there is no such setting or option`,
      hint: `Settings: ${settings.join(', ')}. Options: ${[...options].sort().join(', ')}.`,
    }));
}
