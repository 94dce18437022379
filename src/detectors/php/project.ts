import { basename, insideRoot, join, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { perComponent } from '../javascript/memo.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';

/** Something that a file names, with its place. */
export interface Named {
  readonly name: string;
  readonly value: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** A PHP application. */
export interface PhpProject {
  /** composer.json; `undefined` for an application without Composer. */
  readonly manifest: Doc | undefined;
  /** The file that shows the application. */
  readonly file: RelPath;
  readonly lock: RelPath | undefined;
  /** `require` of the manifest. */
  readonly requires: ReadonlyMap<string, Named>;
  /** Packages of the lock that are installed for production, with their versions. */
  readonly locked: ReadonlyMap<string, Named>;
  /** `ext-*` requirements of the manifest and of locked packages, without the prefix. */
  readonly extensions: ReadonlyMap<string, Named>;
  readonly framework:
    | { readonly id: string; readonly version: string | null; readonly file: RelPath; readonly line: number | null }
    | undefined;
  /** The folder that the web server serves, relative to the component's folder: `.` for the folder itself. */
  readonly root: string;
  /** The script that answers; `undefined` where there is none. */
  readonly index: RelPath | undefined;
}

/** Folders that servers serve, by habit of the frameworks. */
const ROOTS = ['public', 'web', 'webroot', 'public_html', 'htdocs', 'www', 'html', '.'];

/** Manifests of other languages. */
const OTHERS = [
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Cargo.toml',
  'Gemfile',
];

const FIXED_ROOTS: Readonly<Record<string, string>> = {
  laravel: 'public',
  lumen: 'public',
  symfony: 'public',
  bedrock: 'web',
  drupal: 'web',
  thinkphp: 'public',
  codeigniter: 'public',
  cakephp: 'webroot',
  yii: 'web',
  laminas: 'public',
};

function lineOf(scope: Scope, path: RelPath, text: string): number | null {
  const at = (scope.text(path)?.text.split('\n') ?? []).findIndex((line) => line.includes(text));
  return at < 0 ? null : at + 1;
}

function requiresOf(manifest: Doc | undefined): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  for (const [name, value] of entriesOf(manifest?.get('require'))) {
    const text = stringOf(value);
    if (manifest === undefined || text === undefined) continue;
    found.set(name, { name, value: text, file: manifest.path, line: manifest.lineOf('require', name) });
  }
  return found;
}

function lockedOf(scope: Scope, lock: RelPath | undefined) {
  const packages = new Map<string, Named>();
  const extensions = new Map<string, Named>();
  const all: unknown = lock === undefined ? undefined : scope.doc(lock, 'json')?.get('packages');
  for (const one of Array.isArray(all) ? all : []) {
    const entries = entriesOf(one);
    const name = stringOf(entries.get('name'));
    if (name === undefined || lock === undefined) continue;
    const line = lineOf(scope, lock, `"name": "${name}"`);
    packages.set(name, { name, value: stringOf(entries.get('version')) ?? '', file: lock, line });
    for (const [required] of entriesOf(entries.get('require'))) {
      const extension = required.replace(/^ext-/, '').toLowerCase();
      if (extension !== required && !extensions.has(extension))
        extensions.set(extension, { name: extension, value: name, file: lock, line });
    }
  }
  return { packages, extensions };
}

function wordpress(scope: Scope): RelPath | undefined {
  return ['wp-config.php', 'wp-config-sample.php', 'wp-load.php']
    .map((name) => scope.at(name))
    .find((path) => scope.project.has(path) && scope.project.hasFolder(scope.at('wp-content')));
}

function frameworkOf(
  scope: Scope,
  requires: ReadonlyMap<string, Named>,
  locked: ReadonlyMap<string, Named>,
): PhpProject['framework'] {
  for (const { id, packages } of DATA.php.frameworks) {
    const found = packages.map((name) => requires.get(name)).find((one) => one !== undefined);
    if (found === undefined) continue;
    const version = /\d+(\.\d+)*/.exec(locked.get(found.name)?.value ?? found.value)?.[0] ?? null;
    return { id, version, file: found.file, line: found.line };
  }
  const file = wordpress(scope);
  if (file === undefined) return undefined;
  const stated = /\$wp_version\s*=\s*'([\d.]+)/.exec(scope.text(scope.at('wp-includes/version.php'))?.text ?? '')?.[1];
  return { id: 'wordpress', version: stated ?? null, file, line: null };
}

/** The PHP application of a component's folder; `undefined` where there is none. */
export const phpProject: (scope: Scope) => PhpProject | undefined = perComponent((scope) => {
  const path = scope.at('composer.json');
  const manifest = scope.project.has(path) ? scope.doc(path, 'json') : undefined;
  const lockPath = scope.at('composer.lock');
  const lock = scope.project.has(lockPath) ? lockPath : undefined;
  const requires = requiresOf(manifest);
  const { packages, extensions: fromLock } = lockedOf(scope, lock);
  const framework = frameworkOf(scope, requires, packages);
  const stated = stringOf(manifest?.get('extra', 'public-dir'))?.replace(/\/+$/, '');
  const declared = stated !== undefined && /^\w[\w.-]*(\/\w[\w.-]*)*$/.test(stated) ? stated : undefined;
  const wanted = framework && (declared ?? FIXED_ROOTS[framework.id]);
  const roots = wanted === undefined ? ROOTS : [wanted, ...ROOTS];
  const root = roots.find((folder) => {
    const inside = insideRoot(`${scope.dir}/${folder}/index.php`);
    return inside !== undefined && scope.project.has(inside);
  });
  const index = root === undefined ? undefined : join(scope.dir, root, 'index.php');
  if (manifest === undefined && (index === undefined || scope.project.has(path))) return undefined;
  // Beside the manifest of another language, a stray index.php makes no PHP application.
  const isStray = manifest === undefined && framework === undefined;
  if (isStray && OTHERS.some((name) => scope.project.has(scope.at(name)))) return undefined;
  const extensions = new Map(fromLock);
  for (const [name, one] of requires)
    if (name.startsWith('ext-')) extensions.set(name.slice('ext-'.length).toLowerCase(), one);
  return {
    manifest,
    file: manifest?.path ?? index ?? path,
    lock,
    requires,
    locked: packages,
    extensions,
    framework,
    root: root ?? wanted ?? '.',
    index,
  };
});

/** True for a package that others install: it says so, and nothing in it answers requests. */
export function isLibrary(project: PhpProject): boolean {
  const type = stringOf(project.manifest?.get('type'));
  return project.index === undefined && project.framework === undefined && (type === undefined || type !== 'project');
}

/** True when Composer has something to install. */
export function hasPackages({ requires, locked }: PhpProject): boolean {
  return locked.size > 0 || [...requires.keys()].some((name) => name.includes('/'));
}

/** Top-level names that an image does not need. */
const LEFT_OUT =
  /^(\.[^/]*|vendor|node_modules|tests?|spec|docs?|docker|kubernetes|helm|bin-dev|README.*|LICENSE.*|CHANGELOG.*|CONTRIBUTING.*|phpunit\.xml.*|phpstan.*|psalm.*|pint\.json|rector\.php|ecs\.php|package(-lock)?\.json|yarn\.lock|pnpm-.*|vite\.config\..*|tailwind\.config\..*|postcss\.config\..*|webpack\..*|tsconfig.*|Dockerfile.*|compose\.ya?ml|docker-compose.*|Jenkinsfile|Procfile|Makefile|Vagrantfile|derrick\.yaml|wp-config-sample\.php|.*\.md|.*\.ya?ml\.dist|.*\.xml\.dist|composer\.lock|\.user\.ini)$/i;

/** The files and folders of the component that the image needs, folders with a trailing slash. */
export function runFiles(scope: Scope): readonly string[] {
  const found = new Set<string>();
  for (const path of scope.tree.files) {
    const [top = '', ...rest] = relativeTo(path, scope.dir).split('/');
    if (!LEFT_OUT.test(top)) found.add(rest.length > 0 ? `${top}/` : top);
  }
  return [...found];
}

/** The name of a project: that of its package without the vendor, else of its folder. */
export function nameOf(
  scope: Scope,
  { manifest }: PhpProject,
): { readonly value: string; readonly line: number | null } | undefined {
  const name = stringOf(manifest?.get('name'));
  if (name !== undefined) return { value: basename(name), line: manifest?.lineOf('name') ?? null };
  return scope.dir === '.' ? undefined : { value: basename(scope.dir), line: null };
}
