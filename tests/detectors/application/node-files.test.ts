import { look } from './claims.ts';

type Files = Readonly<Record<string, string>>;

function app(scripts: object, files: Files, dependencies: object = { express: '5' }, dev: object = {}) {
  return look({
    'package.json': JSON.stringify({ name: 'quay', scripts, dependencies, devDependencies: dev }),
    ...files,
  });
}

const START = { build: 'npm run pages', pages: 'webpack --config tools/pack.js', start: 'node pier.js' };

describe('files of a server that a build makes', () => {
  it('takes the folder that Create React App writes beside a server', () => {
    const { best } = app(
      { start: 'node pier.js', build: 'react-scripts build' },
      {
        'pier.js':
          "const express = require('express');\nconst path = require('path');\nconst app = express();\napp.use(express.static(path.join(__dirname, 'build')));\napp.listen(4871);",
        'public/index.html': '<html></html>',
        'src/index.js': 'export {};',
      },
      { express: '5', 'react-scripts': '5' },
    );
    expect(best('app.files')).toContain('build');
  });

  it('takes the folder that webpack is told, in the configuration that the script names', () => {
    const pack =
      "const path = require('path');\nmodule.exports = { output: { path: path.join(process.cwd(), 'planks') } };";
    const { best } = app(START, { 'pier.js': 'require("http").createServer().listen(4871)', 'tools/pack.js': pack });
    expect(best('app.files')).toContain('planks');
  });

  it('takes nothing of a tool that the build does not run', () => {
    const { best } = app(
      { build: 'tsc -p tools', watch: 'webpack --watch', start: 'node pier.js' },
      { 'pier.js': 'require("http").createServer().listen(4871)' },
    );
    expect(best('app.files')).toEqual(['package.json', 'pier.js']);
  });

  it('takes the compiled modules that a plain file loads, and reads their source', () => {
    const { best } = app(
      { build: 'tsc', start: 'node bin/www.js' },
      {
        'bin/www.js': "require('../lib/pier').start();",
        'tsconfig.json': '{"compilerOptions":{"outDir":"lib","rootDir":"source"}}',
        'source/pier.ts':
          "import express from 'express';\nexport function start() {\n  express().get('/tide', (q, r) => r.end()).listen(process.env.PIER_PORT ?? 4871);\n}",
      },
      { express: '5' },
      { typescript: '5' },
    );
    expect(best('app.files')).toContain('lib');
    expect(best('app.port')).toBe(4871);
  });

  it('takes what a script of the build writes for the started file to load', () => {
    const { best } = app(
      { build: 'node tools/bundle.mjs', start: 'node pier.mjs' },
      { 'pier.mjs': "await import('./bundle/server.js');", 'tools/bundle.mjs': '' },
    );
    expect(best('app.files')).toContain('bundle');
  });
});

describe('files that the code names', () => {
  it('takes folders of pages that hold no code', () => {
    const { best } = app(
      { start: 'node pier.js' },
      {
        'pier.js':
          "const express = require('express');\nconst app = express();\napp.use(express.static('planks'));\napp.set('views', __dirname + '/boards');\napp.listen(4871);",
        'planks/index.html': '',
        'boards/home.pug': '',
      },
    );
    expect(best('app.files')).toEqual(expect.arrayContaining(['planks', 'boards']));
  });

  it('takes a file that is read by its path', () => {
    const { best } = app(
      { start: 'node pier.js' },
      {
        'pier.js':
          "const fs = require('fs');\nconst path = require('path');\nconst words = fs.readFileSync(path.join(__dirname, 'lists', 'words.txt'));\nrequire('http').createServer().listen(4871);",
        'lists/words.txt': 'tide',
      },
    );
    expect(best('app.files')).toContain('lists/words.txt');
  });

  it('takes no folder that is there neither before nor after the build', () => {
    const { best } = app(
      { start: 'node pier.js' },
      {
        'pier.js':
          "const express = require('express');\nconst app = express();\napp.use('/catch', express.static('catch'));\napp.use(express.static('dist'));\napp.listen(4871);",
      },
    );
    expect(best('app.files')).toEqual(['package.json', 'pier.js']);
  });

  it('takes nothing that only development reads', () => {
    const { best } = app(
      { start: 'node pier.js' },
      {
        'pier.js':
          "const fs = require('fs');\nif (process.env.NODE_ENV !== 'production') fs.readFileSync('notes/plan.md');\nrequire('http').createServer().listen(4871);",
        'notes/plan.md': '',
      },
    );
    expect(best('app.files')).toEqual(['package.json', 'pier.js']);
  });
});

describe('folders that the code writes to', () => {
  function written(source: string, dependencies: object = {}) {
    const body = `const path = require('path');\nconst fs = require('fs');\n${source}\nrequire('http').createServer().listen(4871);`;
    return app({ start: 'node pier.js' }, { 'pier.js': body }, dependencies).best('app.writable');
  }

  it.each([
    ["multer({ dest: path.join(__dirname, 'catch') });", ['catch']],
    ["multer.diskStorage({ destination: (q, f, done) => done(null, './catch/today') });", ['catch/today']],
    ["const CATCH = process.env.CATCH || 'catch';\nfs.writeFile(path.join(CATCH, name), data, done);", ['catch']],
    ["const CATCH = 'catch';\nfs.createWriteStream(`${CATCH}/${name}`);", ['catch']],
    [
      "class Hold { static folder;\n static open() { Hold.folder = process.env.HOLD || './hold/'; fs.mkdirSync(Hold.folder); } }",
      ['hold'],
    ],
    ["const open = require('better-sqlite3');\nopen(process.env.BOOK ?? 'books/catch.db');", ['books']],
    ["const { DatabaseSync } = require('node:sqlite');\nnew DatabaseSync('books/catch.db');", ['books']],
    [
      "knex({ client: 'sqlite3', connection: { ...(isFile && { filename: 'books/catch.db' }), host: 'db' } });",
      ['books'],
    ],
    ["new Sequelize({ dialect: 'sqlite', storage: path.join(__dirname, 'books/catch.sqlite') });", ['books']],
    ["fs.mkdirSync('/var/lib/quay/catch');", ['/var/lib/quay/catch']],
    ["fs.mkdirSync('/tmp/quay');", undefined],
    ['fs.writeFileSync(name, data);', undefined],
    ["fs.writeFile(path.join(os.tmpdir(), 'catch', name), data);", undefined],
  ])('finds what %s writes', (source, folders) => {
    expect(written(source)).toEqual(folders);
  });
});

describe('data beside the code', () => {
  it('takes data that the code loads', () => {
    const { best } = app(
      { start: 'node pier.js' },
      {
        'pier.js': "const { token } = require('./mooring.json');\nrequire('http').createServer().listen(4871);",
        'mooring.json': '{}',
      },
    );
    expect(best('app.files')).toContain('mooring.json');
  });

  it('gives a server without a framework the usual port where the code does not tell it', () => {
    const { best } = app(
      { start: 'node pier.js' },
      { 'pier.js': "require('http').createServer().listen(settings.port);" },
      {},
    );
    expect(best('app.port')).toBe(3000);
  });
});
