import { ROOT, relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { nxBuild } from '../../../src/detectors/node/nx.ts';
import { readPackageJson } from '../../../src/detectors/node/package-json.ts';

const top = { 'package.json': '{"devDependencies":{"nx":"22"}}', 'nx.json': '{}', 'a/package.json': '{"name":"@x/a"}' };

function found(files: Readonly<Record<string, string>>) {
  const scope = workspaceOf({ ...top, ...files }).scope(relPath('a'), [], 'test');
  const manifest = readPackageJson(scope);
  return manifest && nxBuild(scope, ROOT, manifest);
}

describe('the build target of Nx', () => {
  it('stands in project.json, under the name that stands there', () => {
    const project = '{\n "name": "hive",\n "targets": { "build": {} } }';
    expect(found({ 'a/project.json': project })).toEqual({
      ...{ project: 'hive', target: 'build', file: 'a/project.json', line: 3 },
    });
  });

  it('stands in package.json', () => {
    expect(found({ 'a/package.json': '{"name":"@x/a","nx":{"targets":{"build":{}}}}' })).toMatchObject({
      ...{ project: '@x/a', target: 'build', file: 'a/package.json' },
    });
  });

  it.each([
    ['["@nx/vite/plugin"]', 'vite.config.mts', 'build'],
    ['[{"plugin":"@nx/vite/plugin","options":{"buildTargetName":"vite:build"}}]', 'vite.config.ts', 'vite:build'],
    [
      '[{"plugin":"@nx/js/typescript","options":{"build":{"configName":"tsconfig.x.json"}}}]',
      'tsconfig.x.json',
      'build',
    ],
  ])('is inferred by %s from %s', (plugins, file, target) => {
    expect(found({ 'nx.json': `{"plugins":${plugins}}`, [`a/${file}`]: '{}' })).toMatchObject({
      ...{ project: '@x/a', target, file: `a/${file}` },
    });
  });

  it('is none without Nx, without a target, and for a name that is no word', () => {
    const project = '{"targets":{"build":{}}}';
    expect(found({ 'package.json': '{}', 'a/project.json': project })).toBeUndefined();
    expect(found({ 'a/project.json': '{"targets":{"test":{}}}' })).toBeUndefined();
    expect(found({ 'nx.json': '{"plugins":["@nx/js/typescript"]}', 'a/tsconfig.lib.json': '{}' })).toBeUndefined();
    expect(found({ 'a/project.json': '{"name":"a; rm -rf /","targets":{"build":{}}}' })).toBeUndefined();
  });
});
