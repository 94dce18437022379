import { detectionJson } from '../../../src/core/detect/report.ts';
import { detect } from '../../../src/core/detect/run.ts';
import { type AnyDetector, defineDetector } from '../../../src/core/model/detector.ts';
import type { Language, ServedFolder } from '../../../src/core/model/facts.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';

const about = { line: 1, because: 'so' };
const common = { title: 'Toy', docs: 'https://example.com/' };

/** `served.txt` makes a server and names what it serves; `pages.txt` makes a site and names what it builds. */
const languages = defineDetector({
  ...common,
  id: 'toy-languages',
  layer: 'runtime',
  when: { anyFile: ['served.txt', 'pages.txt'] },
  marks: ['served.txt', 'pages.txt'],
  *detect(scope) {
    const server = scope.at('served.txt');
    const pages = scope.at('pages.txt');
    if (scope.project.has(server))
      yield { field: 'runtime.language', value: 'server' as Language, file: server, confidence: 'pinned', ...about };
    if (scope.project.has(pages))
      yield { field: 'runtime.language', value: 'pages' as Language, file: pages, confidence: 'manifest', ...about };
  },
});

function versionOf(language: string, name: string): AnyDetector {
  return defineDetector({
    ...common,
    id: `toy-version-${language}`,
    layer: 'runtime',
    languages: [language],
    when: { anyFile: [name] },
    *detect(scope) {
      const file = scope.at(name);
      if (!scope.project.has(file)) return;
      const value = { raw: language, resolved: language };
      yield { field: 'runtime.version', value, file, confidence: 'pinned', ...about };
      yield { diagnostic: { code: 'DRK1105', severity: 'warning', detail: `${language} is old` } };
    },
  });
}

const applications = defineDetector({
  ...common,
  id: 'toy-applications',
  layer: 'application',
  when: { anyFile: ['served.txt', 'pages.txt'] },
  *detect(scope, known) {
    const isServer = known.get('runtime.language') === ('server' as Language);
    const file = scope.at(isServer ? 'served.txt' : 'pages.txt');
    const text = scope.text(file)?.text.trim();
    if (text === undefined) return;
    const kind = isServer ? 'web' : 'static';
    yield { field: 'app.kind', value: kind, file, confidence: 'manifest', ...about };
    yield { field: isServer ? 'app.start' : 'app.build', value: ['make'], file, confidence: 'manifest', ...about };
    if (!isServer && text.startsWith('../'))
      yield { field: 'app.builtInto', value: relPath(text.slice(3)), file, confidence: 'config', ...about };
    if (!isServer) yield { field: 'app.output', value: relPath('dist'), file, confidence: 'convention', ...about };
    if (isServer)
      yield { field: 'app.serves', value: JSON.parse(text) as ServedFolder[], file, confidence: 'source', ...about };
  },
});

const TOYS: readonly AnyDetector[] = [
  languages,
  versionOf('server', 'served.txt'),
  versionOf('pages', 'pages.txt'),
  applications,
];

const served = (more: Partial<ServedFolder>): string =>
  JSON.stringify([{ path: null, from: null, by: 'pages', at: 'build', missing: null, ...more }]);

function found(files: Readonly<Record<string, string>>) {
  const { model, diagnostics } = detect(workspaceOf(files), TOYS);
  return {
    components: model.components.map(({ dir, facts, frontEnds = [] }) => ({
      dir,
      version: facts['runtime.version']?.resolved,
      frontEnds: frontEnds.map(({ component, output }) => ({
        dir: component.dir,
        output,
        version: component.facts['runtime.version']?.resolved,
      })),
    })),
    told: diagnostics.map(({ code, detail }) => `${code} ${detail}`),
  };
}

describe('a front end that another component serves', () => {
  it('is part of the component that embeds what it builds', () => {
    const { components, told } = found({ 'served.txt': served({ path: relPath('ui/dist') }), 'ui/pages.txt': '' });
    expect(components).toEqual([
      { dir: '.', version: 'server', frontEnds: [{ dir: 'ui', output: 'ui/dist', version: 'pages' }] },
    ]);
    expect(told).toContain('DRK1120 ui is built into the image of app, which serves it');
  });

  it('is found where it builds into the other component’s folder', () => {
    const { components } = found({ 'served.txt': served({ path: relPath('web/all') }), 'ui/pages.txt': '../web/all' });
    expect(components[0]?.frontEnds).toEqual([{ dir: 'ui', output: 'web/all', version: 'pages' }]);
    expect(components).toHaveLength(1);
  });

  it('may lie in the component’s own folder, with a manifest of its own language', () => {
    const { components, told } = found({
      'served.txt': served({ path: relPath('public/build'), from: relPath('.') }),
      'pages.txt': '',
    });
    expect(components).toEqual([
      { dir: '.', version: 'server', frontEnds: [{ dir: '.', output: 'public/build', version: 'pages' }] },
    ]);
    // What is said of the language that does not run the component is left out.
    expect(told.filter((one) => one.includes('is old'))).toEqual(['DRK1105 server is old']);
  });

  it('stays a component where nothing serves it', () => {
    const { components } = found({ 'served.txt': served({ path: relPath('web/all') }), 'ui/pages.txt': '' });
    expect(components.map(({ dir, frontEnds }) => [dir, frontEnds])).toEqual([
      ['.', []],
      ['ui', []],
    ]);
  });

  it('is warned of where it must be there and nothing makes it', () => {
    const { told } = found({ 'served.txt': served({ path: relPath('web/all'), missing: 'it embeds web/all' }) });
    expect(told).toContain('DRK1108 it embeds web/all');
  });

  it('is shown in the JSON of its component, with its own evidence', () => {
    const files = { 'served.txt': served({ path: relPath('ui/dist') }), 'ui/pages.txt': '' };
    const json = detectionJson(detect(workspaceOf(files), TOYS), []);
    expect(json.components).toMatchObject([
      { frontEnds: [{ path: 'ui', outputPath: 'ui/dist', buildCommand: ['make'] }] },
    ]);
  });
});
