import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type Expr, textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { modulesOf } from './modules.ts';
import { defaultOf, readsEnvironment, settingOf } from './settings.ts';
import type { ClassDef } from './statements.ts';

/** One read of an environment variable. */
export interface EnvRead {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number;
  readonly default: string | null;
  readonly required: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function shownValue(value: string | number | boolean | null): string | null {
  return value === null ? null : typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
}

/** `env_prefix` of pydantic settings, in `model_config` or an inner `Config`. */
function prefixOf(module: PyModule, name: string): string {
  const config = module.assignments.find(({ owner, target }) => owner === name && target === 'model_config')?.value;
  const modern = config?.kind === 'call' ? textOf(config.named.get('env_prefix')) : undefined;
  const old = module.assignments.find(
    ({ owner, target }) => owner === `${name}.Config` && target === 'env_prefix',
  )?.value;
  return modern ?? textOf(old) ?? '';
}

/** The fields of a settings class of pydantic. Source: https://docs.pydantic.dev/latest/concepts/pydantic_settings/ */
function fieldsOf(scope: Scope, module: PyModule, { name, head }: ClassDef): readonly EnvRead[] {
  const isSettings = head.args.some(
    (base) => base.kind === 'name' && /(^|\.)BaseSettings$/.test(canonical(module, base.path)),
  );
  if (!isSettings) return [];
  const prefix = prefixOf(module, name);
  return module.assignments.flatMap(({ owner, target, annotation, value, line }) => {
    if (owner !== name || annotation === undefined || target === 'model_config' || target.startsWith('_')) return [];
    const field = value?.kind === 'call' && /(^|\.)Field$/.test(value.callee) ? value : undefined;
    const alias = textOf(field?.named.get('validation_alias') ?? field?.named.get('alias') ?? field?.named.get('env'));
    const given: Expr | undefined = field === undefined ? value : (field.named.get('default') ?? field.args[0]);
    const { value: fallback } = settingOf(scope, module, given);
    const isOptional = given !== undefined || field?.named.has('default_factory') === true;
    return [
      {
        name: alias ?? `${prefix}${target}`.toUpperCase(),
        file: module.path,
        line,
        default: shownValue(fallback),
        required: !isOptional,
      },
    ];
  });
}

/** Every environment variable that the component's code reads, in the order of the files. */
export function envReads(scope: Scope): readonly EnvRead[] {
  const found: EnvRead[] = [];
  for (const module of modulesOf(scope)) {
    for (const { expr, line } of module.items) {
      const isEnvironment = expr.of.kind === 'name' && canonical(module, expr.of.path) === 'os.environ';
      if (!isEnvironment || expr.key.kind !== 'text') continue;
      const isSet = module.assignments.some((one) => one.line === line && one.value === undefined);
      found.push({ name: expr.key.value, file: module.path, line, default: null, required: !isSet });
    }
    for (const { expr, line } of module.calls) {
      const name = textOf(expr.args[0]);
      if (name === undefined || !readsEnvironment(module, expr) || expr.callee.endsWith('setdefault')) continue;
      const fallback = defaultOf(expr);
      const quiet = /^os\.(getenv|environ\.(get|pop))$|^environ\.get$/.test(canonical(module, expr.callee));
      const value = shownValue(settingOf(scope, module, fallback).value);
      found.push({ name, file: module.path, line, default: value, required: fallback === undefined && !quiet });
    }
    for (const one of module.classes) found.push(...fieldsOf(scope, module, one));
  }
  return found.filter(({ name }) => NAME.test(name));
}
