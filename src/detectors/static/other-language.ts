import type { Scope } from '../../core/workspace/scope.ts';
import { loneEntry } from '../node/node-folder.ts';
import { readPackageJson } from '../node/package-json.ts';

/** Files in a folder that say that it is an application of some language. */
const MANIFESTS = [
  ...[
    'go.mod',
    'main.go',
    'Cargo.toml',
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'build.sbt',
    'project.clj',
    'deps.edn',
  ],
  ...[
    'composer.json',
    'index.php',
    'artisan',
    'config.ru',
    'mix.exs',
    'pubspec.yaml',
    'Package.swift',
    'deno.json',
    'deno.jsonc',
  ],
  ...[
    'manage.py',
    'app.py',
    'main.py',
    'server.py',
    'wsgi.py',
    'CMakeLists.txt',
    'stack.yaml',
    'build.zig',
    'gleam.toml',
    'shard.yml',
  ],
];

/** Manifests that a site generator may have for itself. */
const OF_TOOLS = ['requirements.txt', 'pyproject.toml', 'setup.py', 'Pipfile', 'uv.lock', 'Gemfile'];

/** Programs that serve a folder on a developer's machine, or look after its files. */
const SERVERS =
  /^(serve|http-server|live-server|lite-server|browser-sync|local-web-server|sirv-cli|servor|five-server|@web\/dev-server|alive-server|static-server)$/;
const HELPERS =
  /^(prettier|eslint|stylelint|htmlhint|html-validate|markdownlint(-cli2?)?|husky|lint-staged|cspell|pa11y(-ci)?|linkinator|rimraf|npm-run-all2?|concurrently|@types\/.*|(eslint|stylelint|prettier)-.*|@(eslint|stylelint)\/.*)$/;

/** How a package.json's scripts serve a folder. */
export interface ServeScript {
  readonly name: string;
  /** The folder, relative to the component; `null` where the script names none. */
  readonly folder: string | null;
  /** True for one page that answers every path. */
  readonly isSpa: boolean;
}

/** The script that serves a folder, where package.json does nothing else; `undefined` for any other package.json. */
export function servingOnly(scope: Scope): { readonly scripts: readonly ServeScript[] } | undefined {
  const manifest = readPackageJson(scope, scope.at('package.json'));
  if (manifest === undefined || manifest.main !== undefined || manifest.bin.size > 0) return undefined;
  const names = [...manifest.dependencies.keys(), ...manifest.devDependencies.keys()];
  if (!names.every((name) => SERVERS.test(name) || HELPERS.test(name))) return undefined;
  const scripts: ServeScript[] = [];
  for (const [name, line] of manifest.scripts) {
    if (/^(pre|post)?(build|compile|generate)\b/.test(name)) return undefined;
    const [program = '', ...args] = line
      .trim()
      .replace(/^(npx|bunx|pnpm dlx|yarn dlx)\s+(--yes\s+|-y\s+)?/, '')
      .split(/\s+/);
    if (SERVERS.test(program)) {
      const folder =
        args.find((arg, at) => !arg.startsWith('-') && !/^(-[lpa]|--(listen|port|host))$/.test(args[at - 1] ?? '')) ??
        null;
      scripts.push({ name, folder, isSpa: args.includes('-s') || args.includes('--single') });
    } else if (/^(start|dev)/.test(name)) return undefined;
  }
  return { scripts };
}

/** True for a folder that is an application of some language, so that its HTML is part of it. */
export function isOtherApplication(scope: Scope, tools: readonly string[] = []): boolean {
  const has = (name: string): boolean => scope.project.has(scope.at(name));
  if (MANIFESTS.some(has) || loneEntry(scope) !== undefined) return true;
  if (OF_TOOLS.some((name) => has(name) && !tools.includes(name))) return true;
  return has('package.json') && servingOnly(scope) === undefined;
}
