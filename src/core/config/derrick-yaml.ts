import type { Declaration } from '../detect/declared.ts';
import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import { insideRoot, relPath } from '../model/paths.ts';
import type { Output, Scalar } from '../model/rigging.ts';
import { parseYaml } from '../workspace/parse-yaml.ts';
import type { DocBody } from '../workspace/parsers.ts';
import { type Config, OUTPUTS } from './config.ts';
import { declare, isSetting, type SettingValue } from './settings.ts';

/** The file of answers at the project's root. */
export const CONFIG_FILE = relPath('derrick.yaml');

const TOP_KEYS: readonly string[] = ['schema', 'name', 'outputs', 'options', 'components'];

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isSettingValue(value: unknown): value is SettingValue {
  return isScalar(value) || (Array.isArray(value) && value.every((word) => typeof word === 'string'));
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Collects problems with their line while the parts are read. */
interface Reading {
  readonly body: DocBody;
  readonly problems: Diagnostic[];
}

function complain({ body, problems }: Reading, keys: readonly string[], detail: string): void {
  problems.push({ code: 'DRK2004', severity: 'error', detail, at: { file: CONFIG_FILE, line: body.lineOf(...keys) } });
}

function readComponent(
  reading: Reading,
  name: string,
  value: unknown,
): { declared: Declaration[]; options: Record<string, Scalar> } {
  const declared: Declaration[] = [];
  const options: Record<string, Scalar> = {};
  const path = entries(value).find(([key]) => key === 'path')?.[1];
  const component = typeof path === 'string' ? (insideRoot(path) ?? name) : name;
  for (const [key, said] of entries(value)) {
    const keys = ['components', name, key];
    if (key === 'path') {
      if (typeof said !== 'string' || insideRoot(said) === undefined)
        complain(reading, keys, 'path must be a folder inside the project');
    } else if (!isSettingValue(said)) {
      complain(reading, keys, `${name}.${key} must be a plain value`);
    } else if (isSetting(key)) {
      const place = { file: CONFIG_FILE, line: reading.body.lineOf(...keys) };
      const made = declare(key, said, place);
      if ('evidence' in made) declared.push({ component, evidence: made.evidence });
      else complain(reading, keys, `${name}.${key} must be ${made.expects}`);
    } else if (isScalar(said)) {
      options[key] = said;
    } else {
      complain(reading, keys, `${name}.${key} must be a plain value`);
    }
  }
  return { declared, options };
}

function readOutputs(reading: Reading): readonly Output[] | null {
  const value = reading.body.get('outputs');
  if (value === undefined) return null;
  const list = Array.isArray(value) ? value : [];
  const known = OUTPUTS.filter((output) => list.includes(output));
  if (!Array.isArray(value) || known.length !== list.length) {
    complain(reading, ['outputs'], `outputs must be a list of ${OUTPUTS.join(', ')}`);
  }
  return known;
}

/** Reads derrick.yaml; every problem is reported with its line, and an unknown key is one. */
export function readConfig(text: string): Result<Config> {
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    const at = { file: CONFIG_FILE, line: parsed.line, column: parsed.column };
    return failed([{ code: 'DRK2004', severity: 'error', detail: parsed.message, at }]);
  }
  const reading: Reading = { body: parsed.value, problems: [] };
  const declared: Declaration[] = [];
  const components: Record<string, Record<string, Scalar>> = {};
  for (const [key] of entries(parsed.value.get())) {
    if (!TOP_KEYS.includes(key))
      complain(reading, [key], `${key} is no key of derrick.yaml; there are ${TOP_KEYS.join(', ')}`);
  }
  for (const [name, value] of entries(parsed.value.get('components'))) {
    const made = readComponent(reading, name, value);
    declared.push(...made.declared);
    components[name] = made.options;
  }
  const shared: Record<string, Scalar> = {};
  for (const [key, value] of entries(parsed.value.get('options'))) {
    if (isScalar(value)) shared[key] = value;
    else complain(reading, ['options', key], `options.${key} must be a plain value`);
  }
  const name = parsed.value.get('name');
  const config: Config = {
    name: typeof name === 'string' ? name : null,
    outputs: readOutputs(reading),
    declared,
    answers: { shared, components },
  };
  return reading.problems.length > 0 ? failed(reading.problems) : ok(config);
}
