/** How one package manager installs dependencies in a RUN line, and what such a line must hold. */
export interface Installer {
  readonly id: string;
  /** An install command in shell text, from the program to the end of the simple command. */
  readonly command: RegExp;
  /** What makes it deterministic; absent where the command is so by itself. */
  readonly locked?: RegExp;
  /** The lockfile whose presence among the COPY sources makes `locked` due. */
  readonly lockfile?: RegExp;
  /** A cache folder that one of the line's cache mounts must have; absent where none is needed. */
  readonly cache?: RegExp;
  /** True where two builds at once would spoil the cache. */
  readonly sharing?: boolean;
  /** What leaves development dependencies out, in the command or the stage's environment. */
  readonly production?: RegExp;
  /** Where installed dependencies lie, as a COPY --from source names them. */
  readonly tree?: RegExp;
}

/** Rest of a simple command: up to `&&`, `||`, `;` or `|`. */
const REST = '[^&|;]*';

/** Where a simple command begins: after an operator, a keyword, an assignment or corepack. */
const START = '(?:^|[;&|({]\\s*|\\b(?:then|do|else|exec|corepack)\\s+|\\b\\w+=\\S+\\s+)';

function command(start: string): RegExp {
  return new RegExp(`${START}${start}(?=\\s|$)${REST}`, 'g');
}

/** The rules of D13, D14 and D15 as data. Sources: each tool's manual. */
export const INSTALLERS: readonly Installer[] = [
  {
    id: 'npm',
    command: command('npm\\s+(?:ci|install|i)(?!\\s+(?:-g|--global))'),
    locked: /\bnpm\s+ci\b/,
    lockfile: /package-lock\.json|npm-shrinkwrap\.json|package\*\.json/,
    cache: /^\/root\/\.npm$/,
    sharing: true,
    production: /--omit[= ]dev|--production|npm prune|NODE_ENV=production/,
    tree: /node_modules/,
  },
  {
    id: 'yarn',
    command: command('yarn(?:\\s+install|\\s+workspaces\\s+focus|(?=\\s+--)|(?=\\s*(?:$|[&|;])))'),
    // Without `focus`, Yarn 2 and 3 install for production from a manifest that has been cut to it, and a lockfile with it.
    locked: /--immutable|--frozen-lockfile|workspaces focus|--no-immutable/,
    lockfile: /yarn\.lock/,
    cache: /yarn/,
    sharing: true,
    production: /--production|workspaces focus|NODE_ENV=production|--no-immutable/,
    tree: /node_modules/,
  },
  {
    id: 'pnpm',
    command: command('pnpm\\s+(?:install|i|ci)'),
    locked: /--frozen-lockfile|pnpm ci/,
    lockfile: /pnpm-lock\.yaml/,
    cache: /pnpm/,
    production: /--prod\b|--production|NODE_ENV=production/,
    tree: /node_modules/,
  },
  {
    id: 'bun',
    command: command('bun\\s+(?:install|i|ci)'),
    locked: /--frozen-lockfile|bun ci/,
    lockfile: /bun\.lockb?/,
    cache: /^\/root\/\.bun\/install\/cache$/,
    production: /--production|--omit[= ]dev/,
    tree: /node_modules/,
  },
  { id: 'pip', command: command('(?:\\S*/)?pip3?\\s+install'), cache: /^\/root\/\.cache\/pip$/ },
  {
    id: 'uv',
    command: command('uv\\s+sync'),
    locked: /--locked|--frozen/,
    lockfile: /uv\.lock/,
    cache: /^\/root\/\.cache\/uv$/,
    production: /--no-dev|--no-default-groups|UV_NO_DEV/,
    tree: /venv/,
  },
  {
    id: 'poetry',
    command: command('poetry\\s+(?:install|sync)'),
    cache: /pypoetry/,
    production: /--only[= ]|--without[= ]|--no-dev/,
    tree: /venv/,
  },
  { id: 'pipenv', command: command('pipenv\\s+(?:install|sync)'), locked: /sync|--deploy/, cache: /\.cache\/pip/ },
  {
    id: 'pdm',
    command: command('pdm\\s+(?:install|sync)'),
    locked: /sync|--frozen-lockfile|--check/,
    cache: /\.cache\/pdm/,
    production: /--prod\b|--production/,
    tree: /venv/,
  },
  { id: 'go', command: command('go\\s+mod\\s+download'), cache: /^\/go\/pkg\/mod$/ },
  {
    id: 'cargo',
    command: command('cargo\\s+(?:build|fetch|install)'),
    locked: /--locked|--frozen/,
    lockfile: /Cargo\.lock/,
    cache: /cargo\/registry$/,
    sharing: true,
  },
  {
    id: 'bundler',
    command: command('bundle\\s+install'),
    locked: /frozen|deployment|BUNDLE_FROZEN|BUNDLE_DEPLOYMENT/,
    lockfile: /Gemfile\.lock/,
    cache: /bundle|gem/,
    production: /without|BUNDLE_WITHOUT/,
    tree: /bundle/,
  },
  {
    id: 'composer',
    command: command('composer\\s+install'),
    locked: /--no-interaction|\s-n\b/,
    cache: /composer|\/tmp\/cache/,
    production: /--no-dev/,
    tree: /vendor/,
  },
  {
    id: 'dotnet',
    command: command('dotnet\\s+restore'),
    locked: /--locked-mode/,
    lockfile: /packages\.lock\.json/,
    cache: /\.nuget/,
  },
  { id: 'maven', command: command('(?:mvn|\\./mvnw)'), locked: /\s-B\b|--batch-mode|\s-ntpB\b/, cache: /\.m2/ },
  { id: 'gradle', command: command('(?:gradle|\\./gradlew)'), locked: /--no-daemon/, cache: /\.gradle/ },
];
