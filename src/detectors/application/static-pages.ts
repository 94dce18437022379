import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { RelPath } from '../../core/model/paths.ts';
import { relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type Site, siteOf } from '../static/sites.ts';

type Told = Claim<'application'> | Notice;

/** A theme that lies in a git submodule is not there in a fresh clone, and the build would fail. */
function* missingTheme(scope: Scope, { id, file }: Site): Iterable<Told> {
  if (id !== 'hugo' && id !== 'zola') return;
  const doc = scope.doc(file, file.endsWith('.toml') ? 'toml' : file.endsWith('.json') ? 'json' : 'yaml');
  const named: unknown = doc?.get('theme');
  const themes = (Array.isArray(named) ? (named as readonly unknown[]) : [named]).filter(
    (one) => typeof one === 'string' && one !== '',
  );
  for (const theme of themes as readonly string[]) {
    if (theme.includes('/') || scope.project.hasFolder(scope.at('themes', theme.replaceAll('..', '')))) continue;
    const detail = `the site uses the theme ${theme}, and there is no themes/${theme}`;
    const hint = 'Check out the submodule (git submodule update --init) before the image is built.';
    yield {
      diagnostic: {
        code: 'DRK1108',
        severity: 'warning',
        detail,
        at: { file, line: doc?.lineOf('theme') ?? null },
        hint,
      },
    };
  }
  if (id === 'hugo' && doc?.get('enableGitInfo') === true) {
    const detail =
      'enableGitInfo reads the history, which is not part of the image’s build: dates of pages are left out';
    yield {
      diagnostic: {
        code: 'DRK1108',
        severity: 'info',
        detail,
        at: { file, line: doc.lineOf('enableGitInfo') },
        hint: 'Write dates into the front matter.',
      },
    };
  }
}

/** What a site is called, how it is built, and which files are served how. */
export const staticPages = defineDetector({
  id: 'static-pages',
  layer: 'application',
  title: 'Pages of a static site, fallback and 404 page',
  docs: 'https://docs.cloudfoundry.org/buildpacks/staticfile/',
  when: {},
  *detect(scope, known): Iterable<Told> {
    const site = siteOf(scope);
    if (site === undefined || (known.get('runtime.language') as string | undefined) !== 'static') return;
    const { id, title, file, line, output, build, name, nameLine, spa, outputLine } = site;
    const place = { file, line };
    const because = id === 'html' ? 'pages that need no program' : `${title} makes pages that need no program`;
    yield { field: 'app.kind', value: 'static', ...place, confidence: 'pinned', because };
    const version = known.get('runtime.version')?.resolved ?? null;
    if (id !== 'html') {
      const isMaterial = id === 'mkdocs' && /^(\s+name|theme):\s*["']?material\b/m.test(scope.text(file)?.text ?? '');
      yield {
        field: 'app.framework',
        value: { name: isMaterial ? 'mkdocs-material' : id, version },
        ...place,
        confidence: 'config',
        because: `these are settings of ${title}`,
      };
    }
    if (name !== null) {
      const from: RelPath =
        id === 'html' && scope.project.has(scope.at('package.json'))
          ? scope.at('package.json')
          : id === 'html'
            ? scope.at(output, 'index.html')
            : file;
      yield {
        field: 'app.name',
        value: name,
        file: from,
        line: nameLine,
        confidence: 'config',
        because: 'the title of the site',
      };
    }
    const manifest = scope.at('package.json');
    const own: unknown = scope.project.has(manifest) ? scope.doc(manifest, 'json')?.get('version') : undefined;
    if (typeof own === 'string') {
      const reason = 'package.json states it';
      yield { field: 'app.version', value: own, file: manifest, line: null, confidence: 'manifest', because: reason };
    }
    const where = outputLine === null ? 'the folder of the finished pages' : 'the settings name the folder';
    yield {
      field: 'app.output',
      value: relPath(output),
      file,
      line: outputLine,
      confidence: outputLine === null ? 'convention' : 'config',
      because: where,
    };
    if (build !== null)
      yield { field: 'app.build', value: build, ...place, confidence: 'convention', because: `how ${title} builds` };
    if (site.files.length > 0) {
      const reason = 'what browsers ask for in this folder';
      yield { field: 'app.files', value: site.files, ...place, confidence: 'convention', because: reason };
    }
    if (spa !== null)
      yield {
        field: 'app.spaFallback',
        value: true,
        file: spa.file,
        line: spa.line,
        confidence: 'config',
        because: spa.because,
      };
    else
      yield {
        field: 'app.spaFallback',
        value: false,
        ...place,
        confidence: 'convention',
        because: 'each page has a file of its own',
      };
    yield* missingTheme(scope, site);
  },
});
