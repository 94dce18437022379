import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { listenParts, type Via } from './listen-parts.ts';
import { indexOf } from './module-index.ts';
import { modulesOf } from './modules.ts';
import { type Setting, settingOf } from './settings.ts';

/** Kinds of listening calls and settings. */
export type ListenVia = Via | 'gunicorn' | 'streamlit';

/** A place in the code or its settings that says where a server listens. */
export interface Listen {
  readonly file: RelPath;
  readonly line: number;
  readonly port: number | null;
  readonly portVariable: string | null;
  /** The host as written; `null` when none is. */
  readonly host: string | null;
  readonly hostVariable: string | null;
  /** The call, by what it belongs to. */
  readonly via: ListenVia;
  /** The function that the call stands in; empty at the top of the file. */
  readonly owner: string;
}

function portOf({ value }: Setting): number | null {
  const number = typeof value === 'number' ? value : /^\d{2,5}$/.test(String(value)) ? Number(value) : 0;
  return number > 0 && number <= 65535 ? number : null;
}

function gunicornConfig(scope: Scope): Listen | undefined {
  const path = scope.at('gunicorn.conf.py');
  const tree = scope.python(path);
  if (tree === undefined) return undefined;
  const bind = indexOf(tree).assignments.find(({ target }) => target === 'bind');
  const [host, port] = bind?.value?.kind === 'text' ? bind.value.value.split(':') : [];
  const number = portOf({ value: port ?? null, variable: null });
  if (bind === undefined || number === null) return undefined;
  return {
    file: path,
    line: bind.line,
    port: number,
    portVariable: null,
    host: host ?? null,
    hostVariable: null,
    via: 'gunicorn',
    owner: '',
  };
}

function streamlitConfig(scope: Scope): Listen | undefined {
  const path = scope.at('.streamlit/config.toml');
  const doc = scope.project.has(path) ? scope.doc(path, 'toml') : undefined;
  const port = doc?.get('server', 'port');
  if (doc === undefined || typeof port !== 'number') return undefined;
  const line = doc.lineOf('server', 'port') ?? 1;
  return { file: path, line, port, portVariable: null, host: null, hostVariable: null, via: 'streamlit', owner: '' };
}

/** Every listening call of a component and the settings of its servers, in the order of the files. */
export const listensOf = perComponent((scope): readonly Listen[] => {
  const found: Listen[] = [];
  const imported = modulesOf(scope).flatMap((module) => module.imported);
  const libraries = new Set(imported.map(({ module }) => module.split('.')[0] ?? ''));
  for (const module of modulesOf(scope)) {
    for (const { expr, line, owner } of module.calls) {
      const parts = listenParts(module, expr, libraries);
      if (parts === undefined) continue;
      const port = settingOf(scope, module, parts.port);
      const host = settingOf(scope, module, parts.host);
      found.push({
        file: module.path,
        line,
        port: portOf(port),
        portVariable: port.variable,
        host: typeof host.value === 'string' ? host.value : null,
        hostVariable: host.variable,
        via: parts.via,
        owner,
      });
    }
  }
  const settings = [gunicornConfig(scope), streamlitConfig(scope)].filter((one) => one !== undefined);
  return [...settings, ...found];
});
