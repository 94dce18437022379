import { ROOT } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { indexSecrets } from '../../../src/detectors/python/index-secrets.ts';
import { pythonProject } from '../../../src/detectors/python/project.ts';

function secrets(files: Readonly<Record<string, string>>) {
  const scope = workspaceOf(files).scope(ROOT, [], 'test');
  const project = pythonProject(scope);
  if (project === undefined) throw new Error('no project');
  return indexSecrets(scope, project).map(({ variables, line }) => [...variables, line]);
}

describe('credentials of package indexes', () => {
  it.each([
    ['pip, from variables', '--extra-index-url https://${WHO}:${KEY}@p.example/simple\nflask\n', [['WHO', 'KEY', 1]]],
    ['pip, of a repository', 'flask\nx @ git+https://${KEY}@git.example/x.git\n', [['KEY', 2]]],
    ['pip, in the file', '-i https://me:secret@p.example/simple\nflask\n', [[1]]],
    ['pip, none', '--index-url https://p.example/simple\nx @ git+ssh://git@git.example/x\n', []],
  ])('%s', (_, text, expected) => {
    expect(secrets({ 'requirements.txt': text })).toEqual(expected);
  });

  it('of uv only where an index asks for them', () => {
    const index = (more: string, url: string) =>
      `[project]\nname = "x"\n[tool.uv]\n[[tool.uv.index]]\nname = "my-store"\nurl = "${url}"\n${more}`;
    const names = ['UV_INDEX_MY_STORE_USERNAME', 'UV_INDEX_MY_STORE_PASSWORD'];
    const url = 'https://download.example/cpu';
    expect(secrets({ 'pyproject.toml': index('authenticate = "always"\n', url) })[0]?.slice(0, 2)).toEqual(names);
    expect(secrets({ 'pyproject.toml': index('', 'https://x.jfrog.io/simple') })[0]?.slice(0, 2)).toEqual(names);
    expect(secrets({ 'pyproject.toml': index('', url) })).toEqual([]);
  });

  it('of poetry by the name of the source, of pipenv as the address says', () => {
    const poetry =
      '[tool.poetry]\nname = "x"\n[[tool.poetry.source]]\nname = "in house"\nurl = "https://nexus.example/simple"\n';
    expect(secrets({ 'pyproject.toml': poetry })[0]?.[0]).toBe('POETRY_HTTP_BASIC_IN_HOUSE_USERNAME');
    const pipenv = '[[source]]\nurl = "https://$WHO:${KEY}@p.example/simple"\nname = "p"\n[packages]\nflask = "*"\n';
    expect(secrets({ Pipfile: pipenv })[0]?.slice(0, 2)).toEqual(['WHO', 'KEY']);
  });
});
