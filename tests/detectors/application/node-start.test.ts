import type { Language } from '../../../src/core/model/facts.ts';
import { look } from './claims.ts';

const SERVER = "const http = require('node:http');\nhttp.createServer(() => {}).listen(4310);";

function withStart(start: string | undefined, files: Record<string, string | object> = {}, more: object = {}) {
  const scripts = start === undefined ? {} : { start };
  return look({ 'package.json': { name: 'orders', private: true, scripts, ...more }, ...files });
}

describe('node-start', () => {
  it('names the script and its line', () => {
    const { claim } = withStart('NODE_ENV=production node lib/api.js', { 'lib/api.js': SERVER });
    expect(claim('app.start')).toMatchObject({
      value: ['node', 'lib/api.js'],
      file: 'package.json',
      line: 5,
      confidence: 'manifest',
    });
  });

  it('puts the assignments of the script into the environment', () => {
    const { all, best } = withStart('APP_PORT=4999 MODE=fast node api.js', {
      'api.js': 'require("http").createServer().listen(process.env.APP_PORT || 3000)',
    });
    expect(all('app.env')).toContainEqual({
      name: 'APP_PORT',
      required: false,
      default: '4999',
      scope: 'run',
      sensitive: false,
    });
    expect(best('app.port')).toBe(4999);
  });

  it('rejects a development start, says so, and takes start:prod', () => {
    const { best, diagnostics } = look({
      'package.json': { name: 'a', scripts: { start: 'nodemon src/x.js', 'start:prod': 'node src/x.js' } },
      'src/x.js': SERVER,
    });
    expect(best('app.start')).toEqual(['node', 'src/x.js']);
    expect(diagnostics).toEqual([]);
  });

  it('rejects a development start and runs its file', () => {
    const { best, diagnostics } = withStart('nodemon src/x.js', { 'src/x.js': SERVER, 'index.js': '' });
    expect(best('app.start')).toEqual(['node', 'src/x.js']);
    expect(diagnostics).toMatchObject([{ code: 'DRK1107', at: { file: 'package.json', line: 5 } }]);
  });

  it.each(['server.js', 'app.js', 'src/index.js', 'main.mjs', 'bin/www'])('falls back to %s', (path) => {
    expect(withStart(undefined, { [path]: SERVER }).best('app.start')).toEqual(['node', path]);
  });

  it('prefers main to habits', () => {
    const found = withStart(undefined, { 'lib/orders.js': SERVER, 'index.js': '' }, { main: './lib/orders.js' });
    expect(found.best('app.start')).toEqual(['node', 'lib/orders.js']);
  });

  it('starts a lone server file', () => {
    const { best } = look({ 'server.js': SERVER });
    expect(best('app.start')).toEqual(['node', 'server.js']);
    expect(best('app.port')).toBe(4310);
  });

  it('maps a TypeScript entry through outDir and rootDir', () => {
    const files = {
      'package.json': {
        name: 'a',
        scripts: { dev: 'tsx watch code/api.ts', start: 'tsx watch code/api.ts' },
        devDependencies: { typescript: '5' },
      },
      'tsconfig.json': '{ "compilerOptions": { /* c */ "outDir": "./lib", "rootDir": "./code" } }',
      'code/api.ts': 'import http from "node:http"; http.createServer().listen(4310)',
    };
    const { best } = look(files);
    expect(best('app.start')).toEqual(['node', 'lib/api.js']);
    expect(best('app.build')).toEqual(['npx', '--no-install', 'tsc']);
    expect(best('app.files')).toEqual(['package.json', 'lib']);
  });

  it('runs TypeScript as it is where Node strips types', () => {
    const files = {
      'package.json': { name: 'a', private: true },
      'server.ts': 'import http from "node:http"; http.createServer().listen(1234)',
    };
    expect(look(files, { 'runtime.version': { raw: '>=24', resolved: '24' } }).best('app.start')).toEqual([
      'node',
      'server.ts',
    ]);
    expect(look(files, { 'runtime.version': { raw: '20', resolved: '20' } }).best('app.start')).toBeUndefined();
  });

  it('finds the source of a compiled start command', () => {
    const { best } = withStart('node build/api.js', {
      'src/api.ts': 'import http from "http"; http.createServer().listen(process.env.P ?? 4310)',
    });
    expect(best('app.port')).toBe(4310);
    expect(best('app.portVariable')).toBe('P');
  });

  it('says nothing of another language', () => {
    const files = { 'package.json': { name: 'a', scripts: { start: 'vite' }, devDependencies: { vite: '6' } } };
    expect(look(files, { 'runtime.language': 'php' as Language }).claims).toEqual([]);
  });
});
