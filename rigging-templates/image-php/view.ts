import type { Component } from '../../src/core/model/app-model.ts';
import { basename } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { pinned } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt } from '../_shared/views/copy-groups.ts';
import { frontEndStages } from '../_shared/views/front-end.ts';
import { extensionsOf } from './extensions.ts';
import { prepareSteps, ROAD_RUNNER } from './prepare.ts';
import { programsOf } from './programs.ts';

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

/** Caddy keeps its own files in the only folder that is writable. */
const FRANKEN_ENV = { XDG_CONFIG_HOME: '/tmp', XDG_DATA_HOME: '/tmp' } as const;

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
  const start = facts['app.start'] ?? ['php', 'index.php'];
  const isApache = start[0] === 'apache2';
  const isFranken = runImage.includes('/frankenphp:');
  const needsInit = facts['app.handlesSigterm'] !== true;
  const isWeb = facts['app.kind'] === 'web';
  const manager = facts['runtime.packageManager'];
  const hasComposer = manager?.id === 'composer';
  const framework = facts['app.framework']?.name ?? '';
  const all = facts['app.files'] ?? [];
  const hasPackages = all.includes('vendor/');
  const extensions = extensionsOf(component, runImage, input.data);
  const front = frontEndStages(input, {
    context: component.dir,
    root: component.dir,
    // Packages bring styles and scripts of their own.
    reads: hasComposer ? [{ stage: 'vendor', line: [`${WORKDIR}/vendor`, './vendor'] }] : [],
  });
  const franken = isFranken ? FRANKEN_ENV : {};
  const env = {
    ...frameworkEnv(component, input),
    ...franken,
    PHP_INI_SCAN_DIR: ':/usr/local/etc/php/app.d',
    ...container.env,
  };
  const files = hasComposer && !hasPackages ? [...all, 'vendor/'] : all;
  const served = facts['app.output'] ?? '.';
  const symfony = framework === 'symfony' ? ['.env', 'var/'] : [];
  const unique = [
    ...new Set([
      ...files.filter((path) => path !== 'docker/'),
      ...symfony,
      ...(start.includes(`--rr-config=${ROAD_RUNNER}`) ? [ROAD_RUNNER] : []),
    ]),
  ];
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
    frontEnds: front.stages,
    intoRun: front.intoRun,
    programs: programsOf(start, input.data),
    runPackages: needsInit ? pinned(['tini'], runImage, input.data.debian) : [],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    files: copyBuilt(unique, hasComposer ? `${WORKDIR}/` : '').map((line) => [...line]),
    ownedFolders: container.writable.map(({ path }) => path).filter((path) => path !== '/tmp'),
    user: `${user.uid}:${user.gid}`,
    uid: user.uid,
    gid: user.gid,
    isWeb,
    isApache,
    isFranken,
    hasCaddyfile: isFranken && start[0] === 'frankenphp',
    needsInit,
    port,
    health: healthOf(port, container.health),
    command: typeof start === 'string' ? ['/bin/sh', '-c', start] : start,
    worker: framework === 'symfony' ? `${WORKDIR}/${served}/index.php` : null,
    documentRoot: served === '.' ? WORKDIR : `${WORKDIR}/${served}`,
    // A health path that index.php answers reaches it only when paths that are no file lead there.
    fallback: FRONT_CONTROLLER.has(framework) || facts['app.health'] !== undefined,
    memory: MEMORY,
    ignored:
      framework === 'laravel'
        ? ['storage/logs/*', 'storage/framework/cache/*', 'storage/framework/sessions/*', 'storage/framework/views/*']
        : framework === 'symfony'
          ? ['var']
          : [],
    ignoredOutput: front.stages.length === 0 ? [] : [...front.made, ...(framework === 'laravel' ? ['public/hot'] : [])],
  };
}
