import { view } from '../../rigging-templates/image-php/view.ts';
import type { Facts, Language } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { component, model } from './render-rigging.ts';

const DATA = {
  php: {
    extensions: { intl: { build: ['libicu-dev'] }, redis: { pecl: 'redis-6.3.0' }, gd: { configure: '--with-jpeg' } },
    env: { laravel: { APP_ENV: 'production' } },
  },
};

const SITE: Partial<Facts> = {
  'app.kind': 'web',
  'app.port': 8080,
  'app.files': ['index.php', 'inc/'],
  'app.start': ['apache2', '-D', 'FOREGROUND'],
  'runtime.language': 'php' as Language,
  'runtime.version': { raw: '8.4', resolved: '8.4' },
  'system.runImage': 'php:8.4-apache-trixie',
};

function viewOf(facts: Partial<Facts>) {
  const one = component('site', { ...SITE, ...facts });
  return view({ component: one, components: [one], model: model('site', one), options: {}, optionsOf: {}, data: DATA });
}

describe('the view of a PHP image', () => {
  it('copies named files from the context where there is no Composer', () => {
    expect(viewOf({})).toMatchObject({
      hasComposer: false,
      documentRoot: '/app',
      fallback: false,
      files: [
        ['index.php', './'],
        ['inc', './inc'],
      ],
    });
  });

  it('compiles extensions and removes their headers', () => {
    const packages = ['php-intl', 'php-redis', 'php-gd', 'php-unknown'].map((name) => ({
      name,
      stage: 'build' as const,
      via: 'x',
    }));
    const { compile, removed, extensions } = viewOf({
      'system.packages': [...packages, { name: 'libicu76', stage: 'run', via: 'x' }],
    });
    expect(extensions).toEqual(['gd', 'intl', 'redis']);
    expect(removed).toEqual(['libicu-dev']);
    expect(String(compile).split(' \\\n    && ')).toEqual([
      'docker-php-ext-configure gd --with-jpeg',
      'docker-php-ext-install -j"$(nproc)" gd intl',
      'pecl install redis-6.3.0',
      'docker-php-ext-enable redis',
    ]);
  });

  it('writes no value of the project’s environment into Symfony’s build but placeholders', () => {
    const { prepare } = viewOf({
      'app.framework': { name: 'symfony', version: null },
      'runtime.packageManager': {
        id: 'composer',
        version: null,
        lockfile: relPath('composer.lock'),
        root: relPath('.'),
      },
      'app.services': [{ kind: 'postgres', via: 'DATABASE_URL' }],
      'app.env': [
        { name: 'DATABASE_URL', required: false, default: null, scope: 'run', sensitive: true },
        { name: 'NOTE', required: false, default: "it's $HOME", scope: 'run', sensitive: false },
      ],
    });
    expect(prepare).toContain("'DATABASE_URL=postgresql://build@localhost/build?serverVersion=16'");
    expect(prepare).toContain("'NOTE=it'\\''s $HOME'");
    expect(prepare).toMatch(/truncate --size=0 \.env$/);
  });

  it('asks the health path in PHP itself, and falls back to the port', () => {
    expect(viewOf({ 'app.health': '/up' }).health).toEqual([
      'php',
      '-r',
      "exit(@file_get_contents('http://127.0.0.1:8080/up')===false?1:0);",
    ]);
    expect(viewOf({}).health).toEqual(['php', '-r', "exit(@fsockopen('127.0.0.1',8080)===false?1:0);"]);
  });
});
