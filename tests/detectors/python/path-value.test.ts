import fc from 'fast-check';
import { ROOT, relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { modulesOf } from '../../../src/detectors/python/modules.ts';
import { pathOf } from '../../../src/detectors/python/path-value.ts';

/** The path behind the last assignment of a module. */
function read(path: string, text: string, files: Readonly<Record<string, string>> = {}): string | undefined {
  const scope = workspaceOf({ ...files, [path]: text }).scope(ROOT, [], 'test');
  const module = modulesOf(scope).find((one) => one.path === path);
  const value = module?.assignments.at(-1)?.value;
  return module && pathOf(scope, module, value, { base: relPath('base'), from: ROOT });
}

describe('a path in the code', () => {
  const head = 'import os\nfrom pathlib import Path\n';
  it.each([
    ['parents of the file', 'x = Path(__file__).resolve().parent.parent / "ui" / "out"', 'ui/out'],
    ['a named folder', 'HERE = Path(__file__).parent\nx = HERE.joinpath("out")', 'site/out'],
    ['os.path', 'x = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "out/")', 'out'],
    ['numbered parents', 'x = Path(__file__).resolve().parents[1] / "ui"', 'ui'],
    ['a named folder with a member', 'HERE = Path(__file__)\nx = HERE.parent / "ui"', 'site/ui'],
    ['plain text, from where the process starts', 'x = "ui/out"', 'ui/out'],
    ['a folder of the machine', 'x = "/srv/out/"', '/srv/out'],
    ['a base that cannot be read', 'BASE_DIR = env("ROOT")\nx = BASE_DIR / "out"', 'base/out'],
    ['nothing that is computed', 'x = Path(__file__).parent / name()', undefined],
    ['nothing outside of the project', 'x = Path(__file__).parent.parent.parent / "out"', undefined],
  ])('is %s', (_, line, expected) => {
    expect(read('site/settings.py', `${head}${line}\n`)).toBe(expected);
  });

  it('follows a name to the file that defines it', () => {
    const base = 'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent.parent\n';
    const files = { 'site/__init__.py': '', 'site/conf/__init__.py': '', 'site/conf/base.py': base };
    expect(
      read('site/conf/live.py', 'from .base import *\nfrom .base import BASE_DIR\nx = BASE_DIR / "a"\n', files),
    ).toBe('a');
  });

  it('ends, whatever refers to itself', () => {
    expect(read('a.py', 'x = x / "a"\nx = x / "b"\n')).toBeUndefined();
  });

  it('never leaves the project', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', 'a', 'b/..', '"'), { maxLength: 6 }), (parts) => {
        const text = `from pathlib import Path\nx = Path(__file__).parent${parts.map((one) => ` / ${JSON.stringify(one)}`).join('')}\n`;
        expect(read('one/two/x.py', text) ?? 'none').not.toMatch(/^\.\.|^\//);
      }),
    );
  });
});
