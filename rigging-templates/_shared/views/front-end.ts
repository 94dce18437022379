import type { FrontEnd } from '../../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../../src/core/model/rigging.ts';
import { buildArgsOf } from './build-args.ts';
import { WORKDIR } from './container.ts';
import { buildStages } from './node-build.ts';

/** A COPY line: its sources, then its target. */
type Line = readonly string[];

/** A COPY line from another stage. */
type StageLine = { readonly stage: string; readonly line: Line };

/** What a Dockerfile says of the front ends that its component serves. */
export interface FrontEndStages {
  /** One stage each, for the partial `dockerfile/front-end`. */
  readonly stages: readonly View[];
  /** What the component's own build takes from them, and where it puts it, relative to the build context. */
  readonly intoBuild: readonly StageLine[];
  /** What the last stage takes from them, relative to the application's folder. */
  readonly intoRun: readonly StageLine[];
  /** The folders that these stages make, relative to the build context: stale ones must not enter it. */
  readonly made: readonly string[];
}

/** What depends on the Dockerfile that the stages are for. */
export interface FrontEndPlace {
  /** The build context, relative to the project root. */
  readonly context: RelPath;
  /** The folder that the application lies in, relative to the project root: what `intoRun` is relative to. */
  readonly root: RelPath;
  /** Folders of an earlier stage that the build of a front end reads. */
  readonly reads?: readonly StageLine[];
}

const SECRET = (name: string): string => `${name}="$(cat /run/secrets/${name} 2>/dev/null)"; export ${name}; `;

/** The folder of the front end's installation in its stage: every file keeps its place in the build context. */
function folderOf(dir: RelPath, context: RelPath): string {
  const inside = relativeTo(dir, context);
  return inside === '.' ? WORKDIR : `${WORKDIR}/${inside}`;
}

function stageName(index: number): string {
  return index === 0 ? 'frontend' : `frontend-${index + 1}`;
}

function stageOf({ component, whole }: FrontEnd, index: number, input: ViewInput, place: FrontEndPlace): View {
  const plan = buildStages({ ...input, component, components: [component] });
  const folder = folderOf(plan.context, place.context);
  const prefix = relativeTo(plan.context, place.context);
  const moved = (path: string): string =>
    prefix === '.' ? path : path === '.' ? prefix : `${prefix}/${path.replace(/^\.\//, '')}`;
  const lines = (all: unknown): readonly Line[] =>
    (all as readonly Line[]).map((line) => [...line.slice(0, -1).map(moved), line.at(-1) ?? './']);
  const view = plan.view;
  const secrets = view.buildSecrets as readonly string[];
  const installSecrets = view.installSecrets as readonly string[];
  return {
    stage: stageName(index),
    image: plan.image,
    workdir: folder,
    buildPackages: view.buildPackages ?? [],
    setup: view.setup ?? null,
    binaryFrom: view.binaryFrom ?? null,
    installEnv: view.installEnv ?? [],
    manifests: lines(view.manifests),
    installDir: typeof view.installDir === 'string' ? view.installDir.replace(WORKDIR, folder) : null,
    cache: view.cache ?? '',
    install: view.install == null ? null : `${installSecrets.map(SECRET).join('')}${String(view.install)}`,
    installMounts: installSecrets,
    installSsh: view.installSsh === true,
    // Pages that the build looks through lie in the component that serves it.
    sources: whole ? [['.', WORKDIR]] : lines(view.sources),
    reads: place.reads ?? [],
    buildArgs: buildArgsOf(component.facts),
    buildMounts: secrets,
    builds: (view.builds as readonly { readonly workdir: string; readonly command: string }[]).map((run, at) => ({
      workdir: at === 0 && run.workdir === WORKDIR ? null : run.workdir.replace(WORKDIR, folder),
      command: `${secrets.map(SECRET).join('')}${run.command}`,
    })),
  };
}

/**
 * Plans a stage for each front end of a component (front ends outside of the build context are left out: a Dockerfile
 * cannot reach them), and what the other stages copy from them.
 */
export function frontEndStages(input: ViewInput, place: FrontEndPlace): FrontEndStages {
  const inContext = (input.component.frontEnds ?? []).filter(
    ({ component: { dir } }) => !relativeTo(dir, place.context).startsWith('..'),
  );
  const stages = inContext.map((one, index) => stageOf(one, index, input, place));
  const copies = inContext.map(({ component, output, at }, index) => {
    const made = output ?? component.dir;
    const line = (base: RelPath): StageLine => {
      const target = relativeTo(made, base);
      const line = [folderOf(made, place.context), target === '.' ? './' : `./${target}`];
      return { stage: stageName(index), line };
    };
    return { at, line };
  });
  return {
    stages,
    intoBuild: copies.map(({ line }) => line(place.context)),
    intoRun: copies.filter(({ at }) => at === 'run').map(({ line }) => line(place.root)),
    made: inContext.flatMap(({ output }) => (output === null ? [] : [relativeTo(output, place.context)])),
  };
}
