import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { CONFIDENCE, type Confidence } from '../../core/model/evidence.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { bunSignal } from '../node/bun-runtime.ts';
import { devcontainerVersions, workflowVersions } from '../node/ci-version.ts';
import { dockerfileVersion } from '../node/dockerfile-from.ts';
import { isNodeFolder } from '../node/inner-projects.ts';
import { pnpmRuntime } from '../node/lockfile-runtime.ts';
import { foldersUp } from '../node/node-folder.ts';
import { type Fit, isEndOfLife, lineOf, NODE_TABLE_DATE, supportedLines } from '../node/releases.ts';
import { chooseVersion, isOpen } from '../node/version-choice.ts';
import { multiToolFiles, singleToolFiles } from '../node/version-files.ts';
import { developerToolsOf, enginesOf, pnpmSettingsOf, rushRangeOf } from '../node/version-manifest.ts';
import { shown, type VersionSource } from '../node/version-source.ts';

/** The rungs below a winner, for what lost against it. */
const LOSING: readonly Confidence[] = ['config', 'source', 'convention', 'guess'];

/** Every source in the order in which it counts: the component's own folder first, then those above it. */
function sourcesOf(scope: Scope): readonly VersionSource[] {
  const sources: VersionSource[] = [];
  for (const dir of foldersUp(scope.dir)) {
    sources.push(
      ...enginesOf(scope, dir, 'node'),
      ...singleToolFiles(scope, dir, 'node'),
      ...pnpmSettingsOf(scope, dir),
      ...developerToolsOf(scope, dir, 'node'),
      ...multiToolFiles(scope, dir, 'node'),
    );
  }
  sources.push(...rushRangeOf(scope), ...pnpmRuntime(scope));
  const image = dockerfileVersion(scope, scope.dir, 'node');
  if (image !== undefined) sources.push(image);
  // What other machines happen to use counts only where the project itself leaves it open.
  if (isOpen(sources)) sources.push(...[...workflowVersions(scope)].slice(0, 1), ...devcontainerVersions(scope));
  return sources;
}

function below(confidence: Confidence): Confidence {
  return LOSING.find((rung) => CONFIDENCE[rung] < CONFIDENCE[confidence]) ?? 'guess';
}

function endOfLife(source: VersionSource, { resolved }: Fit): Diagnostic | undefined {
  const line = lineOf(resolved);
  if (line === undefined || !isEndOfLife(line)) return undefined;
  const newer = supportedLines()
    .slice(0, 2)
    .map(({ major }) => major)
    .reverse();
  return {
    code: 'DRK1105',
    severity: 'warning',
    detail: `Node ${line.major} has had no security fixes since ${line.end}`,
    at: { file: source.file, line: source.line },
    hint: `move to ${newer.join(' or ')}`,
  };
}

function aheadOfTable(source: VersionSource, { resolved }: Fit): Diagnostic {
  return {
    code: 'DRK1006',
    severity: 'warning',
    detail: `Node ${resolved} is newer than what derrick knew on ${NODE_TABLE_DATE}; it is used as written`,
    at: { file: source.file, line: source.line },
  };
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  if (!isNodeFolder(scope) || bunSignal(scope) !== undefined) return;
  const { winner, losers, diagnostics } = chooseVersion(sourcesOf(scope));
  for (const diagnostic of diagnostics) yield { diagnostic };
  if (winner !== undefined) {
    const { source, fit } = winner;
    const value = { raw: source.raw, resolved: fit.resolved };
    const because = `${source.label} says "${shown(source.raw)}"`;
    const { file, line, confidence } = source;
    yield { field: 'runtime.version', value, file, line, confidence, because };
    const old = endOfLife(source, fit);
    if (old !== undefined) yield { diagnostic: old };
    if (fit.ahead) yield { diagnostic: aheadOfTable(source, fit) };
    for (const { source: other, resolved } of losers) {
      yield {
        field: 'runtime.version',
        value: { raw: other.raw, resolved },
        file: other.file,
        line: other.line,
        confidence: below(confidence),
        because: `${other.label} says "${shown(other.raw)}"`,
      };
    }
  } else if (diagnostics.every(({ severity }) => severity !== 'error')) {
    const resolved = String(DATA.node.default);
    const because = `no file names a version; Node ${resolved} was the newest settled LTS line on ${NODE_TABLE_DATE}`;
    const value = { raw: resolved, resolved };
    yield { field: 'runtime.version', value, file: null, line: null, confidence: 'convention', because };
  }
}

/** Which version of Node.js to build and run with. */
export const nodeVersion = defineDetector({
  id: 'node-version',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Node.js version',
  docs: 'https://nodejs.org/en/about/previous-releases',
  when: { nearestFile: ['package.json', 'server.js', 'app.js'] },
  detect,
});
