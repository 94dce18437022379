import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type SbtSetting, sbtSetting, sbtStatements } from './sbt-settings.ts';
import { type Call, callsOf, readSource } from './sources.ts';
import { isSign, splitAtCommas, type Token } from './tokens.ts';

/** One project of an sbt build, with what the whole build gives to it. */
export interface SbtProject {
  readonly id: string;
  readonly dir: RelPath;
  readonly line: number;
  /** Its own settings before those of the build, so that the first one counts. */
  readonly settings: readonly SbtSetting[];
  /** Objects of `enablePlugins`. */
  readonly plugins: readonly string[];
  /** Ids of the projects that it depends on. */
  readonly uses: readonly string[];
}

/** A whole sbt build. */
export interface SbtBuild {
  readonly path: RelPath;
  readonly root: RelPath;
  readonly projects: readonly SbtProject[];
  /** Expressions of `val`, here and in project/*.scala, by name. */
  readonly values: ReadonlyMap<string, readonly Token[]>;
}

const VALUE = new Set(['val', 'def']);

/** `lazy val name = expression`: the name and the expression. */
function definition(statement: readonly Token[]): readonly [name: string, value: readonly Token[]] | undefined {
  const at = statement.findIndex(({ kind, text }) => kind === 'word' && VALUE.has(text));
  const name = statement[at + 1];
  const equals = statement.findIndex((token, index) => index > at && isSign(token, '='));
  return at < 0 || at > 2 || name?.kind !== 'word' || equals < 0 ? undefined : [name.text, statement.slice(equals + 1)];
}

function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text);
}

/** The settings of `.settings(…)`, also those that a `val` holds. */
function settingsIn(args: Call['args'], values: SbtBuild['values'], depth = 0): readonly SbtSetting[] {
  return args.flatMap((part) => {
    const own = sbtSetting(part);
    const name = part[0]?.text ?? '';
    const shared = own === undefined && depth < 4 ? values.get(name) : undefined;
    if (own !== undefined) return [own];
    if (shared === undefined) return [];
    const [seq] = callsOf(shared);
    return settingsIn(seq?.args ?? splitAtCommas(shared), values, depth + 1);
  });
}

function projectOf(
  root: RelPath,
  id: string,
  expression: readonly Token[],
  values: SbtBuild['values'],
): SbtProject | undefined {
  const isProject = expression
    .slice(0, 4)
    .some(({ kind, text }) => kind === 'word' && /^(project|Project)(\.|$)/.test(text));
  if (!isProject) return undefined;
  const calls = callsOf(expression);
  const named = (name: string) => calls.filter((call) => call.name === name);
  const folder = named('file')[0]?.args[0]?.[0];
  const dir = insideRoot(`${root}/${folder?.kind === 'string' ? folder.text : id}`);
  if (dir === undefined) return undefined;
  return {
    id,
    dir,
    line: expression[0]?.line ?? 1,
    settings: named('settings').flatMap(({ args }) => settingsIn(args, values)),
    plugins: named('enablePlugins').flatMap(({ args }) => args.flatMap(wordsOf)),
    uses: named('dependsOn').flatMap(({ args }) => args.map(([first]) => first?.text ?? '')),
  };
}

/** The values that the build's own code in project/ defines. */
function valuesOf(scope: Scope, root: RelPath, statements: readonly (readonly Token[])[]): SbtBuild['values'] {
  const values = new Map<string, readonly Token[]>();
  const folder = join(root, 'project');
  for (const path of scope.project.withExtension('scala').filter((one) => one.startsWith(`${folder}/`))) {
    const { tokens } = readSource(path, scope.text(path)?.text ?? '');
    const inside = tokens.slice(tokens.findIndex((token) => isSign(token, '{')) + 1);
    for (const statement of sbtStatements(inside)) {
      const [name, value] = definition(statement) ?? [];
      if (name !== undefined && value !== undefined) values.set(name, value);
    }
  }
  for (const statement of statements) {
    const [name, value] = definition(statement) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
  }
  return values;
}

/** Reads a build.sbt; nothing of it is run. Source: https://www.scala-sbt.org/1.x/docs/Basic-Def.html */
export function readSbt(scope: Scope, root: RelPath): SbtBuild | undefined {
  const path = join(root, 'build.sbt');
  const text = scope.text(path)?.text;
  if (text === undefined) return undefined;
  const statements = sbtStatements(readSource(path, text).tokens);
  const values = valuesOf(scope, root, statements);
  const bare = statements.map(sbtSetting).filter((one) => one !== undefined);
  const shared = bare.filter(({ scopes }) => scopes.includes('ThisBuild') || scopes.includes('Global'));
  const projects = statements.flatMap((statement) => {
    const [id, expression] = definition(statement) ?? [];
    const found = id === undefined || expression === undefined ? undefined : projectOf(root, id, expression, values);
    return found === undefined ? [] : [found];
  });
  const enabled = statements
    .filter(([first]) => first?.text === 'enablePlugins')
    .flatMap((one) => wordsOf(one.slice(1)));
  const own = bare.filter((one) => !shared.includes(one));
  const all = projects.some(({ dir }) => dir === root)
    ? projects
    : [...projects, { id: '', dir: root, line: 1, settings: [], plugins: [], uses: [] }];
  return {
    path,
    root,
    values,
    projects: all.map((one) => {
      const isRoot = one.dir === root;
      const plugins = isRoot ? [...one.plugins, ...enabled] : one.plugins;
      return { ...one, plugins, settings: [...one.settings, ...(isRoot ? own : []), ...shared] };
    }),
  };
}

/** The text of an expression, through names: `"x"`, `Versions.play`, `Some("x.Main")`. */
export function sbtText(build: SbtBuild, expression: readonly Token[], depth = 0): string | undefined {
  const text = expression.find(({ kind }) => kind === 'string');
  if (text !== undefined) return text.text.includes('$') ? undefined : text.text;
  const name = expression.find(({ kind }) => kind === 'word')?.text ?? '';
  const value = build.values.get(name.slice(name.lastIndexOf('.') + 1));
  return value === undefined || depth > 6 ? undefined : sbtText(build, value, depth + 1);
}

/** The first setting of a key, with the scopes that it must have. */
export function settingOf(project: SbtProject, key: string, ...scopes: readonly string[]): SbtSetting | undefined {
  return project.settings.find((one) => one.key === key && scopes.every((scope) => one.scopes.includes(scope)));
}
