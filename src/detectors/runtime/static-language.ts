import semver from 'semver';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Facts, Language } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { shown } from '../node/version-source.ts';
import { requirementsOf } from '../static/requirements.ts';
import { type GeneratorId, type Site, siteOf } from '../static/sites.ts';
import { plainVersion, toolVersions } from '../static/tool-version.ts';

type Told = Claim<'runtime'> | Notice;

const STATIC = 'static' as Language;

function isOlder(version: string, than: string): boolean {
  const [a, b] = [semver.coerce(version), semver.coerce(than)];
  return a !== null && b !== null && semver.lt(a, b);
}

/** The generator's release: what the project says, else the table's. */
function* versionOf(scope: Scope, id: GeneratorId, title: string): Iterable<Told> {
  const row = DATA.static.generators[id];
  const [first, ...others] = toolVersions(scope, id);
  if (first === undefined) {
    const because = `no file names a release of ${title}; this one was current on ${DATA.static.date}`;
    const value = { raw: row.version, resolved: row.version };
    yield { field: 'runtime.version', value, file: null, line: null, confidence: 'config', because };
    return;
  }
  const { raw, file, line, label } = first;
  const version = plainVersion(raw);
  const at = { file, line };
  if (version === undefined) {
    const detail = `${label} says "${shown(raw)}", which is no release of ${title}`;
    yield { diagnostic: { code: 'DRK1006', severity: 'error', detail, at } };
    return;
  }
  if (isOlder(version, row.first)) {
    const detail = `there is no image of ${title} ${version}; the site is built with ${row.version}`;
    yield { diagnostic: { code: 'DRK1006', severity: 'warning', detail, at, hint: `Move to ${row.first} or newer.` } };
    yield {
      field: 'runtime.version',
      value: { raw, resolved: row.version },
      file,
      line,
      confidence: 'pinned',
      because: `${label} says "${shown(raw)}"`,
    };
    return;
  }
  yield {
    field: 'runtime.version',
    value: { raw, resolved: version },
    file,
    line,
    confidence: 'pinned',
    because: `${label} says "${shown(raw)}"`,
  };
  for (const other of others) {
    const told = plainVersion(other.raw);
    if (told === version) continue;
    const detail = `${label} (${file}:${line}) says "${shown(raw)}", but ${other.label} (${other.file}:${other.line}) says "${shown(other.raw)}"; the first one is used`;
    yield { diagnostic: { code: 'DRK1104', severity: 'warning', detail, at: { file: other.file, line: other.line } } };
  }
}

/** What has to be there before the generator runs: its own packages, as far as the project locks them. */
function* toolsOf(scope: Scope, site: Site): Iterable<Told> {
  const common = { confidence: 'pinned', line: null } as const;
  let lockfile: RelPath | null = null;
  const files: RelPath[] = [];
  if (site.id === 'mkdocs' || site.id === 'sphinx') {
    const found = requirementsOf(scope, site.id);
    lockfile = found?.file ?? null;
    files.push(...(found?.all ?? []));
  }
  if (site.id === 'jekyll' && scope.project.has(scope.at('Gemfile'))) {
    const lock = scope.at('Gemfile.lock');
    lockfile = scope.project.has(lock) ? lock : scope.at('Gemfile');
    files.push(scope.at('Gemfile'), ...(lockfile === lock ? [lock] : []));
    if (lockfile !== lock) {
      const detail = 'there is a Gemfile and no Gemfile.lock, so that two builds of the same commit differ';
      yield {
        diagnostic: {
          code: 'DRK1102',
          severity: 'warning',
          detail,
          at: { file: scope.at('Gemfile'), line: null },
          hint: 'Run `bundle lock` and commit Gemfile.lock.',
        },
      };
    }
  }
  const manager: Facts['runtime.packageManager'] = { id: site.id, version: null, lockfile, root: scope.dir };
  yield {
    field: 'runtime.packageManager',
    value: manager,
    file: lockfile ?? site.file,
    ...common,
    because: `${site.title} builds the site`,
  };
  if (files.length > 0) {
    yield {
      field: 'runtime.installFiles',
      value: files,
      file: files[0] ?? null,
      ...common,
      because: 'it names the packages of the generator',
    };
  }
}

/** True for a generator of documents beside a Python project, whose application, where there is one, comes first. */
function besidePython(scope: Scope, id: Site['id']): boolean {
  const manifests = ['pyproject.toml', 'requirements.txt', 'Pipfile', 'uv.lock'];
  return (id === 'mkdocs' || id === 'sphinx') && manifests.some((name) => scope.project.has(scope.at(name)));
}

/** A folder of pages, finished or made by a generator, that is no application of any language. */
export const staticLanguage = defineDetector({
  id: 'static-language',
  layer: 'runtime',
  languages: ['static'],
  title: 'Static sites: plain HTML, Hugo, Zola, MkDocs, Jekyll, Sphinx, mdBook',
  docs: 'https://gohugo.io/configuration/',
  when: {},
  marks: ['Staticfile', 'hugo.toml', 'hugo.yaml', 'hugo.json', 'book.toml', 'mkdocs.yml', 'zola.toml'],
  *detect(scope): Iterable<Told> {
    const site = siteOf(scope);
    if (site === undefined) return;
    const { id, file, line, title } = site;
    // A generator's own settings are made for the purpose, and so is a package.json that only serves a folder.
    const isSure =
      id !== 'html' || scope.project.has(scope.at('package.json')) || scope.project.has(scope.at('Staticfile'));
    const because =
      id === 'html' ? 'there are finished pages and no application around them' : `${title} makes the pages`;
    yield {
      field: 'runtime.language',
      value: STATIC,
      file,
      line,
      confidence: besidePython(scope, id) ? 'manifest' : isSure ? 'pinned' : 'convention',
      because,
    };
    if (id === 'html') return;
    yield* versionOf(scope, id, title);
    yield* toolsOf(scope, site);
  },
});
