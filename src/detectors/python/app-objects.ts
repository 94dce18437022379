import { basename, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { type DeclaredApp, declaredApp } from './declared-app.ts';
import type { Expr } from './expression.ts';
import { FRAMEWORKS, type Framework } from './frameworks.ts';
import { canonical, type PyModule } from './module-index.ts';
import { definitionOf, importName, modulesOf } from './modules.ts';

/** An application in the code, as a server is told about it. */
export interface AppObject {
  readonly framework: Framework;
  readonly module: PyModule;
  readonly line: number;
  /** A variable, or a factory without parameters. */
  readonly name: string;
  readonly isFactory: boolean;
  /** The setting of the project that names it. */
  readonly declared?: DeclaredApp;
}

/** Module names that an entry has by habit, the most telling first. */
const NAMES = [
  'wsgi',
  'asgi',
  'main',
  'app',
  'application',
  'server',
  'api',
  'web',
  'run',
  'index',
  'serve',
  '__init__',
];

/** The framework whose class a name stands for. */
function frameworkNamed(module: PyModule, path: string): Framework | undefined {
  const full = canonical(module, path);
  const stars = module.imported.filter(({ name }) => name === '*').map(({ module: one }) => one);
  const [top = ''] = full.split('.');
  const last = full.split('.').at(-1) ?? '';
  return FRAMEWORKS.find(
    ({ module: own, classes }) =>
      classes.includes(last) && (top === own || stars.some((one) => one.split('.')[0] === own)) && full !== own,
  );
}

/** Classes of the project that stand between an application and its framework's class. */
const MAX_BASES = 4;

/** The framework that a class belongs to: its own, or that of a class of the project which inherits from it. */
function frameworkOfClass(scope: Scope, module: PyModule, path: string, depth = 0): Framework | undefined {
  const own = frameworkNamed(module, path);
  if (own !== undefined || depth > MAX_BASES) return own;
  const found = definitionOf(scope, module, path);
  const type = found?.module.classes.find(({ name, owner }) => name === found.name && owner === '');
  if (found === undefined || type === undefined) return undefined;
  const bases = type.head.args.map((base) =>
    base.kind === 'name' ? frameworkOfClass(scope, found.module, base.path, depth + 1) : undefined,
  );
  return bases.find((base) => base !== undefined);
}

function frameworkOf(scope: Scope, module: PyModule, expr: Expr | undefined): Framework | undefined {
  return expr?.kind === 'call' && expr.callee !== '' ? frameworkOfClass(scope, module, expr.callee) : undefined;
}

interface Factory {
  readonly framework: Framework;
  readonly required: number;
  readonly line: number;
}

/** The functions of a module that make an application: one is assigned or returned in their body. */
function factoriesOf(scope: Scope, module: PyModule): ReadonlyMap<string, Factory> {
  const found = new Map<string, Factory>();
  for (const { name, required, owner, line } of module.functions) {
    if (owner !== '' || found.has(name)) continue;
    const inside = [
      ...module.assignments.filter((one) => one.owner === name).map(({ value }) => value),
      ...module.returns.filter((one) => one.owner === name).map(({ expr }) => expr),
    ];
    const framework = inside.map((expr) => frameworkOf(scope, module, expr)).find((one) => one !== undefined);
    const returns = module.returns.some((one) => one.owner === name);
    if (framework !== undefined && returns) found.set(name, { framework, required, line });
  }
  return found;
}

/** The variable that holds the WSGI callable of a Dash application. */
function exposed(module: PyModule, name: string, { attribute }: Framework): string {
  if (attribute === undefined) return name;
  const alias = module.assignments.find(
    ({ owner, value }) => owner === '' && value?.kind === 'name' && value.path === `${name}.${attribute}`,
  );
  return alias?.target ?? `${name}.${attribute}`;
}

function candidates(scope: Scope): readonly AppObject[] {
  const modules = modulesOf(scope);
  const factories = new Map(modules.map((module) => [module, factoriesOf(scope, module)]));
  const found: AppObject[] = [];
  for (const module of modules) {
    for (const { target, value, owner, line } of module.assignments) {
      if (owner !== '' || value?.kind !== 'call' || target.includes('.')) continue;
      const made = definitionOf(scope, module, value.callee);
      const factory = made && factories.get(made.module)?.get(made.name);
      const framework = frameworkOf(scope, module, value) ?? factory?.framework;
      if (framework === undefined || found.some((one) => one.module === module && one.name === target)) continue;
      found.push({ framework, module, line, name: exposed(module, target, framework), isFactory: false });
    }
    for (const [name, { framework, required, line }] of factories.get(module) ?? []) {
      if (required === 0) found.push({ framework, module, line, name, isFactory: true });
    }
  }
  return found;
}

/** True when another candidate's file imports this one: a sub-application, or the factory that it calls. */
function isPart(scope: Scope, one: AppObject, all: readonly AppObject[]): boolean {
  if (one.isFactory && all.some((other) => !other.isFactory && other.module === one.module)) return true;
  return all.some(
    (other) =>
      other.module !== one.module &&
      [...other.module.imports.keys()].some((local) => {
        const found = definitionOf(scope, other.module, local);
        return found?.module === one.module && (found.name === one.name || found.name === '');
      }),
  );
}

function rank(scope: Scope, { module, isFactory }: AppObject): number {
  const name = basename(module.path).replace(/\.py$/, '');
  const known = NAMES.indexOf(name);
  const depth = relativeTo(module.path, scope.dir).split('/').length;
  return (known < 0 ? NAMES.length : known) + (isFactory ? 30 : 0) + depth * 0.01;
}

/** The application that the project's settings name outright; a module alone stands for the first one in it. */
function declaredObject(scope: Scope, all: readonly AppObject[]): AppObject | undefined {
  const declared = declaredApp(scope);
  const module = declared && modulesOf(scope).find(({ path }) => importName(scope, path).name === declared.module);
  if (declared === undefined || module === undefined) return undefined;
  const named = (one: AppObject) => one.module === module && (declared.name === '' || one.name === declared.name);
  const found = all.find(named);
  if (found !== undefined) return { ...found, declared };
  const framework = FRAMEWORKS.find(({ id }) => id === declared.framework);
  if (framework === undefined || declared.name === '') return undefined;
  const { name } = declared;
  return { framework, module, line: 1, name, isFactory: declared.isFactory, declared };
}

/**
 * The applications of a component, the likeliest first: variables before factories, by the habits of file names.
 * What another one includes is left out.
 */
export const appObjects = perComponent((scope): readonly AppObject[] => {
  const all = candidates(scope);
  const whole = all.filter((one) => !isPart(scope, one, all));
  const ranked = [...(whole.length > 0 ? whole : all)].sort(
    (a, b) => rank(scope, a) - rank(scope, b) || a.line - b.line,
  );
  const declared = declaredObject(scope, all);
  return declared === undefined ? ranked : [declared, ...ranked.filter((one) => one !== declared)];
});

/** Applications that nothing but their order tells apart from the first. */
export function rivals(scope: Scope): readonly AppObject[] {
  const [first, ...others] = appObjects(scope);
  if (first === undefined || first.declared !== undefined) return [];
  const best = Math.floor(rank(scope, first));
  return others.filter((one) => Math.floor(rank(scope, one)) === best && one.framework.protocol !== 'own');
}

/** `package.module:variable`, and the folder that the import starts from. */
export function targetOf(scope: Scope, { module, name, isFactory }: AppObject, call: boolean) {
  const { root, name: dotted } = importName(scope, module.path);
  return { root, target: `${dotted}:${name}${isFactory && call ? '()' : ''}` };
}
