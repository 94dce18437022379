import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isObject, stringOf } from '../node/json-shape.ts';
import { type Expr, textOf } from './expression.ts';
import { indexOf, type PyModule } from './module-index.ts';
import type { Dependency } from './pyproject.ts';
import { normalised, requirementOf } from './requirements.ts';

/** What setup.py or setup.cfg says of a package. */
export interface Setup {
  readonly path: RelPath;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly requiresPython: { readonly raw: string; readonly line: number } | undefined;
  readonly dependencies: readonly Dependency[];
  /** Console scripts: the command, then `module:function`. */
  readonly scripts: ReadonlyMap<string, string>;
}

function named(texts: readonly (readonly [string, number])[], file: RelPath): readonly Dependency[] {
  return texts.flatMap(([text, line]) => {
    const found = requirementOf(text);
    return found === undefined ? [] : [{ name: found.name, extras: found.extras, spec: found.spec, file, line }];
  });
}

function scriptLines(lines: readonly string[]): ReadonlyMap<string, string> {
  const pairs = lines.map((line) => line.split('=').map((part) => part.trim()));
  return new Map(pairs.filter((pair): pair is [string, string] => pair.length === 2 && pair[0] !== ''));
}

/** The value behind a name of the same module, as `install_requires=REQUIRED` uses it. */
function behind(module: PyModule, expr: Expr | undefined): Expr | undefined {
  if (expr?.kind !== 'name') return expr;
  return module.assignments.find(({ target }) => target === expr.path)?.value;
}

function itemsOf(module: PyModule, expr: Expr | undefined): readonly (readonly [string, number])[] {
  const value = behind(module, expr);
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => (item.kind === 'text' ? [[item.value, item.line] as const] : []));
}

/** The setup() call of a setup.py, read in its syntax tree and never run. */
export function setupPy(scope: Scope): Setup | undefined {
  const tree = scope.python(scope.at('setup.py'));
  if (tree === undefined) return undefined;
  const module = indexOf(tree);
  const call = module.calls.find(({ expr }) => /(^|\.)setup$/.test(expr.callee))?.expr;
  if (call === undefined) return undefined;
  const points = behind(module, call.named.get('entry_points'));
  const console =
    points?.kind === 'dict' ? points.entries.find(([key]) => textOf(key) === 'console_scripts') : undefined;
  const requires = behind(module, call.named.get('python_requires'));
  return {
    path: tree.path,
    name: textOf(behind(module, call.named.get('name'))),
    version: textOf(behind(module, call.named.get('version'))),
    requiresPython: requires?.kind === 'text' ? { raw: requires.value, line: requires.line } : undefined,
    dependencies: named(itemsOf(module, call.named.get('install_requires')), tree.path),
    scripts: scriptLines(itemsOf(module, console?.[1]).map(([text]) => text)),
  };
}

interface IniValue {
  readonly lines: readonly (readonly [string, number])[];
}

/** The keys of an INI file as `section.key`; continued values keep their lines. */
function iniOf(text: string): ReadonlyMap<string, IniValue> {
  const found = new Map<string, { lines: [string, number][] }>();
  let section = '';
  let open: { lines: [string, number][] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (/^\s*([#;]|$)/.test(line)) continue;
    if (head !== undefined) {
      section = head.trim();
      open = undefined;
    } else if (/^\s/.test(line)) open?.lines.push([line.trim(), index + 1]);
    else {
      const [key = '', ...rest] = line.split('=');
      const value = rest.join('=').trim();
      open = { lines: value === '' ? [] : [[value, index + 1]] };
      found.set(`${section}.${key.trim()}`, open);
    }
  }
  return found;
}

/** The metadata of a setup.cfg. Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
export function setupCfg(scope: Scope): Setup | undefined {
  const path = scope.at('setup.cfg');
  const ini = iniOf(scope.text(path)?.text ?? '');
  if (![...ini.keys()].some((key) => key.startsWith('metadata.') || key.startsWith('options.'))) return undefined;
  const first = (key: string) => ini.get(key)?.lines[0];
  const requires = first('options.python_requires');
  const version = first('metadata.version')?.[0];
  return {
    path,
    name: first('metadata.name')?.[0],
    version: version?.includes(':') === true ? undefined : version,
    requiresPython: requires && { raw: requires[0], line: requires[1] },
    dependencies: named(ini.get('options.install_requires')?.lines ?? [], path),
    scripts: scriptLines((ini.get('options.entry_points.console_scripts')?.lines ?? []).map(([text]) => text)),
  };
}

/** The packages of a Pipfile. Source: https://pipenv.pypa.io/en/latest/pipfile.html */
export function pipfileDependencies(scope: Scope, section: 'packages' | 'dev-packages'): readonly Dependency[] {
  const path = scope.at('Pipfile');
  const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
  const table = doc?.get(section);
  if (doc === undefined || !isObject(table)) return [];
  return Object.entries(table).map(([name, value]) => ({
    name: normalised(name),
    extras: isObject(value) && Array.isArray(value.extras) ? value.extras.map(String) : [],
    spec:
      isObject(value) && typeof value.git === 'string'
        ? `git+${value.git}`
        : (stringOf(isObject(value) ? value.version : value) ?? '*'),
    file: path,
    line: doc.lineOf(section, name),
  }));
}
