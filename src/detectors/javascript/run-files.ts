import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** Folders that applications read at run time beside their code. */
const DATA_FOLDERS = [
  ...['public', 'static', 'assets', 'views', 'templates', 'prisma', 'migrations', 'drizzle', 'db', 'seeds', 'locales'],
  ...['i18n', 'config', 'emails', 'proto', 'schemas', 'resources', 'content'],
];

/** Folders of an unbuilt application that do not run. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...[
    'test',
    'tests',
    '__tests__',
    '__mocks__',
    'spec',
    'e2e',
    'cypress',
    'docs',
    'doc',
    'examples',
    'example',
    'coverage',
  ],
  ...[
    'node_modules',
    'dist',
    'build',
    'out',
    'tmp',
    'logs',
    'log',
    'uploads',
    'kubernetes',
    'k8s',
    'helm',
    'charts',
    'deploy',
  ],
  ...[
    'terraform',
    'infra',
    'benchmark',
    'benchmarks',
    'bench',
    'fixtures',
    'scripts',
    'playwright',
    'stories',
    'types',
  ],
]);

/** Files at the top that configure tools. */
const TOOL_FILE =
  /(^|\.)(config|conf|setup|test|spec|stories)\.[cm]?[jt]s$|^(gulpfile|gruntfile|jakefile|Gruntfile|Gulpfile)\.|\.d\.[cm]?ts$|^ecosystem\./;

const SOURCE_AT_TOP = /\.[cm]?[jt]sx?$/;
const SOURCE_BELOW = /\.([cm]?[jt]sx?|json|node|wasm)$/;

/** Files and folders, relative to the component, and what shows the need. */
export interface RunFiles {
  readonly paths: readonly string[];
  readonly because: string;
  /** True when what runs is not the source itself but what the build makes of it. */
  readonly compiled: boolean;
}

function topOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function dataFolders(scope: Scope): readonly string[] {
  return DATA_FOLDERS.filter((folder) => scope.tree.hasFolder(scope.at(folder)));
}

/** True for a source file, `isBelow` a folder or at the top, that does not configure a tool; what is started counts in any case. */
function isSource(path: string, isBelow: boolean, started: string | null): boolean {
  return (isBelow ? SOURCE_BELOW : SOURCE_AT_TOP).test(path) && (path === started || !TOOL_FILE.test(path));
}

/**
 * Every top-level file and folder with code of its own that is neither test, nor document, nor tool configuration, and
 * whatever the started file imports, under any name.
 */
function sourceFiles(scope: Scope, started: string | null, modules: readonly RelPath[]): readonly string[] {
  const imported = modules.map((path) => relativeTo(path, scope.dir)).filter((path) => !path.startsWith('..'));
  const sources = scope.tree.entries(scope.dir).flatMap((entry) => {
    const isFolder = entry.endsWith('/');
    const top = topOf(entry);
    const runs = started !== null && top === topOf(started);
    if (top.startsWith('.') || (LEFT_OUT.has(top) && !runs)) return [];
    const files = isFolder ? scope.tree.below(scope.at(top)) : [scope.at(top)];
    return files.some((file) => isSource(relativeTo(file, scope.dir), isFolder, started)) ? [top] : [];
  });
  return [...new Set([...sources, ...imported.map(topOf)])];
}

/** The file that `node PATH` runs: the path itself, or what its missing extension or index stands for. */
function fileOf(scope: Scope, path: string): string | undefined {
  return [path, `${path}.js`, `${path}/index.js`].find((one) => scope.project.has(scope.at(one)));
}

/**
 * What the run-time image needs besides dependencies. `started` is the file that the start command names: where it
 * is in the tree, the sources run as they are; where it is not, the build makes its folder. `modules` are the files of
 * the project that run with it.
 */
export function runFiles(scope: Scope, started: string | null, modules: readonly RelPath[]): RunFiles {
  const manifest = scope.project.has(scope.at('package.json')) ? ['package.json'] : [];
  const clean = started?.replace(/^(\.\/)+/, '') ?? null;
  const inside = clean !== null && !clean.split('/').includes('..') && !clean.startsWith('/');
  const file = inside ? fileOf(scope, clean) : undefined;
  if (inside && file === undefined && clean !== '.' && !/\.[cm]?tsx?$/.test(clean)) {
    const output = topOf(clean);
    return {
      paths: [...manifest, output, ...dataFolders(scope).filter((folder) => folder !== output)],
      because: `the build writes ${output}, and the start command runs it`,
      compiled: true,
    };
  }
  const sources = sourceFiles(scope, inside ? clean : null, modules);
  const bin = file !== undefined && !/\.[cm]?[jt]sx?$/.test(clean ?? '') ? [topOf(file)] : [];
  const typed =
    inside && /\.[cm]?tsx?$/.test(clean) && scope.project.has(scope.at('tsconfig.json')) ? ['tsconfig.json'] : [];
  return {
    paths: [...new Set([...manifest, ...typed, ...bin, ...sources, ...dataFolders(scope)])],
    because: 'the sources run as they are',
    compiled: false,
  };
}
