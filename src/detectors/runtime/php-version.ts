import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { dirname, join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { stringOf } from '../node/json-shape.ts';
import { chooseVersion } from '../node/version-choice.ts';
import { shown, type VersionSource } from '../node/version-source.ts';
import { isLibrary, type PhpProject, phpProject } from '../php/project.ts';
import { isEnded, PHP, PHP_TABLE_DATE, phpRelease } from '../php/releases.ts';

function* fromFolders(scope: Scope): Iterable<VersionSource> {
  for (let dir = scope.dir; ; dir = dirname(dir)) {
    const own = join(dir, '.php-version');
    const raw = scope.text(own)?.text.split('\n')[0]?.trim();
    if (raw !== undefined && raw !== '') yield { raw, file: own, line: 1, confidence: 'pinned', label: '.php-version' };
    const tools = join(dir, '.tool-versions');
    for (const [index, line] of (scope.text(tools)?.text.split('\n') ?? []).entries()) {
      const [name, version] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (name === 'php' && version !== undefined)
        yield { raw: version, file: tools, line: index + 1, confidence: 'pinned', label: '.tool-versions' };
    }
    if (dir === '.') return;
  }
}

function* sources(scope: Scope, { manifest, requires }: PhpProject): Iterable<VersionSource> {
  const platform = stringOf(manifest?.get('config', 'platform', 'php'));
  if (manifest !== undefined && platform !== undefined) {
    // Composer takes the platform for the version in use: its line is meant, not that very patch.
    const raw = platform.split('.').slice(0, 2).join('.');
    yield {
      raw,
      file: manifest.path,
      line: manifest.lineOf('config', 'platform', 'php'),
      confidence: 'manifest',
      label: 'config.platform.php',
    };
  }
  const required = requires.get('php') ?? requires.get('php-64bit');
  if (required !== undefined) {
    const { value: raw, file, line } = required;
    yield { raw, file, line, confidence: 'manifest', label: 'require.php' };
  }
  yield* fromFolders(scope);
}

/** Which line of PHP runs the application. */
export const phpVersion = defineDetector({
  id: 'php-version',
  layer: 'runtime',
  languages: ['php'],
  title: 'PHP version',
  docs: 'https://www.php.net/supported-versions.php',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope): Iterable<Claim<'runtime'> | Notice> {
    const project = phpProject(scope);
    if (project === undefined || isLibrary(project)) return;
    const { winner, losers, diagnostics } = chooseVersion(sources(scope, project), PHP);
    for (const diagnostic of diagnostics) yield { diagnostic };
    if (diagnostics.some(({ severity }) => severity === 'error')) return;
    if (winner === undefined) {
      const resolved = DATA.php.default;
      const because = `no file names a version; PHP ${resolved} has fixes until ${phpRelease(resolved)?.end}`;
      yield {
        field: 'runtime.version',
        value: { raw: resolved, resolved },
        file: null,
        line: null,
        confidence: 'convention',
        because,
      };
      return;
    }
    const { source, fit } = winner;
    const { file, line, raw, label } = source;
    // Beside a package.json that builds the pages, PHP's own word counts.
    const confidence = project.framework === undefined ? source.confidence : 'pinned';
    yield {
      field: 'runtime.version',
      value: { raw, resolved: fit.resolved },
      file,
      line,
      confidence,
      because: `${label} says "${shown(raw)}"`,
    };
    for (const { source: loser, resolved } of losers) {
      const { file: from, line: at, raw: text, label: name } = loser;
      yield {
        field: 'runtime.version',
        value: { raw: text, resolved },
        file: from,
        line: at,
        confidence: 'config',
        because: `${name} says "${shown(text)}"`,
      };
    }
    const release = phpRelease(fit.resolved);
    if (release === undefined || !isEnded(release)) return;
    const detail = `PHP ${release.line} has had no security fixes since ${release.end} (judged on ${PHP_TABLE_DATE})`;
    yield {
      diagnostic: {
        code: 'DRK1105',
        severity: 'warning',
        detail,
        at: { file, line },
        hint: `move to PHP ${DATA.php.default}`,
      },
    };
  },
});
