import { look } from './claims.ts';

describe('node-kind', () => {
  it.each<[string, object, string]>([
    ['library', { exports: './x.js', files: ['x.js'] }, 'library'],
    ['Electron', { main: 'main.js', scripts: { start: 'electron .' }, devDependencies: { electron: '33' } }, 'desktop'],
    ['Tauri', { devDependencies: { '@tauri-apps/cli': '2', vite: '6' } }, 'desktop'],
    ['React Native', { scripts: { start: 'react-native start' }, dependencies: { 'react-native': '0.76' } }, 'mobile'],
    ['Expo', { scripts: { start: 'expo start' }, dependencies: { expo: '52' } }, 'mobile'],
    ['VS Code', { main: 'x.js', engines: { vscode: '^1.90' } }, 'extension'],
    ['serverless', { devDependencies: { serverless: '3' } }, 'serverless'],
  ])('refuses %s with its reason', (_, manifest, kind) => {
    const { claim, claims } = look({ 'package.json': { name: 'a', ...manifest }, 'x.js': '', 'main.js': '' });
    expect(claim('app.refusal')?.value).toMatchObject({ kind });
    expect(claim('app.refusal')?.file).toBe('package.json');
    expect(claims.some(({ field }) => field === 'app.start' || field === 'app.kind')).toBe(false);
  });

  it.each<[string, object, Record<string, string>, string, string]>([
    ['Tauri by its configuration', {}, { 'src-tauri/tauri.conf.json': '{}' }, 'desktop', 'src-tauri/tauri.conf.json'],
    [
      'Meteor',
      { scripts: { start: 'meteor run' } },
      { '.meteor/release': 'METEOR@3.4\n' },
      'unsupported',
      '.meteor/release',
    ],
    ['the Serverless Framework', {}, { 'serverless.ts': 'export default {}' }, 'serverless', 'serverless.ts'],
    [
      'a template of SAM',
      { main: 'x.js' },
      { 'template.yaml': 'Transform: AWS::Serverless-2016-10-31' },
      'serverless',
      'template.yaml',
    ],
    ['functions of Vercel', {}, { 'vercel.json': '{}', 'api/x.js': '' }, 'serverless', 'vercel.json'],
    ['functions of Netlify', {}, { 'netlify/functions/x.mjs': '' }, 'serverless', 'netlify/functions/x.mjs'],
    [
      'a Cloudflare Worker with Hono',
      { scripts: { start: 'wrangler dev' }, dependencies: { hono: '4' } },
      { 'wrangler.jsonc': '{ "name": "x" }', 'src/index.ts': 'export default { fetch: () => new Response() }' },
      'serverless',
      'wrangler.jsonc',
    ],
    [
      'an Express application that only Lambda calls',
      { dependencies: { express: '5', 'serverless-http': '4' } },
      { 'index.js': 'exports.handler = require("serverless-http")(require("express")())' },
      'serverless',
      'package.json',
    ],
  ])('refuses %s with its reason and place', (_, manifest, files, kind, file) => {
    const found = look({ 'package.json': { name: 'a', ...manifest }, ...files }).claim('app.refusal');
    expect(found?.value).toMatchObject({ kind });
    expect(found?.file).toBe(file);
  });

  it.each([
    ['a site with functions beside it', { devDependencies: { vite: '6', wrangler: '4' } }, {}, 'static'],
    [
      'a server that a platform could call as well',
      { scripts: { start: 'node a.js' }, devDependencies: { wrangler: '4' } },
      { 'a.js': 'import { serve } from "@hono/node-server"; serve({ fetch, port: 4310 })' },
      'web',
    ],
  ])('does not refuse %s', (_, manifest, files, kind) => {
    const { best } = look({ 'package.json': { name: 'a', ...manifest }, ...files });
    expect([best('app.refusal'), best('app.kind')]).toEqual([undefined, kind]);
  });

  it.each([
    ['its only program', { bin: './t.js' }, ['node', 't.js']],
    ['a program of the package’s name', { bin: { other: 'o.js', a: './t.js' } }, ['node', 't.js']],
    ['a program with a declared list of files', { bin: './t.js', files: ['t.js'] }, ['node', 't.js']],
    ['a program that main names as well', { bin: './t.js', main: 't.js' }, ['node', 't.js']],
    ['a compiled program', { bin: './out/c.js', private: true }, ['node', 'out/c.js']],
  ])('takes a package for %s', (_, manifest, start) => {
    const files = {
      't.js': '',
      'o.js': '',
      'src/c.ts': '',
      'tsconfig.json': '{"compilerOptions":{"outDir":"out","rootDir":"src"}}',
    };
    const { best } = look({ 'package.json': { name: '@x/a', ...manifest }, ...files });
    expect([best('app.kind'), best('app.start'), best('app.refusal')]).toEqual(['cli', start, undefined]);
  });

  it('takes a program that listens for a server, and a package to import for a library', () => {
    const server = {
      'package.json': { name: 'a', bin: './t.js' },
      't.js': 'require("http").createServer().listen(4310)',
    };
    expect(look(server).best('app.kind')).toBe('web');
    const both = { 'package.json': { name: 'a', bin: './t.js', exports: './x.js' }, 't.js': '', 'x.js': '' };
    expect(look(both).best('app.refusal')).toMatchObject({ kind: 'library' });
  });

  it.each<[string, string]>([
    ['exports', "const ms = require('ms');\nexports.hungry = true;\nmodule.exports.eat = () => ms(1);\n"],
    ['a class and a list', 'export class A {}\nexport const all = [1, { b: [2] }];\nexport default all;\n'],
    [
      'types and parts of others',
      "import { x } from './x';\nexport interface B { x: 1 }\nexport { x };\nexport * from './y';\n",
    ],
  ])('takes a private package whose entry offers %s for a library', (_, text) => {
    const files = { 'package.json': { name: 'a', private: true, main: 'index.ts' }, 'index.ts': text };
    expect(look(files).best('app.refusal')).toMatchObject({ kind: 'library' });
  });

  it.each<[string, string]>([
    ['calls', "exports.a = 1;\nrequire('./b').run();\n"],
    ['is loaded for what it does', "import './b';\nexport const a = 1;\n"],
    ['makes something', "const { Worker } = require('w');\nexports.w = new Worker();\n"],
    ['waits', 'export const a = await fetch("http://b");\n'],
    ['loops', 'exports.a = 1;\nfor (;;) console.log(1);\n'],
    ['offers nothing', 'const a = 1;\n'],
  ])('takes a private package whose entry %s for a worker', (_, text) => {
    const files = { 'package.json': { name: 'a', private: true, main: 'index.ts' }, 'index.ts': text };
    expect(look(files).best('app.kind')).toBe('worker');
  });

  it('takes a program that a sibling calls for a tool of the repository', () => {
    const files = {
      'package.json': { name: 'r', workspaces: ['p/*'], devDependencies: { tool: '*' } },
      'p/tool/package.json': { name: 'tool', bin: './t.js', private: true },
      'p/tool/t.js': '',
    };
    expect(look(files, {}, [], 'p/tool').best('app.kind')).not.toBe('cli');
  });

  it('takes a server of the Model Context Protocol over pipes for a program', () => {
    const files = {
      'package.json': {
        name: 'a',
        scripts: { start: 'node s.js' },
        dependencies: { '@modelcontextprotocol/sdk': '1' },
      },
      's.js':
        'import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";\nconnect(new StdioServerTransport())',
    };
    expect(look(files).claim('app.kind')).toMatchObject({ value: 'cli', file: 's.js', line: 2 });
  });

  it('refuses a browser extension', () => {
    const files = {
      'package.json': { name: 'a', devDependencies: { vite: '6' } },
      'public/manifest.json': '{\n"manifest_version": 3}',
    };
    expect(look(files).claim('app.refusal')).toMatchObject({
      value: { kind: 'extension' },
      file: 'public/manifest.json',
      line: 2,
    });
  });

  it('neither refuses nor starts the root of a monorepo, nor a package.json for tools alone', () => {
    const root = look({
      'package.json': { name: 'a', main: 'x.js', workspaces: ['apps/*'] },
      'apps/b/package.json': { name: 'b' },
    });
    expect(root.claims.map(({ field }) => field)).toEqual(['app.name']);
    const tools = look({ 'package.json': { name: 'a', devDependencies: { prettier: '3' } }, 'index.html': '' });
    expect(tools.claims.map(({ field }) => field)).toEqual(['app.name']);
  });

  it('does not refuse a server that mentions electron', () => {
    const files = {
      'package.json': { name: 'a', scripts: { start: 'node s.js' }, devDependencies: { electron: '33' } },
      's.js': 'require("http").createServer().listen(4310)',
    };
    expect(look(files).best('app.refusal')).toBeUndefined();
    expect(look(files).best('app.kind')).toBe('web');
  });

  it('takes Expo for the web as a site', () => {
    const files = {
      'package.json': { name: 'a', dependencies: { expo: '52', 'react-native-web': '0.19', 'react-native': '0.76' } },
    };
    expect(look(files).best('app.kind')).toBe('static');
  });

  it('prefers a server of the project to the bundler of its pages', () => {
    const files = {
      'package.json': {
        name: 'a',
        scripts: { build: 'vite build --outDir web', start: 'node s.js' },
        dependencies: { express: '5' },
        devDependencies: { vite: '6' },
      },
      's.js': 'require("express")().listen(4310)',
    };
    const { best } = look(files);
    expect(best('app.framework')).toEqual({ name: 'express', version: '5.0.0' });
    expect(best('app.files')).toEqual(['package.json', 's.js', 'web']);
  });

  it.each([
    'process.on("SIGTERM", f)',
    'for (const s of ["SIGINT", "SIGTERM"]) process.on(s, f)',
    'import g from "close-with-grace"; g(f)',
    'app.enableShutdownHooks(); app.listen(4310)',
  ])('knows %s as a handler of SIGTERM', (source) => {
    const found = look({ 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': source });
    expect(found.best('app.handlesSigterm')).toBe(true);
  });

  it('does not take the hooks of NestJS for a handler where something other than a server keeps the process', () => {
    const found = look({
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': 'app.enableShutdownHooks(); setInterval(f, 1000)',
    });
    expect(found.best('app.handlesSigterm')).toBeUndefined();
  });

  it('does not take SIGINT for SIGTERM', () => {
    const found = look({
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': 'process.on("SIGINT", f)',
    });
    expect(found.best('app.handlesSigterm')).toBeUndefined();
  });
});
