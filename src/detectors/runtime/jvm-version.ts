import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { jvmProject, strength } from '../jvm/project.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';
import {
  JAVA_LINES,
  JAVA_TABLE_DATE,
  type JavaLine,
  type JavaSource,
  javaLine,
  javaSources,
  rowOf,
} from '../jvm/versions.ts';
import { place, shown } from '../node/version-source.ts';

interface Wish {
  readonly source: JavaSource;
  readonly row: JavaLine;
}

function at({ file, line }: JavaSource): Pick<Diagnostic, 'at'> {
  return { at: { file, line } };
}

function disagreement(winner: JavaSource, loser: JavaSource): Diagnostic {
  const detail =
    `${winner.label} (${place(winner)}) says "${shown(winner.raw)}", but ${loser.label} (${place(loser)}) ` +
    `says "${shown(loser.raw)}"; the first one is used`;
  return { code: 'DRK1104', severity: 'warning', detail, ...at(loser) };
}

function isEnded({ end }: JavaLine): boolean {
  return end < JAVA_TABLE_DATE;
}

/** The line that builds and runs code of a level: itself, else the next one with long support. */
function fitFor(row: JavaLine): JavaLine {
  if (!isEnded(row)) return row;
  const later = JAVA_LINES.filter(({ line, lts }) => lts && line > row.line);
  return later.at(-1) ?? row;
}

/** The exact wish that is high enough for every level, else the highest level. */
function choose(wishes: readonly Wish[]): { readonly winner: Wish | undefined; readonly losers: readonly Wish[] } {
  const levels = wishes.filter(({ source }) => source.kind === 'minimum');
  const highest = [...levels].sort((a, b) => b.row.line - a.row.line)[0];
  const exact = wishes.filter(({ source }) => source.kind === 'exact');
  const winner = exact.find(({ row }) => highest === undefined || row.line >= highest.row.line) ?? highest;
  return { winner, losers: exact.filter((wish) => wish !== winner && wish.row.line !== winner?.row.line) };
}

function* resolved({ source, row }: Wish): Iterable<Claim<'runtime'> | Notice> {
  const { file, line, raw, label, confidence } = source;
  const fit = source.kind === 'minimum' ? fitFor(row) : row;
  const value = { raw, resolved: String(fit.line) };
  const because =
    fit === row
      ? `${label} says "${shown(raw)}"`
      : `${label} asks for at least ${shown(raw)}, without fixes since ${row.end}; Java ${fit.line} runs it`;
  yield { field: 'runtime.version', value, file, line, confidence, because };
  if (!isEnded(row)) return;
  const detail =
    fit === row
      ? `Java ${row.line} has had no security fixes since ${row.end}`
      : `Java ${row.line} has had no security fixes since ${row.end}; code for it runs on Java ${fit.line}, which is used`;
  const severity = fit === row ? 'warning' : 'info';
  yield {
    diagnostic: {
      code: 'DRK1105',
      severity,
      detail,
      ...at(source),
      hint: `move to Java ${fitFor(row).line === row.line ? DATA.jvm.default : fitFor(row).line}`,
    },
  };
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  const project = jvmProject(scope);
  if (project === undefined || project.packaging === 'pom') return;
  const wishes: Wish[] = [];
  let isBroken = false;
  for (const source of javaSources(scope, project)) {
    const row = rowOf(javaLine(source.raw));
    if (row === undefined) {
      const old = javaLine(source.raw) ?? 0;
      if (source.kind === 'minimum' && old >= 1 && old < 8) {
        const detail = `${source.label} says "${shown(source.raw)}": current compilers know no level below 8`;
        yield {
          diagnostic: { code: 'DRK1105', severity: 'warning', detail, ...at(source), hint: 'raise it to 8 or later' },
        };
        const oldest = JAVA_LINES.at(-1);
        if (oldest !== undefined) wishes.push({ source, row: oldest });
        continue;
      }
      isBroken = true;
      const detail = `${source.label} in ${source.file} says "${shown(source.raw)}", which is no release of Java known on ${JAVA_TABLE_DATE}`;
      yield { diagnostic: { code: 'DRK1006', severity: 'error', detail, ...at(source) } };
      continue;
    }
    wishes.push({ source, row });
  }
  if (isBroken) return;
  const { winner, losers } = choose(wishes);
  if (winner === undefined) {
    const value = { raw: String(DATA.jvm.default), resolved: String(DATA.jvm.default) };
    const because = `no file names a version; Java ${DATA.jvm.default} has long support and runs what earlier lines ran`;
    yield {
      field: 'runtime.version',
      value,
      file: null,
      line: null,
      confidence: strength(scope, project) === 'pinned' ? 'pinned' : 'convention',
      because,
    };
    return;
  }
  const isPinned = strength(scope, project) === 'pinned';
  yield* resolved(isPinned ? { ...winner, source: { ...winner.source, confidence: 'pinned' } } : winner);
  for (const { source, row } of losers) {
    yield { diagnostic: disagreement(winner.source, source) };
    const { file, line, raw, label } = source;
    yield {
      field: 'runtime.version',
      value: { raw, resolved: String(row.line) },
      file,
      line,
      confidence: 'config',
      because: `${label} says "${shown(raw)}"`,
    };
  }
}

/** Which line of Java builds and runs the component. */
export const jvmVersion = defineDetector({
  id: 'jvm-version',
  layer: 'runtime',
  languages: ['java', 'kotlin', 'scala', 'clojure'],
  title: 'Java version',
  docs: 'https://adoptium.net/support/',
  when: JVM_TRIGGER,
  detect,
});
