import { ROOT, relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { moonBuild } from '../../../src/detectors/node/moon.ts';
import { readPackageJson } from '../../../src/detectors/node/package-json.ts';

const top = { '.moon/workspace.yml': 'projects: ["a"]', 'a/package.json': '{"name":"a"}' };

function found(files: Readonly<Record<string, string>>) {
  const scope = workspaceOf({ ...top, ...files }).scope(relPath('a'), [], 'test');
  const manifest = readPackageJson(scope);
  return manifest && moonBuild(scope, ROOT, manifest);
}

describe('the build task of moon', () => {
  it('stands in moon.yml, before what every project inherits', () => {
    const own = 'language: typescript\ntasks:\n  build:\n    command: tsc\n    args: [-p, tsconfig.lib.json]\n';
    expect(found({ 'a/moon.yml': own, '.moon/tasks/all.yml': 'tasks: { build: { command: vite build } }' })).toEqual({
      ...{ words: ['tsc', '-p', 'tsconfig.lib.json'], atRoot: false, file: 'a/moon.yml', line: 3 },
    });
  });

  it.each(['.moon/tasks.yml', '.moon/tasks/all.yml', '.moon/tasks/node.yml'])('is inherited from %s', (file) => {
    const tasks = 'tasks:\n  build:\n    command: [vite, build]\n    options: { runFromWorkspaceRoot: true }\n';
    expect(found({ [file]: tasks })).toEqual({ words: ['vite', 'build'], atRoot: true, file, line: 2 });
  });

  it.each([
    ['exclude: [build]', undefined],
    ['include: [test]', undefined],
    ['include: [build]', { words: ['tsc'] }],
  ])('follows the rule %s', (rule, wanted) => {
    const own = `workspace: { inheritedTasks: { ${rule} } }`;
    const built = found({ 'a/moon.yml': own, '.moon/tasks/all.yml': 'tasks: { build: { command: tsc } }' });
    if (wanted === undefined) expect(built).toBeUndefined();
    else expect(built).toMatchObject(wanted);
  });

  it.each(['tsc -p $projectRoot', 'cat @globs(sources)', 'tsc && cp a b', 'echo $(id)'])(
    'is none where only moon or a shell could run it: %s',
    (command) => {
      expect(found({ 'a/moon.yml': `tasks: { build: { command: ${JSON.stringify(command)} } }` })).toBeUndefined();
    },
  );

  it('is none outside of a moon workspace', () => {
    const scope = workspaceOf({ 'a/package.json': '{}', 'a/moon.yml': 'tasks: { build: { command: tsc } }' }).scope(
      relPath('a'),
      [],
      'test',
    );
    const manifest = readPackageJson(scope);
    expect(manifest && moonBuild(scope, ROOT, manifest)).toBeUndefined();
  });
});
