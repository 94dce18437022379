import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { moduleOf } from '../go/modules.ts';
import { GO_TABLE_DATE, lineOf, parseVersion, releaseOf, standing, tagOf } from '../go/releases.ts';
import { choose, type Wish } from '../go/version-choice.ts';
import { type GoVersionSource, versionSources } from '../go/version-sources.ts';
import { shown } from '../node/version-source.ts';

function at({ file, line }: GoVersionSource): Pick<Diagnostic, 'at'> {
  return { at: { file, line } };
}

function placeOf({ file, line }: GoVersionSource): string {
  return line === null ? file : `${file}:${line}`;
}

function unknown(source: GoVersionSource): Diagnostic {
  const detail = `${source.label} in ${source.file} says "${shown(source.raw)}", which is no release of Go known on ${GO_TABLE_DATE}`;
  return { code: 'DRK1006', severity: 'error', detail, ...at(source) };
}

function disagreement(winner: GoVersionSource, loser: GoVersionSource): Diagnostic {
  const detail =
    `${winner.label} (${placeOf(winner)}) says "${shown(winner.raw)}", but ${loser.label} (${placeOf(loser)}) ` +
    `says "${shown(loser.raw)}"; the first one is used`;
  return { code: 'DRK1104', severity: 'warning', detail, ...at(loser) };
}

function* minimumResolved({ source, version }: Wish): Iterable<Claim<'runtime'> | Notice> {
  const release = releaseOf(version);
  const isOld = release !== undefined && release.end !== null;
  const { file, line, raw, label, confidence } = source;
  const resolved = isOld ? DATA.go.default : lineOf(version);
  const because = isOld
    ? `${label} asks for at least ${shown(raw)}, without fixes since ${release.end}; Go ${resolved} builds it with the language of ${lineOf(version)}`
    : `${label} says "${shown(raw)}"`;
  yield { field: 'runtime.version', value: { raw, resolved }, file, line, confidence, because };
  if (!isOld) return;
  const detail = `Go ${lineOf(version)} has had no security fixes since ${release.end}; the go line is a minimum, so Go ${resolved} builds it`;
  yield {
    diagnostic: {
      code: 'DRK1105',
      severity: 'info',
      detail,
      ...at(source),
      hint: `test with Go ${resolved}, or pin a release with a toolchain line`,
    },
  };
}

function* exactResolved({ source, version }: Wish): Iterable<Claim<'runtime'> | Notice> {
  const { file, line, raw, label, confidence } = source;
  const value = { raw, resolved: tagOf(version) };
  yield { field: 'runtime.version', value, file, line, confidence, because: `${label} says "${shown(raw)}"` };
  const end = releaseOf(version)?.end ?? null;
  if (end === null) return;
  const detail = `Go ${lineOf(version)} has had no security fixes since ${end}`;
  yield {
    diagnostic: { code: 'DRK1105', severity: 'warning', detail, ...at(source), hint: `move to ${DATA.go.default}` },
  };
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  const module = moduleOf(scope, scope.dir);
  if (module === undefined) return;
  const wishes: Wish[] = [];
  let isBroken = false;
  for (const source of versionSources(scope, module)) {
    const version = parseVersion(source.raw);
    const known = version === undefined ? 'unknown' : standing(version);
    if (version === undefined || known === 'unknown') {
      isBroken = true;
      yield { diagnostic: unknown(source) };
      continue;
    }
    if (known === 'ahead') {
      const detail = `Go ${tagOf(version)} is newer than what derrick knew on ${GO_TABLE_DATE}; it is used as written`;
      yield { diagnostic: { code: 'DRK1006', severity: 'warning', detail, ...at(source) } };
    }
    wishes.push({ source, version });
  }
  if (isBroken) return;
  const { winner, losers } = choose(wishes);
  if (winner === undefined) {
    const resolved = DATA.go.default;
    const because = `no file names a version; Go ${resolved} was the newest release on ${GO_TABLE_DATE}`;
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
  yield* winner.source.kind === 'exact' ? exactResolved(winner) : minimumResolved(winner);
  for (const { source, version } of losers) {
    yield { diagnostic: disagreement(winner.source, source) };
    const value = { raw: source.raw, resolved: tagOf(version) };
    const { file, line, label, raw } = source;
    yield {
      field: 'runtime.version',
      value,
      file,
      line,
      confidence: 'config',
      because: `${label} says "${shown(raw)}"`,
    };
  }
}

/** Which Go release to build with. */
export const goVersion = defineDetector({
  id: 'go-version',
  layer: 'runtime',
  languages: ['go'],
  title: 'Go version',
  docs: 'https://go.dev/doc/toolchain',
  when: { nearestFile: ['go.mod', 'main.go'] },
  detect,
});
