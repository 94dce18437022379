import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Component, Detection } from '../model/app-model.ts';
import type { AnyDetector, Claim, Notice } from '../model/detector.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Layer } from '../model/facts.ts';
import { dnsLabel } from '../model/names.ts';
import { basename, type RelPath, ROOT } from '../model/paths.ts';
import type { Scope } from '../workspace/scope.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Candidate, candidates, unscoped } from './components.ts';
import type { Declaration } from './declared.ts';
import { evidenceFor, impliedKind, unknownComponents } from './declared.ts';
import { withFolderMarks } from './folder-marks.ts';
import { joinFrontEnds } from './front-ends.ts';
import { factsOf, resolve } from './resolve.ts';
import { verdict } from './verdict.ts';

/** The order of the layers: a detector sees what earlier layers decided. */
const LAYERS: readonly Layer[] = ['runtime', 'application', 'system'];

/** One candidate after detection, before it is known whether it is a component. */
export interface Examined {
  readonly dir: RelPath;
  readonly name: string;
  readonly component: Component;
  readonly diagnostics: readonly Diagnostic[];
}

function isNotice(item: Claim<Layer> | Notice): item is Notice {
  return 'diagnostic' in item;
}

/** Whether the files that a detector asks for are there. */
function triggered({ when }: AnyDetector, scope: Scope): boolean {
  const { anyFile, nearestFile, anyExtension } = when;
  if (anyFile === undefined && nearestFile === undefined && anyExtension === undefined) return true;
  if (nearestFile !== undefined && scope.nearest(...nearestFile) !== undefined) return true;
  if (anyFile !== undefined && scope.tree.named(...anyFile).length > 0) return true;
  return (anyExtension ?? []).some((extension) => scope.tree.withExtension(extension).length > 0);
}

interface Said {
  readonly claims: readonly Evidence[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the detectors of the other languages said of a runtime is left out, once the language is known. */
function ofLanguage(told: ReadonlyMap<AnyDetector, Said>, before: readonly Evidence[], dir: RelPath): Said {
  const all = [...told.values()].flatMap(({ claims }) => claims);
  const language = factsOf(resolve([...before, ...all], dir))['runtime.language'];
  const foreign = ({ languages }: AnyDetector) =>
    language !== undefined && languages !== undefined && !languages.includes(language);
  return {
    claims: [...told].flatMap(([detector, { claims }]) =>
      foreign(detector) ? claims.filter(({ field }) => field === 'runtime.language') : claims,
    ),
    diagnostics: [...told].flatMap(([detector, { diagnostics }]) => (foreign(detector) ? [] : diagnostics)),
  };
}

function examine(
  ws: Workspace,
  { dir, nested }: Candidate,
  detectors: readonly AnyDetector[],
  declared: readonly Evidence[],
): Examined {
  const claims: Evidence[] = [...declared];
  const diagnostics: Diagnostic[] = [];
  let decisions = resolve(claims, dir);
  for (const layer of LAYERS) {
    const facts = factsOf(decisions);
    const known = { get: <K extends keyof typeof facts>(key: K) => facts[key] };
    const told = new Map<AnyDetector, Said>();
    for (const detector of detectors) {
      if (detector.layer !== layer) continue;
      const scope = ws.scope(dir, nested, detector.id);
      if (!triggered(detector, scope)) continue;
      const items = [...detector.detect(scope, known)];
      told.set(detector, {
        claims: items
          .filter((item) => !isNotice(item))
          .map((item) => withFolderMarks({ ...item, detector: detector.id } as Evidence, dir, ws.tree)),
        diagnostics: items.filter(isNotice).map(({ diagnostic }) => diagnostic),
      });
    }
    const said = ofLanguage(told, claims, dir);
    claims.push(...said.claims);
    diagnostics.push(...said.diagnostics);
    decisions = resolve(claims, dir);
    const implied = layer === 'application' ? impliedKind(factsOf(decisions), decisions) : undefined;
    if (implied === undefined) continue;
    claims.push(implied);
    decisions = resolve(claims, dir);
  }
  const facts = factsOf(decisions);
  const own = facts['app.name'];
  const name = dnsLabel(own === undefined ? (dir === ROOT ? 'app' : basename(dir)) : unscoped(own));
  return { dir, name, component: { name, dir, facts, decisions }, diagnostics };
}

/** Gives each component a name of its own: the folder's where two packages share one. */
function withUniqueNames(examined: readonly Examined[]): readonly Examined[] {
  const seen = new Set<string>();
  return examined.map((one) => {
    let name = one.name;
    if (seen.has(name)) name = dnsLabel(one.dir.replaceAll('/', '-'));
    for (let number = 2; seen.has(name); number += 1) name = `${dnsLabel(one.dir.replaceAll('/', '-'), 60)}-${number}`;
    seen.add(name);
    return name === one.name ? one : { ...one, name, component: { ...one.component, name } };
  });
}

/**
 * Detects the components of a project: pure, total, and independent of the order of detectors and files.
 * `declared` is what the user said; it is evidence of the highest rank.
 */
export function detect(
  ws: Workspace,
  detectors: readonly AnyDetector[],
  declared: readonly Declaration[] = [],
): Detection {
  const marks = [...new Set(detectors.flatMap((detector) => detector.marks ?? []))];
  const folders = detectors.flatMap((one) => [...(one.folders?.(ws.scope(ROOT, [], one.id)) ?? [])]);
  const found = candidates(ws.tree, marks, folders);
  const first = withUniqueNames(found.map((candidate) => examine(ws, candidate, detectors, [])));
  // Names are known only after a first pass; parsed files are memoised, so that a second one is cheap.
  const examined =
    declared.length === 0
      ? first
      : withUniqueNames(
          found.map((candidate, index) => {
            const name = first[index]?.name ?? '';
            return examine(ws, candidate, detectors, evidenceFor(declared, name, candidate.dir));
          }),
        );
  const joined = joinFrontEnds(examined, (dir, language) => {
    const candidate = found.find((one) => one.dir === dir);
    const manifest = { field: 'runtime.language', value: language, file: null, line: null } as const;
    const evidence = {
      ...manifest,
      confidence: 'declared',
      detector: 'front-end',
      because: 'it builds a front end',
    } as const;
    return candidate && examine(ws, candidate, detectors, [evidence as Evidence]);
  });
  const { model, diagnostics } = verdict(ws, joined, marks);
  return {
    model,
    diagnostics: [...unknownComponents(declared, first), ...diagnostics],
    reads: ws.reads(),
  };
}
