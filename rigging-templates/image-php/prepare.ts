import type { Component } from '../../src/core/model/app-model.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { WORKDIR } from '../_shared/views/container.ts';

const DUMP = 'composer dump-autoload --no-dev --no-interaction --classmap-authoritative';

/** RoadRunner's settings, which Octane needs to find, and which may be empty. */
export const ROAD_RUNNER = '.rr.yaml';

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
  // AssetMapper's pages name files that it makes: https://symfony.com/doc/current/frontend/asset_mapper.html
  const assetMap = (facts['app.files'] ?? []).includes('importmap.php')
    ? ['APP_ENV=prod php bin/console importmap:install', 'APP_ENV=prod php bin/console asset-map:compile']
    : [];
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
    ...assetMap,
    'APP_ENV=prod php bin/console cache:warmup',
    'truncate --size=0 .env',
  ];
}

/** What must happen once the sources are there; nothing that needs the environment of the run. */
export function prepareSteps(component: Component): readonly string[] {
  const framework = component.facts['app.framework']?.name;
  if (framework === 'symfony') return symfonySteps(component);
  if (framework !== 'laravel') return [`${DUMP} --no-scripts`];
  const start: readonly string[] | string = component.facts['app.start'] ?? '';
  const settings = start.includes(`--rr-config=${ROAD_RUNNER}`) ? [`touch ${ROAD_RUNNER}`] : [];
  const folders = 'bootstrap/cache storage/framework/cache storage/framework/sessions storage/framework/views';
  return [`mkdir -p ${folders}`, ...settings, DUMP, `ln -sfn ${WORKDIR}/storage/app/public public/storage`];
}
