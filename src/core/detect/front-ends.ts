import type { Diagnostic } from '../errors/diagnostic.ts';
import type { FrontEnd } from '../model/app-model.ts';
import type { EvidenceOf } from '../model/evidence.ts';
import type { Language, ServedFolder } from '../model/facts.ts';
import { byPath, isWithin, join, type RelPath, ROOT } from '../model/paths.ts';
import type { Examined } from './run.ts';

/** Looks at a component's folder once more, as a project of another language. */
export type ExamineAs = (dir: RelPath, language: Language) => Examined | undefined;

/** The folder that a candidate's build writes, relative to the project root; `undefined` where it builds nothing. */
function outputOf({ component, dir }: Examined): RelPath | undefined {
  const { facts } = component;
  if (facts['app.build'] === undefined) return undefined;
  if (facts['app.builtInto'] !== undefined) return facts['app.builtInto'];
  const inside = facts['app.output'];
  return inside === undefined ? undefined : join(dir, inside);
}

function isPartOf(path: RelPath, output: RelPath): boolean {
  return path !== ROOT && output !== ROOT && (isWithin(path, output) || isWithin(output, path));
}

/** Who makes a served folder: the project that is named, else the one whose build writes it. */
function makerOf(
  owner: Examined,
  served: ServedFolder,
  examined: readonly Examined[],
  examineAs: ExamineAs,
): Examined | undefined {
  const { from, by, path } = served;
  if (from !== null) {
    const there = examined.find((one) => one !== owner && one.dir === from);
    return there?.component.facts['runtime.language'] === by ? there : examineAs(from, by);
  }
  if (path === null) return undefined;
  return examined.find((one) => {
    const { facts } = one.component;
    if (one === owner || facts['app.kind'] !== 'static' || facts['runtime.language'] !== by) return false;
    const output = outputOf(one);
    return output !== undefined && isPartOf(path, output);
  });
}

function missing(owner: Examined, { value, file, line }: EvidenceOf<'app.serves'>): readonly Diagnostic[] {
  return value.flatMap(({ missing: what }) =>
    what === null
      ? []
      : [
          {
            code: 'DRK1108',
            severity: 'warning',
            detail: owner.dir === ROOT ? what : `${owner.component.name}: ${what}`,
            ...(file === null ? {} : { at: { file, line } }),
            hint: 'Commit the files, or add the project that builds them, so that the image can build it.',
          } as const,
        ],
  );
}

/**
 * Makes a front end part of the component that serves it. A project that is built for another one is not deployed by
 * itself; that it is part of the other's image is told. A folder that must be there and that nothing makes is warned of.
 */
export function joinFrontEnds(examined: readonly Examined[], examineAs: ExamineAs): readonly Examined[] {
  const taken = new Set<Examined>();
  const joined = examined.map((owner) => {
    const evidence = owner.component.decisions.find(({ field }) => field === 'app.serves');
    const claims = evidence === undefined ? [] : ([evidence.chosen, ...evidence.others] as EvidenceOf<'app.serves'>[]);
    const found = new Map<RelPath, FrontEnd>();
    const own: Diagnostic[] = [...owner.diagnostics];
    for (const claim of claims) {
      for (const served of claim.value) {
        const maker = makerOf(owner, served, examined, examineAs);
        if (maker === undefined) {
          own.push(...missing(owner, { ...claim, value: [served] }));
          continue;
        }
        const { component, dir } = maker;
        // A project that is named may write where only the component knows (a plug-in of its framework).
        const output = served.from === null ? outputOf(maker) : (served.path ?? outputOf(maker));
        if (!found.has(dir))
          found.set(dir, { component, output: output ?? null, at: served.at, whole: served.whole === true });
        if (taken.has(maker) || !examined.includes(maker)) continue;
        taken.add(maker);
        own.push(...maker.diagnostics, told(owner, maker, claim));
      }
    }
    if (found.size === 0) return { ...owner, diagnostics: own };
    const frontEnds = [...found.values()].sort((a, b) => byPath(a.component.dir, b.component.dir));
    return { ...owner, diagnostics: own, component: { ...owner.component, frontEnds } };
  });
  return joined.filter((_, index) => !taken.has(examined[index] as Examined));
}

/** Says that a folder is no component of its own. */
function told(owner: Examined, maker: Examined, { file, line }: EvidenceOf<'app.serves'>): Diagnostic {
  return {
    code: 'DRK1120',
    severity: 'info',
    detail: `${maker.dir} is built into the image of ${owner.component.name}, which serves it`,
    ...(file === null ? {} : { at: { file, line } }),
  };
}
