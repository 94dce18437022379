import type { Command } from '../../core/model/facts.ts';
import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { isOtherApplication } from './other-language.ts';
import { plainSite } from './plain-site.ts';

/** The generators that derrick knows, beside those that Node brings. */
export type GeneratorId = 'hugo' | 'zola' | 'mkdocs' | 'sphinx' | 'jekyll' | 'mdbook';

/** One site: where its files come from and how. */
export interface Site {
  readonly id: GeneratorId | 'html';
  readonly title: string;
  /** The file that shows it. */
  readonly file: RelPath;
  readonly line: number | null;
  /** The folder of the finished files, relative to the component. */
  readonly output: string;
  readonly outputLine: number | null;
  /** `null` where the files are there already. */
  readonly build: Command | null;
  /** What the site is called in its settings. */
  readonly name: string | null;
  readonly nameLine: number | null;
  /** Of finished pages in the component's own folder, what is part of them; folders with a trailing slash. */
  readonly files: readonly string[];
  readonly spa: { readonly file: RelPath; readonly line: number | null; readonly because: string } | null;
}

function textAt(doc: Doc | undefined, ...keys: readonly string[]): string | null {
  const value = doc?.get(...keys);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A folder as settings name it, inside the component. */
function folder(text: string | null, fallback: string): string {
  const inside = text === null ? undefined : insideRoot(text);
  return inside === undefined || inside === '.' ? fallback : inside;
}

function read(scope: Scope, path: RelPath): Doc | undefined {
  const format = path.endsWith('.toml') ? 'toml' : path.endsWith('.json') ? 'json' : 'yaml';
  return scope.doc(path, format);
}

function firstOf(scope: Scope, names: readonly string[]): RelPath | undefined {
  return names.map((name) => scope.at(name)).find((path) => scope.tree.has(path));
}

function hasFolder(scope: Scope, name: string): boolean {
  return scope.project.hasFolder(scope.at(name));
}

const HUGO = [
  'hugo.toml',
  'hugo.yaml',
  'hugo.yml',
  'hugo.json',
  'config/_default/hugo.toml',
  'config/_default/hugo.yaml',
];
const OLD_HUGO = ['config.toml', 'config.yaml', 'config.yml', 'config/_default/config.toml'];

function hugo(scope: Scope): Site | undefined {
  const own = firstOf(scope, HUGO);
  // The older name is any tool's: the folders must be Hugo's too, and the keys its own.
  const older = own === undefined && hasFolder(scope, 'content') ? firstOf(scope, OLD_HUGO) : undefined;
  const file = own ?? older;
  const doc = file && read(scope, file);
  if (file === undefined) return undefined;
  const isHugo = ['layouts', 'archetypes', 'themes', 'assets'].some((name) => hasFolder(scope, name));
  if (own === undefined && (!isHugo || (textAt(doc, 'baseURL') ?? textAt(doc, 'baseurl')) === null)) return undefined;
  const key = textAt(doc, 'publishDir') === null ? 'publishdir' : 'publishDir';
  return {
    id: 'hugo',
    title: 'Hugo',
    file,
    line: null,
    output: folder(textAt(doc, key), 'public'),
    outputLine: doc?.lineOf(key) ?? null,
    build: ['hugo', '--minify', '--cacheDir', '/cache'],
    name: textAt(doc, 'title'),
    nameLine: doc?.lineOf('title') ?? null,
    files: [],
    spa: null,
  };
}

function zola(scope: Scope): Site | undefined {
  const file = firstOf(scope, ['zola.toml', 'config.toml']);
  const doc = file && read(scope, file);
  if (file === undefined || doc === undefined || textAt(doc, 'base_url') === null) return undefined;
  if (!['content', 'templates', 'sass', 'themes'].some((name) => hasFolder(scope, name))) return undefined;
  const flags = file.endsWith('zola.toml') ? ['--config', 'zola.toml'] : [];
  return {
    id: 'zola',
    title: 'Zola',
    file,
    line: doc.lineOf('base_url'),
    output: folder(textAt(doc, 'output_dir'), 'public'),
    outputLine: doc.lineOf('output_dir'),
    build: ['/bin/zola', ...flags, 'build'],
    name: textAt(doc, 'title'),
    nameLine: doc.lineOf('title'),
    files: [],
    spa: null,
  };
}

function mkdocs(scope: Scope): Site | undefined {
  const file = firstOf(scope, ['mkdocs.yml', 'mkdocs.yaml']);
  if (file === undefined) return undefined;
  const doc = read(scope, file);
  const flags = file.endsWith('.yaml') ? ['--config-file', 'mkdocs.yaml'] : [];
  return {
    id: 'mkdocs',
    title: 'MkDocs',
    file,
    line: null,
    output: folder(textAt(doc, 'site_dir'), 'site'),
    outputLine: doc?.lineOf('site_dir') ?? null,
    build: ['mkdocs', 'build', ...flags],
    name: textAt(doc, 'site_name'),
    nameLine: doc?.lineOf('site_name') ?? null,
    files: [],
    spa: null,
  };
}

function sphinx(scope: Scope): Site | undefined {
  const file = firstOf(scope, [
    'conf.py',
    'source/conf.py',
    'docs/conf.py',
    'docs/source/conf.py',
    'doc/conf.py',
    'doc/source/conf.py',
  ]);
  const lines = (file && scope.text(file)?.text.split('\n')) ?? [];
  const at = lines.findIndex((line) => /^(extensions|html_theme|project)\s*=/.test(line));
  if (file === undefined || at < 0) return undefined;
  const source = relativeTo(file, scope.dir).replace(/\/?conf\.py$/, '') || '.';
  const named = lines.findIndex((line) => /^project\s*=/.test(line));
  const name = /^project\s*=\s*u?["']([^"']+)["']/.exec(lines[named] ?? '')?.[1] ?? null;
  return {
    id: 'sphinx',
    title: 'Sphinx',
    file,
    line: at + 1,
    output: '_build/html',
    outputLine: null,
    build: ['sphinx-build', '--builder', 'html', '--jobs', 'auto', source, '_build/html'],
    name,
    nameLine: name === null ? null : named + 1,
    files: [],
    spa: null,
  };
}

function jekyll(scope: Scope): Site | undefined {
  const file = firstOf(scope, ['_config.yml', '_config.yaml', '_config.toml']);
  if (file === undefined) return undefined;
  const gems = firstOf(scope, ['Gemfile']);
  const uses = gems !== undefined && /jekyll|github-pages/.test(scope.text(gems)?.text ?? '');
  const isJekyll = uses || ['_posts', '_layouts', '_includes', '_data', '_sass'].some((name) => hasFolder(scope, name));
  if (!isJekyll) return undefined;
  const doc = read(scope, file);
  return {
    id: 'jekyll',
    title: 'Jekyll',
    file,
    line: null,
    output: folder(textAt(doc, 'destination'), '_site'),
    outputLine: doc?.lineOf('destination') ?? null,
    build: gems === undefined ? ['jekyll', 'build'] : ['bundle', 'exec', 'jekyll', 'build'],
    name: textAt(doc, 'title'),
    nameLine: doc?.lineOf('title') ?? null,
    files: [],
    spa: null,
  };
}

function mdbook(scope: Scope): Site | undefined {
  const file = firstOf(scope, ['book.toml']);
  if (file === undefined) return undefined;
  const doc = read(scope, file);
  const outputs = doc?.get('output');
  const renderers = typeof outputs === 'object' && outputs !== null ? Object.keys(outputs) : [];
  const base = folder(textAt(doc, 'build', 'build-dir'), 'book');
  return {
    id: 'mdbook',
    title: 'mdBook',
    file,
    line: null,
    // With several renderers each has a folder of its own. Source: https://rust-lang.github.io/mdBook/format/configuration/renderers.html
    output: renderers.length > 1 ? `${base}/html` : base,
    outputLine: doc?.lineOf('build', 'build-dir') ?? null,
    build: ['mdbook', 'build'],
    name: textAt(doc, 'book', 'title'),
    nameLine: doc?.lineOf('book', 'title') ?? null,
    files: [],
    spa: null,
  };
}

/** Each generator, with the manifests of other languages that it may have for itself. */
const GENERATORS: readonly { readonly find: (scope: Scope) => Site | undefined; readonly tools: readonly string[] }[] =
  [
    { find: zola, tools: [] },
    { find: hugo, tools: [] },
    { find: mkdocs, tools: ['requirements.txt', 'pyproject.toml', 'Pipfile', 'uv.lock'] },
    { find: jekyll, tools: ['Gemfile'] },
    { find: mdbook, tools: [] },
    { find: sphinx, tools: ['requirements.txt'] },
  ];

const known = new WeakMap<FileTree, { readonly site: Site | undefined }>();

function find(scope: Scope): Site | undefined {
  for (const generator of GENERATORS) {
    const site = generator.find(scope);
    // A go.mod beside Hugo's settings names its modules; a program beside them would be a main.go.
    if (site === undefined) continue;
    const isModules =
      site.id === 'hugo' && scope.project.has(scope.at('go.mod')) && scope.tree.withExtension('go').length === 0;
    if (isModules || !isOtherApplication(scope, generator.tools)) return site;
  }
  return isOtherApplication(scope) ? undefined : plainSite(scope);
}

/** The site in a component's folder; `undefined` for one that is something else. */
export function siteOf(scope: Scope): Site | undefined {
  let found = known.get(scope.tree);
  if (found === undefined) {
    found = { site: find(scope) };
    known.set(scope.tree, found);
  }
  return found.site;
}
