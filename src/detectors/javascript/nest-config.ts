import type { Node } from '@babel/types';
import type { Scope } from '../../core/workspace/scope.ts';
import { bare, dotted, keyName, stringIn } from './expressions.ts';
import { follow, type Place, property } from './follow.ts';
import { perComponent } from './memo.ts';
import { moduleAt } from './module-graph.ts';
import { nodeProject } from './node-project.ts';
import { type Fields, fieldsOf } from './schema-fields.ts';
import { returnedBy } from './value-index.ts';
import { walk } from './walk.ts';

const PACKAGE = '@nestjs/config';

/** What the configuration module of NestJS is told. Source: https://docs.nestjs.com/techniques/configuration */
interface NestConfig {
  /** Objects that factories return, below the name that `registerAs` gives them (`''` for none). */
  readonly factories: readonly { readonly prefix: string; readonly object: Place }[];
  /** The fields of `validationSchema`. */
  readonly fields: Fields;
  /** The function that is set as `validate`. */
  readonly validate: Place | undefined;
}

/** The object that a factory returns, with the name that it is registered under. */
function factoryOf(scope: Scope, place: Place): { readonly prefix: string; readonly object: Place } | undefined {
  const { node, module } = follow(scope, place);
  if (node.type === 'CallExpression' && dotted(node.callee) === 'registerAs') {
    const [name, factory] = node.arguments;
    const inner = factory && factoryOf(scope, { node: factory, module });
    return inner && { ...inner, prefix: stringIn(name) ?? '' };
  }
  const result = returnedBy(node).at(-1);
  const object = result && follow(scope, { node: result, module });
  return object?.node.type === 'ObjectExpression' ? { prefix: '', object } : undefined;
}

const nestConfig = perComponent((scope: Scope): NestConfig => {
  const factories: { readonly prefix: string; readonly object: Place }[] = [];
  let fields: Fields = new Map();
  let validate: Place | undefined;
  const uses = nodeProject(scope)?.dependencies.has(PACKAGE) === true;
  for (const file of uses ? scope.tree.withExtension('ts') : []) {
    const text = scope.text(file)?.text ?? '';
    if (!text.includes(PACKAGE) || !/ConfigModule|registerAs/.test(text)) continue;
    const module = moduleAt(scope, file);
    for (const { node, name } of module?.calls ?? []) {
      if (module === undefined) continue;
      if (name === 'registerAs') {
        const factory = factoryOf(scope, { node, module });
        if (factory !== undefined) factories.push(factory);
      }
      const [options] = name === 'ConfigModule.forRoot' ? node.arguments : [];
      const at = options && follow(scope, { node: options, module });
      if (at?.node.type !== 'ObjectExpression') continue;
      const list = property(scope, at, 'load');
      for (const one of list?.node.type === 'ArrayExpression' ? list.node.elements : []) {
        const factory = one && list ? factoryOf(scope, { node: one, module: list.module }) : undefined;
        if (factory !== undefined) factories.push(factory);
      }
      const schema = property(scope, at, 'validationSchema');
      if (schema !== undefined) fields = fieldsOf(scope, schema);
      validate ??= property(scope, at, 'validate');
    }
  }
  return { factories, fields, validate };
});

/** What a key of the configuration service stands for in the objects that the factories return: `database.host`. */
export function nestSetting(scope: Scope, key: string): Place | undefined {
  const path = key.split('.');
  for (const { prefix, object } of nestConfig(scope).factories) {
    if (prefix !== '' && path[0] !== prefix) continue;
    let at: Place | undefined = object;
    for (const name of prefix === '' ? path : path.slice(1)) at = at && property(scope, at, name);
    if (at !== undefined && at !== object) return at;
  }
  return undefined;
}

/** The fields that a class declares for `class-validator`; a field may be missing with a default or `@IsOptional()`. */
function classFields(place: Place): readonly NestField[] {
  const { node } = place;
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return [];
  return node.body.body.flatMap((part) => {
    const name = part.type === 'ClassProperty' && !part.static ? keyName(part.key) : undefined;
    if (name === undefined || part.type !== 'ClassProperty') return [];
    const isOptional = (part.decorators ?? []).some(({ expression }) => {
      return expression.type === 'CallExpression' && dotted(expression.callee) === 'IsOptional';
    });
    const value = part.value ? { node: part.value, module: place.module } : undefined;
    return [
      { name, place: { node: part, module: place.module }, value, optional: isOptional || part.optional === true },
    ];
  });
}

/** A variable that NestJS checks by a class when the application starts. */
export interface NestField {
  readonly name: string;
  readonly place: Place;
  readonly value: Place | undefined;
  readonly optional: boolean;
}

/** The variables that `validationSchema` declares. */
export function nestSchema(scope: Scope): Fields {
  return nestConfig(scope).fields;
}

/** The variables that the function `validate` checks: by a class of class-validator, or by a schema. */
export function nestValidated(scope: Scope): { readonly fields: Fields; readonly classes: readonly NestField[] } {
  const { validate } = nestConfig(scope);
  let fields: Fields = new Map();
  const classes: NestField[] = [];
  if (validate === undefined) return { fields, classes };
  const { module } = validate;
  const ofCall = (node: Node): void => {
    if (node.type !== 'CallExpression') return;
    const callee = bare(node.callee);
    const [first] = node.arguments;
    if (/^(plainToInstance|plainToClass)$/.test(dotted(callee) ?? '') && first !== undefined) {
      classes.push(...classFields(follow(scope, { node: first, module })));
    }
    if (callee.type === 'MemberExpression' && /^(parse|safeParse|validate)$/.test(keyName(callee.property) ?? '')) {
      const found = fieldsOf(scope, { node: callee.object, module });
      if (found.size > 0) fields = found;
    }
  };
  walk(validate.node, ofCall);
  // `validate: schema.parse` and `validate: (c) => schema.parse(c)` both name the schema.
  if (validate.node.type === 'MemberExpression') fields = fieldsOf(scope, { node: validate.node.object, module });
  return { fields, classes };
}

/** The name of a class of the configuration service in a module: its own, or a subclass with the usual name. */
export function asksConfigService(module: Place['module'], callee: Node): boolean {
  const at = bare(callee);
  if (at.type !== 'MemberExpression' && at.type !== 'OptionalMemberExpression') return false;
  if (!/^(get|getOrThrow)$/.test(keyName(at.property) ?? '')) return false;
  const isThere = [...module.imported.values()].some(
    ({ source, name }) => source === PACKAGE || /ConfigService$/.test(name),
  );
  const receiver = dotted(at.object)?.split('.').at(-1) ?? '';
  return isThere && /config|^cs$|^cfg$|env/i.test(receiver);
}
