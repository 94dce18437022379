import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { bundlesServer } from '../../../src/detectors/javascript/angular-workspace.ts';
import { type Files, look } from './claims.ts';

function app(build: string, options: object, more: object = {}, others: object = {}): Files {
  const target = {
    builder: '@angular/build:application',
    options,
    configurations: {
      production: {},
      staging: { outputPath: 'stage' },
      lean: { outputPath: 'lean', baseHref: '/lean/' },
    },
    defaultConfiguration: 'production',
  };
  const shop = { projectType: 'application', root: '', architect: { build: target }, ...more };
  return {
    'package.json': {
      name: 'a',
      private: true,
      scripts: { start: 'ng serve', build },
      dependencies: { '@angular/core': '20.0.0', '@angular/ssr': '20.3.1' },
    },
    'angular.json': { projects: { ...others, shop } },
  };
}

const LOCALES = {
  i18n: {
    sourceLocale: { code: 'en', subPath: '' },
    locales: { fr: 'fr.xlf', de: { translation: 'de.xlf', subPath: 'deutsch' } },
  },
};

describe('what the build script says of an Angular application', () => {
  it.each<[title: string, files: Files, output: string, base?: string]>([
    ['nothing', app('ng build', {}), 'dist/shop/browser'],
    ['a base path', app('ng build --base-href /x/', {}), 'dist/shop/browser', '/x'],
    ['a configuration', app('ng build -c staging', {}), 'stage/browser'],
    ['two configurations', app('ng build --configuration=staging,lean', {}), 'lean/browser', '/lean'],
    ['an output', app('ng build --output-path=out', {}), 'out/browser'],
    [
      'a library before it',
      app('ng build parts && ng build shop --base-href /x/', {}, {}, { parts: { projectType: 'library' } }),
      'dist/shop/browser',
      '/x',
    ],
  ])('%s', (...[, files, output, base]) => {
    const { best } = look(files);
    expect([best('app.output'), best('app.basePath')]).toEqual([output, typeof base === 'string' ? base : undefined]);
  });

  it.each<[title: string, files: Files, folders: readonly string[] | undefined]>([
    ['every language', app('ng build --localize', {}, LOCALES), ['', 'fr', 'deutsch']],
    [
      'every language by a setting',
      app('ng build', { localize: true }, { i18n: { locales: { fr: '' } } }),
      ['en-US', 'fr'],
    ],
    ['some languages', app('ng build', { localize: ['fr'] }, LOCALES), ['fr']],
    ['no language', app('ng build', {}, LOCALES), undefined],
  ])('%s', (_, files, folders) => {
    expect(look(files).best('app.locales')).toEqual(folders);
  });

  it('the line of the project, where the file says nothing of the output', () => {
    expect(look(app('ng build', {})).claim('app.output')?.line).toBe(3);
  });
});

describe('an Angular server', () => {
  const ssr = { ssr: { entry: 'src/server.ts' }, outputMode: 'server' };
  const names = (options: object) =>
    (look(app('ng build', options)).all('app.env') as readonly { readonly name: string }[]).map(({ name }) => name);

  it('has to be told its hosts, unless the file names some', () => {
    expect(names(ssr)).toContain('NG_ALLOWED_HOSTS');
    expect(names({ ...ssr, security: { allowedHosts: [] } })).toContain('NG_ALLOWED_HOSTS');
    expect(names({ ...ssr, security: { allowedHosts: ['a.example'] } })).not.toContain('NG_ALLOWED_HOSTS');
  });

  it('needs no packages beside it, unless some are kept out of the bundle', () => {
    const scope = (options: object) => {
      const texts = Object.entries(app('ng build', options)).map(([path, text]) => [path, JSON.stringify(text)]);
      return scopeOf(Object.fromEntries(texts));
    };
    expect(bundlesServer(scope(ssr))).toBe(true);
    expect(bundlesServer(scope({ ...ssr, externalDependencies: ['sharp'] }))).toBe(false);
  });
});
