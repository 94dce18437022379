import { insideRoot, isWithin, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';
import { type AngularProject, angularProject, BUILD } from './angular-project.ts';
import { optionOf } from './script-flags.ts';
import { type BuildUse, buildUses } from './site-setting.ts';

/** The settings of one project's build. */
export interface Options {
  readonly builder: string;
  get(option: string): unknown;
  /** Where an option is set; where it is not, the project's own line. */
  placeOf(option: string): { readonly file: RelPath; readonly line: number | null };
  /** Where the separate server of older Angular is built to. */
  readonly server: string | undefined;
}

/** The call of `ng build` for a project: one that names it, else one that names none. */
function commandFor(scope: Scope, { doc, name }: AngularProject): BuildUse | undefined {
  const all = entriesOf(doc.get('projects'));
  const uses = buildUses(scope, BUILD);
  return uses.find(({ args }) => args.includes(name)) ?? uses.find(({ args }) => !args.some((arg) => all.has(arg)));
}

/** The configurations that a build takes, what counts more first. */
function configurations(use: BuildUse | undefined, usual: string): readonly string[] {
  const named = use && optionOf(use.args, '--configuration', '-c');
  if (named !== undefined) return named.split(',').reverse();
  return use?.args.includes('--prod') === true ? ['production'] : [usual];
}

/** Options of `ng build` that count more than the file. Source: https://angular.dev/cli/build */
const FLAGS: Readonly<Record<string, string>> = { outputPath: '--output-path', baseHref: '--base-href' };

/** The settings of a project's build as they count in production: options of the script, then the configurations. */
export function buildOptions(scope: Scope, project: AngularProject): Options {
  const { doc, keys: own } = project;
  const key = doc.get(...own, 'architect') === undefined ? 'targets' : 'architect';
  const target = [...own, key, 'build'];
  const use = commandFor(scope, project);
  const usual = stringOf(doc.get(...target, 'defaultConfiguration')) ?? 'production';
  const places = [
    ...configurations(use, usual).map((name) => [...target, 'configurations', name]),
    [...target, 'options'],
  ];
  const at = (option: string): readonly string[] | undefined =>
    places.map((place) => [...place, option]).find((keys) => doc.get(...keys) !== undefined);
  const flag = (option: string): unknown => {
    if (option === 'localize') return use?.args.includes('--localize') === true ? true : undefined;
    return use && optionOf(use.args, FLAGS[option] ?? '');
  };
  return {
    builder: stringOf(doc.get(...target, 'builder') ?? doc.get(...target, 'executor')) ?? '',
    get: (option) => flag(option) ?? doc.get(...(at(option) ?? [...target, 'options', option])),
    placeOf: (option) =>
      use !== undefined && flag(option) !== undefined
        ? { file: use.file, line: use.line }
        : { file: doc.path, line: doc.lineOf(...(at(option) ?? (own.length > 0 ? own : ['name']))) },
    server: stringOf(doc.get(...own, key, 'server', 'options', 'outputPath')),
  };
}

/**
 * The folders of the output that each hold the application in one language, the source's first; none where it is built
 * once. Source: https://angular.dev/guide/i18n/merge
 */
export function localeFolders({ doc, keys }: AngularProject, options: Options): readonly string[] {
  const wanted = options.get('localize');
  if (wanted !== true && !Array.isArray(wanted)) return [];
  const source = doc.get(...keys, 'i18n', 'sourceLocale');
  const code = stringOf(source) ?? stringOf(entriesOf(source).get('code')) ?? 'en-US';
  const all = new Map([[code, source], ...entriesOf(doc.get(...keys, 'i18n', 'locales'))]);
  const chosen = [...all].filter(([locale]) => wanted === true || (wanted as readonly unknown[]).includes(locale));
  const folders = chosen.map(([locale, settings]) => {
    const path = entriesOf(settings).get('subPath');
    return typeof path === 'string' ? path : locale;
  });
  return folders.filter((path) => /^[A-Za-z0-9_-]*$/.test(path));
}

/** A folder that the build writes, relative to where it runs; `undefined` when it leads out of there. */
export function builtFolder({ root }: AngularProject, ...parts: readonly string[]): RelPath | undefined {
  const whole = insideRoot([root, ...parts.filter((part) => part !== '')].join('/'));
  return whole !== undefined && isWithin(whole, root) ? (relativeTo(whole, root) as RelPath) : undefined;
}

/** The folder of the output, relative to where the build runs: the whole, or what browsers are served. */
export function outputOf(project: AngularProject, options: Options, browser: boolean): RelPath | undefined {
  const value = options.get('outputPath');
  const base = stringOf(value) ?? stringOf(entriesOf(value).get('base')) ?? `dist/${project.name}`;
  const folder = stringOf(entriesOf(value).get('browser')) ?? (entriesOf(value).has('browser') ? '' : 'browser');
  return builtFolder(project, base, browser ? folder : '');
}

/** The folder of the server below the output. */
export function serverFolder(options: Options): string {
  const value = entriesOf(options.get('outputPath')).get('server');
  return typeof value === 'string' ? value : 'server';
}

/**
 * True where the build of a server bundles every package: no option keeps one out of it, and the builder is the one
 * that does so. Source: https://angular.dev/tools/cli/build-system-migration
 */
export function bundlesServer(scope: Scope): boolean {
  const project = angularProject(scope);
  if (project === undefined) return false;
  const options = buildOptions(scope, project);
  const kept = options.get('externalDependencies');
  return /:application$/.test(options.builder) && !(Array.isArray(kept) && kept.length > 0);
}
