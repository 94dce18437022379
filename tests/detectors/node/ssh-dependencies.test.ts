import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { readPackageJson } from '../../../src/detectors/node/package-json.ts';
import { sshDependencies } from '../../../src/detectors/node/ssh-dependencies.ts';

describe('a dependency that git clones over SSH', () => {
  it.each([
    ['git+ssh://git@git.example/yard/points.git#v3', true],
    ['ssh://git@git.example/yard/points.git', true],
    ['git@git.example:yard/points.git', true],
    ['git+https://git.example/yard/points.git', false],
    ['github:yard/points', false],
    ['npm:points@1', false],
    ['workspace:^', false],
    ['patch:points@npm%3A1.0.0#~/.yarn/patches/points.patch', false],
    ['^1.0.0', false],
  ])('%s: %s', (spec, wanted) => {
    const text = JSON.stringify({ devDependencies: { points: spec } }, null, 1);
    const manifest = readPackageJson(scopeOf({ 'package.json': text }));
    const found = manifest === undefined ? [] : sshDependencies([manifest]);
    expect(found.map(({ name, line }) => [name, line])).toEqual(wanted ? [['points', 3]] : []);
  });
});
