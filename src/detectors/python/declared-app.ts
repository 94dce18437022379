import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { stringOf } from '../node/json-shape.ts';
import { pyprojectOf } from './pyproject.ts';

/** An application that the project's own settings name. */
export interface DeclaredApp {
  readonly framework: string;
  /** Dotted, as Python imports it. */
  readonly module: string;
  /** The variable or factory; empty where only the module is named. */
  readonly name: string;
  readonly isFactory: boolean;
  readonly file: RelPath;
  readonly line: number | null;
  /** A short name of the setting. */
  readonly label: string;
}

/** `package.module:name`, `package/module.py:name()` or a module alone. */
function parsed(text: string): Pick<DeclaredApp, 'module' | 'name' | 'isFactory'> | undefined {
  const match = /^([\w./-]+?)(?:\.py)?(?::([A-Za-z_]\w*)(\(\))?)?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const module = match[1].replace(/^\.\//, '').replaceAll('/', '.');
  return { module, name: match[2] ?? '', isFactory: match[3] !== undefined };
}

/** Source: https://fastapi.tiangolo.com/fastapi-cli/ */
function ofFastapi(scope: Scope): DeclaredApp | undefined {
  const doc = pyprojectOf(scope)?.doc;
  const found = parsed(stringOf(doc?.get('tool', 'fastapi', 'entrypoint')) ?? '');
  if (doc === undefined || found === undefined) return undefined;
  const line = doc.lineOf('tool', 'fastapi', 'entrypoint');
  return { framework: 'fastapi', ...found, file: doc.path, line, label: 'tool.fastapi.entrypoint' };
}

/** FLASK_APP of the file that Flask's command line reads. Source: https://flask.palletsprojects.com/en/stable/cli/ */
function ofFlask(scope: Scope): DeclaredApp | undefined {
  const file = scope.at('.flaskenv');
  const lines = (scope.text(file)?.text ?? '').split('\n');
  const index = lines.findIndex((line) => /^\s*(export\s+)?FLASK_APP\s*=/.test(line));
  const value = lines[index]?.replace(/^[^=]*=/, '').replace(/^\s*["']|["']\s*$/g, '');
  const found = parsed(value ?? '');
  return found && { framework: 'flask', ...found, file, line: index + 1, label: 'FLASK_APP' };
}

/** The application that a setting of the project names; it counts more than the habits of file names. */
export function declaredApp(scope: Scope): DeclaredApp | undefined {
  return ofFastapi(scope) ?? ofFlask(scope);
}
