import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { servingOnly } from './other-language.ts';
import { PAGE_FOLDERS, pageEntries } from './page-files.ts';
import type { Site } from './sites.ts';

interface Setting {
  readonly value: string;
  readonly line: number;
}

/** The settings of a Staticfile. Source: https://docs.cloudfoundry.org/buildpacks/staticfile/ */
function staticfile(scope: Scope): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const [index, line] of (scope.text(scope.at('Staticfile'))?.text ?? '').split('\n').entries()) {
    const [, key, value] = /^([\w-]+):\s*["']?([^"'#]*?)["']?\s*(?:#.*)?$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) found.set(key, { value, line: index + 1 });
  }
  return found;
}

/** What says that one page answers every path. */
function spaOf(scope: Scope, output: string, settings: ReadonlyMap<string, Setting>): Site['spa'] {
  for (const key of ['index_fallback', 'pushstate']) {
    const setting = settings.get(key);
    const isOn = setting !== undefined && !/^(false|no|off|disabled|)$/i.test(setting.value);
    if (isOn) return { file: scope.at('Staticfile'), line: setting.line, because: `the Staticfile says ${key}` };
  }
  for (const folder of [output, '.']) {
    const file = scope.at(folder, '_redirects');
    const lines = scope.text(file)?.text.split('\n') ?? [];
    const at = lines.findIndex((line) => /^\/\*\s+\/(index\.html)?\s+200!?\s*$/.test(line.trim()));
    if (at >= 0) return { file, line: at + 1, because: 'every path is rewritten to the index page' };
  }
  const netlify = scope.at('netlify.toml');
  const doc = scope.project.has(netlify) ? scope.doc(netlify, 'toml') : undefined;
  const redirects: unknown = doc?.get('redirects');
  for (const [index, entry] of (Array.isArray(redirects) ? (redirects as readonly unknown[]) : []).entries()) {
    const { from, to, status } = (entry ?? {}) as { from?: unknown; to?: unknown; status?: unknown };
    if (from === '/*' && to === '/index.html' && status === 200) {
      return {
        file: netlify,
        line: doc?.lineOf('redirects', index, 'from') ?? null,
        because: 'every path is rewritten to the index page',
      };
    }
  }
  const script = servingOnly(scope)?.scripts.find(({ isSpa }) => isSpa);
  if (script === undefined) return null;
  return {
    file: scope.at('package.json'),
    line: null,
    because: `the ${script.name} script serves one page for every path`,
  };
}

function titleOf(scope: Scope, index: RelPath): { readonly name: string; readonly line: number } | null {
  const lines = scope.text(index)?.text.split('\n') ?? [];
  for (const [at, line] of lines.entries()) {
    const name = /<title>\s*([^<]{1,60}?)\s*<\/title>/i.exec(line)?.[1];
    if (name !== undefined) return { name: name.split(/\s[|–—-]\s/)[0] ?? name, line: at + 1 };
  }
  return null;
}

/** A folder of finished pages: where a Staticfile or a serving script says, else where an index.html lies. */
export function plainSite(scope: Scope): Site | undefined {
  const settings = staticfile(scope);
  const root = settings.get('root');
  const served = servingOnly(scope)?.scripts.find(({ folder }) => folder !== null);
  const wanted = root?.value ?? served?.folder ?? undefined;
  const inside = wanted === undefined || wanted === '' ? undefined : insideRoot(wanted);
  const folders = inside === undefined ? PAGE_FOLDERS : [inside];
  const output = folders.find((folder) => scope.project.has(scope.at(folder, 'index.html')));
  if (output === undefined) return undefined;
  const index = scope.at(output, 'index.html');
  const title = titleOf(scope, index);
  const manifest = scope.at('package.json');
  const doc = scope.project.has(manifest) ? scope.doc(manifest, 'json') : undefined;
  const own = doc?.get('name');
  return {
    id: 'html',
    title: 'HTML',
    file: root === undefined ? index : scope.at('Staticfile'),
    line: root?.line ?? null,
    output,
    outputLine: root?.line ?? null,
    build: null,
    name: typeof own === 'string' ? own : (title?.name ?? null),
    nameLine: typeof own === 'string' ? null : (title?.line ?? null),
    files: output === '.' ? pageEntries(scope) : [],
    spa: spaOf(scope, output, settings),
  };
}
