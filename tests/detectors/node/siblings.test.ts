import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { isNeededBySibling } from '../../../src/detectors/node/siblings.ts';

const tree = workspaceOf({
  'package.json': '{"name":"top","workspaces":["p/*"],"dependencies":{"c":"*"}}',
  'p/a/package.json': '{"name":"a","dependencies":{"b":"*"},"devDependencies":{"c":"*"}}',
  'p/b/package.json': '{"name":"b"}',
  'p/c/package.json': '{"name":"c"}',
  'q/d/package.json': '{"name":"d","dependencies":{"a":"*","e":"file:../e"},"devDependencies":{"f":"link:../f"}}',
  'q/e/package.json': '{"name":"e"}',
  'q/f/package.json': '{"name":"f"}',
});

describe('a package that another one of the workspace needs', () => {
  it.each([
    ['p/a', false],
    ['p/b', true],
    ['p/c', false],
    ['q/d', false],
    ['q/e', true],
    ['q/f', false],
    ['.', false],
  ])('%s: %s', (dir, wanted) => {
    expect(isNeededBySibling(tree.scope(relPath(dir), [], 'test'))).toBe(wanted);
  });
});
