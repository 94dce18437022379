import { type Files, look } from './claims.ts';

function app(scripts: object, tools: readonly string[], files: Files, more: object = {}): Files {
  const devDependencies = Object.fromEntries(tools.map((name) => [name, '1.0.0']));
  return { 'package.json': { name: 'a', private: true, scripts, devDependencies, ...more }, ...files };
}

const PAGE = { 'index.html': '<h1>' };
const IN_PUBLIC = { 'public/index.html': '<h1>' };

function pages(files: Files): readonly unknown[] {
  const { best, all } = look(files);
  return [best('app.kind'), best('app.output'), all('app.files').join(' ')];
}

describe('pages to which a build adds styles and scripts', () => {
  it.each<[title: string, files: Files, output: string, inside?: string]>([
    ['sass, folders', app({ build: 'sass scss:css' }, ['sass'], PAGE), '.', 'css/ index.html'],
    ['sass, files', app({ build: 'sass a.scss b.css --style=compressed' }, ['sass'], PAGE), '.', 'b.css index.html'],
    [
      'Tailwind CSS, watched by the start script',
      app(
        { start: 'tailwindcss -i i.css -o o/s.css --watch', build: 'tailwindcss -i i.css -o o/s.css' },
        ['tailwindcss'],
        PAGE,
      ),
      '.',
      'index.html o/',
    ],
    [
      'beside the pages',
      app({ build: 'npx @tailwindcss/cli -i i.css -o public/s.css' }, ['@tailwindcss/cli'], IN_PUBLIC),
      'public',
    ],
    ['pages copied', app({ build: 'esbuild a.ts --outdir=out && cp -r public/* out/' }, ['esbuild'], IN_PUBLIC), 'out'],
    [
      'pages minified',
      app({ build: 'html-minifier-terser --input-dir src --output-dir o' }, ['html-minifier-terser'], {}),
      'o',
    ],
    [
      'Rollup by its configuration',
      app({ build: 'rollup -c', start: 'sirv public --no-clear' }, ['rollup', 'sirv-cli'], {
        ...IN_PUBLIC,
        'rollup.config.mjs': "export default { output: { file: 'public/build/b.js' } }",
      }),
      'public',
    ],
    [
      'gulp by where its streams end',
      app({ build: 'gulp build', start: 'gulp' }, ['gulp'], {
        'gulpfile.js':
          "const { src, dest } = require('gulp');\nexports.build = () => src('a').pipe(dest('./site/css'));",
      }),
      'site',
    ],
    [
      'TypeScript by its settings',
      app({ build: 'tsc' }, ['typescript'], { ...PAGE, 'tsconfig.json': { compilerOptions: { outDir: 'js' } } }),
      '.',
      'index.html js/',
    ],
  ])('%s', (...[, files, output, inside]) => {
    expect(pages(files)).toEqual(['static', output, typeof inside === 'string' ? inside : '']);
  });

  it('its folder stays in the build context where pages of the project lie in it', () => {
    expect(look(app({ build: 'sass s:public' }, ['sass'], IN_PUBLIC)).best('app.outputHasSources')).toBe(true);
    expect(
      look(app({ build: 'cp -r src out && sass s:out' }, ['sass'], PAGE)).best('app.outputHasSources'),
    ).toBeUndefined();
  });

  it.each<[title: string, files: Files]>([
    [
      'a server of its own',
      app({ build: 'sass s:public', start: 'node server.js' }, ['sass'], { ...IN_PUBLIC, 'server.js': '' }),
    ],
    [
      'a server that nothing but its name shows',
      app({ build: 'sass s:public' }, ['sass'], {
        ...IN_PUBLIC,
        'server.js': "require('http').createServer().listen(80)",
      }),
    ],
    [
      'a library with a page to try it',
      app({ build: 'rollup -c' }, ['rollup'], PAGE, { private: false, exports: './d.js', files: ['d.js'] }),
    ],
    ['nothing that is seen to be written', app({ build: 'make' }, ['sass'], PAGE)],
    ['no build', app({ watch: 'sass --watch s:css' }, ['sass'], PAGE)],
  ])('not for %s', (_, files) => {
    expect(look(files).best('app.kind')).not.toBe('static');
  });
});

describe('pages that webpack and Rspack make', () => {
  const maker = "const H = require('html-webpack-plugin');\n";

  it.each<[title: string, files: Files, output: string]>([
    [
      'by the plugin',
      app({ build: 'webpack', start: 'webpack serve' }, ['webpack', 'html-webpack-plugin'], {
        'webpack.config.js': `${maker}module.exports = () => ({ output: { path: require('path').join(__dirname, 'o') }, plugins: [new H()] })`,
      }),
      'o',
    ],
    [
      'by a merged configuration of its own',
      app({ build: 'webpack -c ./w/prod.js', start: 'webpack serve -c w/dev.js' }, ['webpack', 'html-webpack-plugin'], {
        'w/common.js': "module.exports = { output: { path: require('path').resolve(__dirname, '../o') } }",
        'w/dev.js': '',
        'w/prod.js':
          "const { merge } = require('webpack-merge');\nmodule.exports = merge(require('./common'), { mode: 'production' })",
      }),
      'o',
    ],
    [
      'for Heft',
      app({ build: 'heft build --clean', start: 'heft start' }, ['@rushstack/heft', 'webpack', 'html-webpack-plugin'], {
        'webpack.config.js': `${maker}module.exports = () => ({ output: { path: require('path').join(__dirname, 'o') }, plugins: [new H()] })`,
      }),
      'o',
    ],
    [
      'beside a page',
      app({ build: 'webpack' }, ['webpack'], { 'dist/index.html': '<h1>', 'src/index.js': '' }),
      'dist',
    ],
    [
      'as Rspack has it built in',
      app({ build: 'rspack build', preview: 'rspack preview' }, ['@rspack/core', '@rspack/cli'], {
        'rspack.config.mjs':
          "import { rspack } from '@rspack/core';\nexport default { plugins: [new rspack.HtmlRspackPlugin()] }",
      }),
      'dist',
    ],
    [
      'in an ejected Create React App',
      app({ build: 'node scripts/build.js', start: 'node scripts/start.js' }, ['webpack', 'html-webpack-plugin'], {
        'config/paths.js': '',
        'scripts/start.js': "require('webpack-dev-server')",
      }),
      'build',
    ],
    [
      'in a project of Vue CLI 2',
      app({ build: 'node build/build.js' }, ['webpack', 'html-webpack-plugin'], {
        'config/index.js': "module.exports = { build: { assetsRoot: require('path').resolve(__dirname, '../o') } }",
      }),
      'o',
    ],
  ])('%s', (_, files, output) => {
    expect(pages(files).slice(0, 2)).toEqual(['static', output]);
  });

  it('a program for Node is none', () => {
    const config = { 'webpack.config.js': "module.exports = { target: 'node' }", 'src/index.js': '' };
    expect(
      look(app({ build: 'webpack' }, ['webpack'], { ...config, 'dist/index.html': '' })).best('app.kind'),
    ).not.toBe('static');
  });
});

describe('further bundlers', () => {
  it.each<[title: string, files: Files, output: string]>([
    ['Farm', app({ start: 'farm start', build: 'farm build', preview: 'farm preview' }, ['@farmfe/core'], {}), 'dist'],
    [
      'Farm, moved',
      app({ build: 'farm build' }, ['@farmfe/core'], {
        'farm.config.ts': "export default { compilation: { output: { path: 'o' } } }",
      }),
      'o',
    ],
    ['Ladle', app({ build: 'ladle build' }, ['@ladle/react'], {}), 'build'],
    ['Preact CLI', app({ build: 'preact build --dest o', dev: 'preact watch' }, ['preact-cli'], {}), 'o'],
    [
      'Eleventy as its documentation calls it',
      app({ start: 'npx @11ty/eleventy --serve', build: 'npx @11ty/eleventy --output=o' }, ['@11ty/eleventy'], {}),
      'o',
    ],
    ['Vite with a version', app({ start: 'npx vite@7', build: 'npx vite@7 build --outDir o' }, ['vite'], {}), 'o'],
    [
      'Rollup with pages as its input',
      app({ start: 'web-dev-server', build: 'rollup -c' }, ['rollup', '@web/rollup-plugin-html', '@web/dev-server'], {
        'rollup.config.js': "export default { input: 'index.html', output: { dir: 'o' } }",
        'index.html': '<h1>',
      }),
      'o',
    ],
    ['Gridsome', app({ build: 'gridsome build' }, ['gridsome'], {}), 'dist'],
  ])('%s', (_, files, output) => {
    expect(pages(files).slice(0, 2)).toEqual(['static', output]);
  });

  it('a library that Vite builds is no worker', () => {
    const files = app({ build: 'vite build' }, ['vite'], {
      'vite.config.ts': "export default { build: { lib: { entry: 'src/main.ts' } } }",
      'src/main.ts': '',
    });
    expect(look(files).best('app.refusal')).toMatchObject({ kind: 'library' });
  });
});
