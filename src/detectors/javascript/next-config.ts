import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile } from './config-file.ts';
import { perComponent } from './memo.ts';
import { reachableModules } from './module-graph.ts';
import type { ModuleIndex } from './module-index.ts';

/** Folders of a Next.js project that its own server reads at run time. */
const RUN_FILES = [
  'public',
  'next.config.js',
  'next.config.mjs',
  'next.config.ts',
  'prisma',
  'drizzle',
  'migrations',
  'content',
  'locales',
  'messages',
];

/** What the configuration of Next.js loads when its server starts, which reads it anew. */
export interface NextConfigLoads {
  /** Files of the component beside the configuration itself, relative to it. */
  readonly files: readonly string[];
  /** Names of packages. */
  readonly packages: readonly string[];
}

function packagesOf({ imports }: ModuleIndex): readonly string[] {
  return imports.flatMap(({ source, typeOnly }) => {
    if (typeOnly || source.startsWith('.') || source.startsWith('node:')) return [];
    return source
      .split('/')
      .slice(0, source.startsWith('@') ? 2 : 1)
      .join('/');
  });
}

/** The files and packages that `next start` loads with the configuration; read from syntax trees, never run. */
export const nextConfigLoads = perComponent((scope: Scope): NextConfigLoads => {
  const config = configFile(scope, 'next.config')?.file;
  const modules = config === undefined ? [] : reachableModules(scope, [config]);
  const paths = modules.filter(({ path }) => path !== config).map(({ path }) => relativeTo(path, scope.dir));
  return {
    files: paths.filter((path) => !path.startsWith('..')),
    packages: [...new Set(modules.flatMap(packagesOf))],
  };
});

/** What Next.js reads when it starts: folders of the project, and its configuration with all that it loads. */
export function nextRunFiles(scope: Scope): readonly string[] {
  const there = RUN_FILES.filter((path) => scope.project.has(scope.at(path)) || scope.tree.hasFolder(scope.at(path)));
  return [...there, ...nextConfigLoads(scope).files];
}
