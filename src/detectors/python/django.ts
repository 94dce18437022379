import { basename, dirname, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { type Expr, textOf } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { moduleAt, modulesOf, resolveModule } from './modules.ts';
import { pathOf } from './path-value.ts';
import { has, pythonProject } from './project.ts';
import { defaultOf, readsEnvironment } from './settings.ts';

/** A Django project inside a component. */
export interface DjangoSite {
  readonly manage: RelPath;
  /** The folder of manage.py. */
  readonly root: RelPath;
  /** What manage.py sets, and what the server's module sets. */
  readonly manageSettings: string | null;
  readonly serverSettings: string | null;
  /** The settings to run with: those of production where the server's module names others and these lie beside them. */
  readonly usedSettings: string | null;
  /** The module of the server's callable. */
  readonly wsgi: PyModule | undefined;
  readonly asgi: PyModule | undefined;
  /** The settings files, the one in use first, then what it imports. */
  readonly settings: readonly PyModule[];
}

/** The module that a file names in `os.environ.setdefault('DJANGO_SETTINGS_MODULE', …)`. */
function settingsName(module: PyModule | undefined): string | null {
  for (const { expr } of module?.calls ?? []) {
    if (textOf(expr.args[0]) !== 'DJANGO_SETTINGS_MODULE') continue;
    if (expr.callee.endsWith('.setdefault')) return textOf(expr.args[1]) ?? null;
  }
  return null;
}

/** Names of settings that are for a developer's machine, or for others to build on. */
const ASIDE = /^(dev|devel|develop|development|local|base|common|test|testing)$/;

const PRODUCTION = ['production', 'prod', 'live'];

/** The settings of production beside those that are not for it. */
function productionBeside(scope: Scope, name: string | null, from: RelPath): string | undefined {
  const parts = name?.split('.') ?? [];
  if (!ASIDE.test(parts.at(-1) ?? '')) return undefined;
  return PRODUCTION.map((one) => [...parts.slice(0, -1), one].join('.')).find(
    (one) => resolveModule(scope, one, from) !== undefined,
  );
}

/** A settings file and those that it takes over by a star import. */
function withBases(scope: Scope, first: RelPath | undefined): readonly PyModule[] {
  const found: PyModule[] = [];
  const queue = first === undefined ? [] : [first];
  for (let path = queue.shift(); path !== undefined && found.length < 8; path = queue.shift()) {
    const module = moduleAt(scope, path);
    if (module === undefined || found.includes(module)) continue;
    found.push(module);
    for (const one of module.imported) {
      const base = one.name === '*' ? resolveModule(scope, one.module, module.path) : undefined;
      if (base !== undefined) queue.push(base);
    }
  }
  return found;
}

/** The Django project of a component: where manage.py is, what serves it and its settings. */
export const djangoSite = perComponent((scope): DjangoSite | undefined => {
  const manage = modulesOf(scope).find(
    ({ path, texts }) => basename(path) === 'manage.py' && texts.has('DJANGO_SETTINGS_MODULE'),
  );
  if (manage === undefined) return undefined;
  const named = (name: string) =>
    modulesOf(scope).find(
      ({ path, imported }) =>
        basename(path) === name &&
        imported.some(({ module }) => module.startsWith('django') || module.startsWith('channels')),
    );
  const wsgi = named('wsgi.py');
  const asgi = named('asgi.py');
  const manageSettings = settingsName(manage);
  const serverSettings = settingsName(wsgi ?? asgi);
  const stated = serverSettings ?? manageSettings;
  const used = productionBeside(scope, stated, manage.path) ?? stated;
  const file = used === null ? undefined : resolveModule(scope, used, manage.path);
  return {
    manage: manage.path,
    root: dirname(manage.path),
    manageSettings,
    serverSettings,
    usedSettings: used,
    wsgi,
    asgi,
    settings: withBases(scope, file),
  };
});

/** A setting's expression: the first file that assigns it decides. */
export function settingNamed(
  site: DjangoSite,
  name: string,
): { readonly module: PyModule; readonly value: Expr; readonly line: number } | undefined {
  for (const module of site.settings) {
    const found = module.assignments.findLast(({ target, owner }) => target === name && owner === '');
    if (found?.value !== undefined) return { module, value: found.value, line: found.line };
  }
  return undefined;
}

/** True when the project serves WebSockets, so that it needs the ASGI side. */
export function needsAsgi(scope: Scope, site: DjangoSite): boolean {
  if (site.asgi === undefined) return false;
  const project = pythonProject(scope);
  const channels = has(project, 'channels', 'daphne') || settingNamed(site, 'ASGI_APPLICATION') !== undefined;
  return channels || site.wsgi === undefined || (has(project, 'uvicorn', 'hypercorn') && !has(project, 'gunicorn'));
}

/** The file or folder that a path of the settings stands for, relative to the component or absolute. */
export function settingPath(
  scope: Scope,
  site: DjangoSite,
  module: PyModule,
  value: Expr | undefined,
): string | undefined {
  const path = pathOf(scope, module, value, { base: site.root, from: scope.dir });
  if (path === undefined || path.startsWith('/')) return path;
  const inside = relativeTo(path as RelPath, scope.dir);
  return inside === '.' || inside.startsWith('..') ? undefined : inside;
}

/** A folder of the settings relative to the component, or absolute; `undefined` when it is no plain folder. */
export function settingFolder(
  scope: Scope,
  site: DjangoSite,
  name: string,
): { readonly path: string; readonly module: PyModule; readonly line: number } | undefined {
  const found = settingNamed(site, name);
  const path = found && settingPath(scope, site, found.module, found.value);
  return found === undefined || path === undefined ? undefined : { path, module: found.module, line: found.line };
}

/** Names of variables that the settings insist on, so that a command at build needs a stand-in for them. */
export function requiredVariables(site: DjangoSite): readonly string[] {
  const names = new Set<string>();
  for (const module of site.settings) {
    for (const { expr } of module.items) {
      if (expr.of.kind === 'name' && canonical(module, expr.of.path) === 'os.environ' && expr.key.kind === 'text')
        names.add(expr.key.value);
    }
    for (const { expr } of module.calls) {
      const name = textOf(expr.args[0]);
      const asks =
        readsEnvironment(module, expr) &&
        !/^os\.(getenv|environ\.(get|setdefault|pop))$/.test(canonical(module, expr.callee));
      if (name !== undefined && asks && defaultOf(expr) === undefined) names.add(name);
    }
    // `SECRET_KEY = os.environ.get('X')` without a default leaves an empty key, which Django refuses.
    const key = module.assignments.find(({ target }) => target === 'SECRET_KEY')?.value;
    const name = key?.kind === 'call' && defaultOf(key) === undefined ? textOf(key.args[0]) : undefined;
    if (key?.kind === 'call' && name !== undefined && readsEnvironment(module, key)) names.add(name);
  }
  return [...names].sort();
}

/** The flags that make manage.py use the settings of the running server where it has other ones itself. */
export function settingsFlag({ manageSettings, usedSettings }: DjangoSite): readonly string[] {
  return usedSettings !== null && usedSettings !== manageSettings ? [`--settings=${usedSettings}`] : [];
}

/**
 * The variable that makes every process use the settings of the server: set where a module of the project, the server's
 * own or a queue's, names other ones as its default. Commands of manage.py are told by a flag.
 */
export function settingsEnv(scope: Scope, site: DjangoSite): Readonly<Record<string, string>> {
  const { manageSettings, serverSettings, usedSettings } = site;
  if (usedSettings === null) return {};
  const others = modulesOf(scope)
    .filter(({ path }) => basename(path) !== 'manage.py')
    .map(settingsName);
  const stated = [serverSettings ?? manageSettings, ...others.filter((name) => name !== null)];
  return stated.every((name) => name === usedSettings) ? {} : { DJANGO_SETTINGS_MODULE: usedSettings };
}

/** `manage.py` as the image's start folder sees it. */
export function managePath(scope: Scope, site: DjangoSite): string {
  return relativeTo(site.manage, scope.dir);
}
