import { byPath, insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { servingOnly } from './other-language.ts';
import type { Site } from './sites.ts';

/** Folders that hold finished pages, by habit; the component's own folder comes first. */
const FOLDERS = [
  '.',
  'public',
  'dist',
  'site',
  '_site',
  'www',
  'htdocs',
  'html',
  'build',
  'out',
  'web',
  'static',
  'docs',
];

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

/** What browsers ask for. */
const PAGE_FILE =
  /\.(html?|css|m?js|json|xml|txt|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|pdf|mp3|mp4|webm|ogg|wasm|webmanifest|map|csv|glb|vtt)$|(^|\/)(CNAME|\.well-known\/.*)$/i;

/** Files and folders of developers, whatever is in them. */
const OF_DEVELOPERS =
  /^(package(-lock)?\.json|tsconfig.*\.json|composer\.json|renovate\.json|vercel\.json|netlify\.toml|requirements.*\.txt|LICENSE\.txt|.*\.config\.[cm]?js|node_modules|tests?|e2e|spec|docker|kubernetes|helm|scripts|tools|coverage|reports|vendor-src)$/;

/** The entries of the component's own folder that are part of its pages. */
function pageEntries(scope: Scope): readonly string[] {
  const found = new Set<string>();
  for (const file of scope.tree.files) {
    const [first = '', ...rest] = relativeTo(file, scope.dir).split('/');
    if (OF_DEVELOPERS.test(first) || (first.startsWith('.') && first !== '.well-known') || !PAGE_FILE.test(file))
      continue;
    found.add(rest.length === 0 ? first : `${first}/`);
  }
  return [...found].sort(byPath);
}

/** A folder of finished pages: where a Staticfile or a serving script says, else where an index.html lies. */
export function plainSite(scope: Scope): Site | undefined {
  const settings = staticfile(scope);
  const root = settings.get('root');
  const served = servingOnly(scope)?.scripts.find(({ folder }) => folder !== null);
  const wanted = root?.value ?? served?.folder ?? undefined;
  const inside = wanted === undefined || wanted === '' ? undefined : insideRoot(wanted);
  const folders = inside === undefined ? FOLDERS : [inside];
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
