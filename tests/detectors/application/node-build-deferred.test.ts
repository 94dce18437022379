import type { Facts } from '../../../src/core/model/facts.ts';
import { look } from './claims.ts';

function build(scripts: Readonly<Record<string, string>>, deferred: readonly string[] = ['postinstall']) {
  const install = {
    production: true,
    development: true,
    scripts: deferred,
    deferred,
    env: {},
    local: [],
    program: null,
  };
  const known: Partial<Facts> = { 'runtime.install': install };
  const manifest = { name: 'quay', scripts: { start: 'node pier.js', ...scripts }, dependencies: { express: '5' } };
  return look({ 'package.json': manifest, 'pier.js': 'require("express")().listen(4871)' }, known).best('app.build');
}

describe('install scripts that compile', () => {
  it.each([
    ['are the build where there is no other', { postinstall: 'webpack' }, 'npm run postinstall'],
    ['are no more than the build', { postinstall: 'npm run build', build: 'tsc' }, ['npm', 'run', 'build']],
    ['do the same as the build', { postinstall: 'tsc', build: 'tsc' }, ['npm', 'run', 'build']],
    ['build among other things', { postinstall: 'node a.js && npm run build', build: 'tsc' }, 'npm run postinstall'],
    ['come before the build', { postinstall: 'tsc -p tools', build: 'tsc' }, 'npm run postinstall && npm run build'],
  ])('%s', (_, scripts, command) => {
    expect(build(scripts)).toEqual(command);
  });
});
