import { basename, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { localSources } from './local-sources.ts';
import { modulesOf } from './modules.ts';
import { pythonProject } from './project.ts';

/** Top-level folders that no running process reads. */
const ASIDE: ReadonlySet<string> = new Set([
  ...['tests', 'test', 'testing', 'docs', 'doc', 'examples', 'samples', 'benchmarks', 'notebooks', 'requirements'],
  ...[
    'node_modules',
    'kubernetes',
    'k8s',
    'helm',
    'charts',
    'deploy',
    'terraform',
    'ci',
    'build',
    'dist',
    'frontend',
    'htmlcov',
  ],
]);

/** Files that tools read, not the application. */
const TOOLS =
  /^(setup\.py|setup\.cfg|conftest\.py|noxfile\.py|tasks\.py|fabfile\.py|pyproject\.toml|Pipfile(\.lock)?|requirements.*|constraints.*|.*\.lock|tox\.ini|pytest\.ini|mypy\.ini|runtime\.txt|Procfile|Makefile|Dockerfile.*|.*compose.*\.ya?ml|environment\.ya?ml|README.*|LICEN[CS]E.*|CHANGELOG.*|derrick\.yaml|Jenkinsfile|\..*|.*\.(md|rst|ipynb))$/;

/** Settings that servers and migration tools look for by name. */
const BY_NAME: ReadonlySet<string> = new Set([
  'alembic.ini',
  'gunicorn.conf.py',
  'scrapy.cfg',
  'logging.ini',
  'logging.conf',
]);

/** Hidden folders that a tool reads at run time. */
const HIDDEN: ReadonlySet<string> = new Set(['.streamlit', '.chainlit']);

/** The files and folders (with a trailing slash) of a component that its process may read, by what lies at its top. */
export const runFiles = perComponent((scope): readonly string[] => {
  const texts = new Set(
    modulesOf(scope).flatMap(({ texts: own }) => [...own].map((text) => text.split('/').at(-1) ?? '')),
  );
  const project = pythonProject(scope);
  const manifest = project?.setup?.path;
  const found = new Set<string>();
  for (const path of scope.tree.files) {
    const inside = relativeTo(path, scope.dir);
    const [top = '', ...rest] = inside.split('/');
    if (rest.length > 0) {
      if (!ASIDE.has(top) && (!top.startsWith('.') || HIDDEN.has(top)) && !top.endsWith('.egg-info'))
        found.add(`${top}/`);
      continue;
    }
    if (path === manifest) continue;
    const isCode = top.endsWith('.py') && !TOOLS.test(top);
    const isRead = texts.has(basename(path)) && !/^(\.env.*|Dockerfile.*|.*\.(pem|key))$/.test(top);
    if (isCode || BY_NAME.has(top) || isRead) found.add(top);
  }
  // An environment links to these folders, so that they must lie in the image where they lay at install.
  for (const { path, editable } of project === undefined ? [] : localSources(scope, project)) {
    const inside = path === undefined ? '..' : relativeTo(path, scope.dir);
    const isThere = found.has(`${inside.split('/')[0]}/`);
    if (editable && inside !== '.' && !inside.startsWith('..') && !isThere) found.add(`${inside}/`);
  }
  return [...found].sort();
});

/** Folders relative to the component that the code opens for writing or makes. */
export function writtenFolders(
  scope: Scope,
): readonly { readonly path: string; readonly file: RelPath; readonly line: number }[] {
  const found: { path: string; file: RelPath; line: number }[] = [];
  for (const module of modulesOf(scope)) {
    for (const { expr, line } of module.calls) {
      const [first, second] = expr.args;
      const target = first?.kind === 'text' ? first.value : undefined;
      const mode = second ?? expr.named.get('mode');
      const opens = expr.callee === 'open' && mode?.kind === 'text' && /[wax+]/.test(mode.value);
      const makes = /^os\.(makedirs|mkdir)$/.test(expr.callee);
      if (target === undefined || target.startsWith('/tmp') || target.split('/').includes('..')) continue;
      const folder = opens
        ? target.slice(0, Math.max(target.lastIndexOf('/'), 0))
        : makes
          ? target.replace(/\/$/, '')
          : '';
      if (folder !== '' && folder !== '.' && !/[%{]/.test(folder))
        found.push({ path: folder, file: module.path, line });
    }
  }
  return found;
}
