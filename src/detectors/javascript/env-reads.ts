import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configPart, isBuildConfig } from './build-config.ts';
import { configVariables } from './config-documents.ts';
import { convictReads, envVarRead } from './env-chains.ts';
import { helperRead } from './env-helpers.ts';
import { namedReads } from './env-lists.ts';
import { isOffWithout } from './env-names.ts';
import { checkedVariables } from './env-schemas.ts';
import { isWritten, type Need, treatment } from './env-treatment.ts';
import { ASKED_NAME, ENV_CALL, isEnvironment } from './environment.ts';
import { keyName, stringIn } from './expressions.ts';
import type { Place } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { asksConfigService, nestSchema, nestSetting, nestValidated } from './nest-config.ts';
import { fieldTraits } from './schema-fields.ts';
import { settingOf } from './setting.ts';
import type { Setting } from './setting-value.ts';
import { lineOf } from './walk.ts';

/** One read of an environment variable. */
export interface EnvRead {
  readonly name: string;
  readonly file: RelPath;
  readonly line: number | null;
  readonly default: string | null;
  readonly need: Need;
  /** True where the code itself says that the value is a secret. */
  readonly sensitive?: boolean;
  /** When it is read, where that is told: by the build, or by the process that the build makes. */
  readonly at?: 'build' | 'run';
  /** True where the value ends up in what browsers load. */
  readonly isOpen?: boolean;
}

function text({ value }: Setting): string | null {
  return value === null ? null : String(value);
}

function declared(
  name: string,
  { node, module }: Place,
  { default: value, optional }: { readonly default: Setting; readonly optional: boolean },
): EnvRead {
  const standard = text(value);
  const need = standard !== null || optional ? 'copes' : 'insists';
  return { name, file: module.path, line: lineOf(node), default: standard, need };
}

/** Reads of members: `process.env.X`, `env[name]`, `name in process.env`. */
function* memberReads(scope: Scope, module: ModuleIndex): Iterable<EnvRead> {
  for (const { path, node } of module.members) {
    if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') continue;
    if (isWritten(module, node) || !isEnvironment(scope, { node: node.object, module })) continue;
    const name = path.slice(path.lastIndexOf('.') + 1);
    const part = isBuildConfig(module.path) ? configPart(module, node) : undefined;
    if (part === 'development' || part === 'runtime') continue;
    const when = part === undefined ? {} : { at: 'build' as const, isOpen: part === 'public' };
    yield { name, file: module.path, line: lineOf(node), ...treatment(scope, module, node), ...when };
  }
  for (const node of module.computed) {
    for (const { name, isListed } of namedReads(scope, { node, module })) {
      const told = treatment(scope, module, node);
      const need = node.type === 'BinaryExpression' ? 'tests' : told.need;
      const at = { name, file: module.path, line: lineOf(node), default: told.default };
      yield { ...at, need: isListed && told.default === null ? 'insists' : need };
    }
  }
  for (const { pattern, init } of module.patterns) {
    if (!isEnvironment(scope, { node: init, module })) continue;
    for (const property of pattern.properties) {
      const name = property.type === 'ObjectProperty' ? keyName(property.key) : undefined;
      if (name === undefined || property.type !== 'ObjectProperty') continue;
      const fallback = property.value.type === 'AssignmentPattern' ? property.value.right : undefined;
      const standard = fallback === undefined ? null : text(settingOf(scope, { node: fallback, module }));
      const at = { name, file: module.path, line: lineOf(property) };
      yield { ...at, default: standard, need: fallback === undefined ? 'needs' : 'copes' };
    }
  }
}

/** Reads through calls: of libraries, of functions of the project, of the configuration service of NestJS. */
function* callReads(scope: Scope, module: ModuleIndex): Iterable<EnvRead> {
  const read = (place: Place): Setting => settingOf(scope, place);
  for (const { node, name: callee = '', line } of module.calls) {
    const place = { node, module };
    const chain = envVarRead(place, read);
    if (chain !== undefined) {
      yield declared(chain.name, place, chain);
      continue;
    }
    const helped = helperRead(scope, place, read);
    if (helped !== undefined) {
      const told = treatment(scope, module, node);
      const standard = text(helped.default) ?? told.default;
      const need = standard !== null ? 'copes' : (helped.need ?? told.need);
      yield { name: helped.name, file: module.path, line, default: standard, need };
      continue;
    }
    const asked = stringIn(node.arguments[0]) ?? '';
    if (ENV_CALL.test(callee) && ASKED_NAME.test(asked)) {
      const standard = text(settingOf(scope, place));
      // AdonisJS checks its variables when it starts: asking for one says nothing of whether it must be there.
      const need = standard !== null || callee === 'env.get' ? 'copes' : 'needs';
      yield { name: asked, file: module.path, line, default: standard, need };
      continue;
    }
    if (asksConfigService(module, node.callee) && ASKED_NAME.test(asked) && nestSetting(scope, asked) === undefined) {
      const second = node.arguments[1];
      const standard = second === undefined ? null : text(settingOf(scope, { node: second, module }));
      const told = treatment(scope, module, node);
      const insists = callee.endsWith('getOrThrow') ? 'insists' : told.need;
      const at = { name: asked, file: module.path, line, default: standard ?? told.default };
      yield { ...at, need: at.default === null ? insists : 'copes' };
      continue;
    }
    for (const variable of convictReads(scope, place, read)) {
      yield { ...declared(variable.name, variable.place, variable), sensitive: variable.sensitive === true };
    }
    for (const variable of checkedVariables(scope, place, read))
      yield declared(variable.name, variable.place, variable);
  }
}

/** What the configuration module of NestJS checks when the application starts. */
function* nestReads(scope: Scope): Iterable<EnvRead> {
  const read = (place: Place): Setting => settingOf(scope, place);
  const { fields, classes } = nestValidated(scope);
  for (const [name, place] of [...nestSchema(scope), ...fields]) {
    yield declared(name, place, fieldTraits(scope, place, read));
  }
  for (const { name, place, value, optional } of classes) {
    yield declared(name, place, {
      default: value === undefined ? { value: null, variable: null } : read(value),
      optional,
    });
  }
}

/** Every environment variable that the files read, and that the configuration they load names, in the order of the source. */
export function envReads(scope: Scope, modules: readonly ModuleIndex[]): readonly EnvRead[] {
  const found: EnvRead[] = modules.flatMap((module) => [...memberReads(scope, module), ...callReads(scope, module)]);
  if (
    modules.some(({ imports }) =>
      imports.some(({ source }) => source === 'config' || source === '@feathersjs/configuration'),
    )
  ) {
    for (const { name, file, line, value, isSet } of configVariables(scope)) {
      const standard = value === null ? null : String(value);
      found.push({ name, file, line, default: standard, need: isSet ? 'copes' : 'insists' });
    }
  }
  return [...found, ...nestReads(scope)];
}

/** True when the program cannot do without: it insists somewhere, or it needs a value and never tests for one. */
export function isRequired(name: string, reads: readonly EnvRead[]): boolean {
  if (reads.some(({ need }) => need === 'insists')) return true;
  return (
    !isOffWithout(name) && reads.some(({ need }) => need === 'needs') && !reads.some(({ need }) => need === 'tests')
  );
}
