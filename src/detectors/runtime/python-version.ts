import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { CONFIDENCE, type Confidence } from '../../core/model/evidence.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import type { Fit } from '../node/releases.ts';
import { chooseVersion } from '../node/version-choice.ts';
import { shown, type VersionSource } from '../node/version-source.ts';
import { isPythonFolder, PYTHON_TRIGGER } from '../python/python-component.ts';
import * as releases from '../python/releases.ts';
import { pythonVersionSources } from '../python/version-sources.ts';

/** The rungs below a winner, for what lost against it. */
const LOSING: readonly Confidence[] = ['config', 'source', 'convention', 'guess'];

function below(confidence: Confidence): Confidence {
  return LOSING.find((rung) => CONFIDENCE[rung] < CONFIDENCE[confidence]) ?? 'guess';
}

function endOfLife(source: VersionSource, { resolved }: Fit): Diagnostic | undefined {
  const line = releases.pythonLineOf(resolved);
  if (line === undefined || !releases.isEndOfLife(line)) return undefined;
  const newer = releases
    .supportedLines()
    .filter(({ line: one }) => one !== '3.15')
    .slice(0, 2);
  return {
    code: 'DRK1105',
    severity: 'warning',
    detail: `Python ${line.line} has had no security fixes since ${line.end}`,
    at: { file: source.file, line: source.line },
    hint: `move to ${newer
      .map((one) => one.line)
      .reverse()
      .join(' or ')}`,
  };
}

function aheadOfTable(source: VersionSource, { resolved }: Fit): Diagnostic {
  return {
    code: 'DRK1006',
    severity: 'warning',
    detail: `Python ${resolved} is newer than what derrick knew on ${releases.PYTHON_TABLE_DATE}; it is used as written`,
    at: { file: source.file, line: source.line },
  };
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  if (!isPythonFolder(scope)) return;
  const field = 'runtime.version';
  const { winner, losers, diagnostics } = chooseVersion(pythonVersionSources(scope), releases);
  for (const diagnostic of diagnostics) yield { diagnostic };
  if (winner !== undefined) {
    const { source, fit } = winner;
    const { file, line, confidence } = source;
    const because = `${source.label} says "${shown(source.raw)}"`;
    yield {
      field,
      value: { raw: source.raw, resolved: fit.resolved },
      file,
      line,
      confidence: confidence,
      because,
    };
    const old = endOfLife(source, fit);
    if (old !== undefined) yield { diagnostic: old };
    if (fit.ahead) yield { diagnostic: aheadOfTable(source, fit) };
    for (const { source: other, resolved } of losers) {
      const value = { raw: other.raw, resolved };
      const rung = below(confidence);
      const reason = `${other.label} says "${shown(other.raw)}"`;
      yield { field, value, file: other.file, line: other.line, confidence: rung, because: reason };
    }
  } else if (diagnostics.every(({ severity }) => severity !== 'error')) {
    const resolved: string = DATA.python.default;
    const because = `no file names a version; Python ${resolved} was the newest settled line on ${releases.PYTHON_TABLE_DATE}`;
    yield {
      field,
      value: { raw: resolved, resolved },
      file: null,
      line: null,
      confidence: 'convention',
      because,
    };
  }
}

/** Which version of Python to build and run with. */
export const pythonVersion = defineDetector({
  id: 'python-version',
  layer: 'runtime',
  languages: ['python'],
  title: 'Python version',
  docs: 'https://devguide.python.org/versions/',
  when: PYTHON_TRIGGER,
  detect,
});
