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
    'app.enableShutdownHooks()',
  ])('knows %s as a handler of SIGTERM', (source) => {
    const found = look({ 'package.json': { name: 'a', scripts: { start: 'node a.js' } }, 'a.js': source });
    expect(found.best('app.handlesSigterm')).toBe(true);
  });

  it('does not take SIGINT for SIGTERM', () => {
    const found = look({
      'package.json': { name: 'a', scripts: { start: 'node a.js' } },
      'a.js': 'process.on("SIGINT", f)',
    });
    expect(found.best('app.handlesSigterm')).toBeUndefined();
  });
});
