import type { Component } from '../../src/core/model/app-model.ts';
import { basename } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { pinned } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt } from '../_shared/views/copy-groups.ts';
import { assetsOf } from './assets.ts';
import { extensionsOf } from './extensions.ts';

/** Memory of one request, in MiB: small enough for the default container. */
const MEMORY = 96;

/** Frameworks whose every page comes from index.php. */
const FRONT_CONTROLLER = new Set([
  'laravel',
  'lumen',
  'symfony',
  'slim',
  'codeigniter',
  'cakephp',
  'yii',
  'laminas',
  'thinkphp',
  'drupal',
  'bedrock',
  'wordpress',
]);

const DUMP = 'composer dump-autoload --no-dev --no-interaction --classmap-authoritative';

/** Addresses that are never called: Doctrine only looks which database they name. */
const DATABASES: Readonly<Record<string, string>> = {
  postgres: 'postgresql://build@localhost/build?serverVersion=16',
  mysql: 'mysql://build@localhost/build?serverVersion=8.0.32',
};

/** A value that parses wherever a URL is expected, and leads nowhere. */
function placeholder(name: string): string {
  return /(URL|URI|DSN)$/.test(name) ? 'null://build' : 'build';
}

/**
 * Symfony compiles its container and warms its cache in the build. Its runtime insists on a file `.env`, and the
 * warm-up on a value for each variable; the file is emptied again, since the run has the true values.
 */
function symfonySteps({ facts }: Component): readonly string[] {
  const kinds = (facts['app.services'] ?? []).map(({ kind }) => kind);
  const database = DATABASES[kinds.find((kind) => Object.hasOwn(DATABASES, kind)) ?? ''] ?? 'sqlite:///:memory:';
  const variables = (facts['app.env'] ?? []).filter(({ scope, name }) => scope === 'run' && /^\w+$/.test(name));
  const lines = variables.map(
    ({ name, default: value }) => `${name}=${name === 'DATABASE_URL' ? database : (value ?? placeholder(name))}`,
  );
  const fill =
    lines.length === 0
      ? 'touch .env'
      : `printf '%s\\n' ${shellLine(lines.filter((line) => !/[\n\r]/.test(line)))} > .env`;
  return [
    fill,
    DUMP,
    'APP_ENV=prod php bin/console assets:install public',
    'APP_ENV=prod php bin/console cache:warmup',
    'truncate --size=0 .env',
  ];
}

/** What must happen once the sources are there; nothing that needs the environment of the run. */
function prepareSteps(component: Component): readonly string[] {
  const framework = component.facts['app.framework']?.name;
  if (framework === 'symfony') return symfonySteps(component);
  if (framework !== 'laravel') return [`${DUMP} --no-scripts`];
  const folders = 'bootstrap/cache storage/framework/cache storage/framework/sessions storage/framework/views';
  return [`mkdir -p ${folders}`, DUMP, `ln -sfn ${WORKDIR}/storage/app/public public/storage`];
}

const NEXT = ' \\\n    && ';

function frameworkEnv(component: Component, input: ViewInput): Readonly<Record<string, string>> {
  const tables =
    (input.data.php as { readonly env?: Readonly<Record<string, Readonly<Record<string, string>>>> } | undefined)
      ?.env ?? {};
  const id = component.facts['app.framework']?.name ?? '';
  return Object.hasOwn(tables, id) ? (tables[id] ?? {}) : {};
}

/** A check in PHP itself, since the image has no HTTP client. */
function healthOf(port: number, health: string | null): readonly string[] {
  const url = `http://127.0.0.1:${port}${health !== null && /^[\w\-./~%]+$/.test(health) ? health : ''}`;
  const check = health === null ? `@fsockopen('127.0.0.1',${port})` : `@file_get_contents('${url}')`;
  return ['php', '-r', `exit(${check}===false?1:0);`];
}

/** What the Dockerfile of a PHP application says, and the settings of its server. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const user = userOf(component);
  const runImage = facts['system.runImage'] ?? 'php:8.4-apache-trixie';
  const isWeb = facts['app.kind'] === 'web';
  const manager = facts['runtime.packageManager'];
  const hasComposer = manager?.id === 'composer';
  const framework = facts['app.framework']?.name ?? '';
  const all = facts['app.files'] ?? [];
  const hasPackages = all.includes('vendor/');
  const extensions = extensionsOf(component, runImage, input.data);
  const assets = assetsOf(component, input.data);
  const env = { ...frameworkEnv(component, input), PHP_INI_SCAN_DIR: ':/usr/local/etc/php/app.d', ...container.env };
  const files = hasComposer && !hasPackages ? [...all, 'vendor/'] : all;
  const served = facts['app.output'] ?? '.';
  const start = facts['app.start'] ?? ['php', 'index.php'];
  const symfony = framework === 'symfony' ? ['.env', 'var/'] : [];
  const unique = [...new Set([...files.filter((path) => path !== 'docker/'), ...symfony])];
  const port = container.port ?? 8080;
  return {
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    runImage,
    root: WORKDIR,
    extensions: extensions.names,
    packages: extensions.packages,
    compile: extensions.compile.join(NEXT),
    removed: extensions.removed,
    hasComposer,
    hasPackages,
    composer: (input.data.php as { readonly composer?: string } | undefined)?.composer ?? 'composer:2.9',
    tools: pinned(['git', 'unzip'], runImage, input.data.debian),
    manifests: [['composer.json', ...(manager?.lockfile == null ? [] : [basename(manager.lockfile)]), './']],
    prepare: prepareSteps(component).join(NEXT),
    hasAssets: assets !== undefined,
    nodeImage: assets?.image ?? '',
    assetManifests: assets?.manifests ?? [],
    assetInstall: assets?.install ?? '',
    assetBuild: assets?.build ?? '',
    assetOutput: [`${WORKDIR}/public/build`, './public/build'],
    runPackages: isWeb ? [] : pinned(['tini'], runImage, input.data.debian),
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    files: copyBuilt(unique, hasComposer ? `${WORKDIR}/` : '').map((line) => [...line]),
    ownedFolders: container.writable.map(({ path }) => path).filter((path) => path !== '/tmp'),
    user: `${user.uid}:${user.gid}`,
    uid: user.uid,
    gid: user.gid,
    isWeb,
    needsInit: !isWeb,
    port,
    health: healthOf(port, container.health),
    command: typeof start === 'string' ? ['/bin/sh', '-c', start] : start,
    documentRoot: served === '.' ? WORKDIR : `${WORKDIR}/${served}`,
    fallback: FRONT_CONTROLLER.has(framework),
    memory: MEMORY,
    ignored:
      framework === 'laravel'
        ? ['storage/logs/*', 'storage/framework/cache/*', 'storage/framework/sessions/*', 'storage/framework/views/*']
        : framework === 'symfony'
          ? ['var']
          : [],
    ignoredOutput: [],
  };
}
