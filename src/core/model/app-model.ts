import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Decision, DetectorId } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { RelPath } from './paths.ts';

/** What another language's tools build for a component that serves it: part of the same image, no component of its own. */
export interface FrontEnd {
  /** How it is built: its folder and the facts of its own language. */
  readonly component: Component;
  /** The folder of the built files, relative to the project root; `null` where only the whole folder is known to hold them. */
  readonly output: RelPath | null;
  /** Whether the component's own build takes it in, or the process reads it. */
  readonly at: 'build' | 'run';
  /** Whether its build reads the component's other files as well. */
  readonly whole: boolean;
}

/** One deployable part of the project: one image. */
export interface Component {
  /** A DNS label, unique in the project. */
  readonly name: string;
  /** Its folder; `.` for the project root. */
  readonly dir: RelPath;
  readonly facts: Readonly<Partial<Facts>>;
  /** One decision for each fact, in the order of the fact's name. */
  readonly decisions: readonly Decision[];
  /** What is built for it by another language's tools, ordered by folder; absent where there is nothing. */
  readonly frontEnds?: readonly FrontEnd[];
}

/** What the project is, as far as detection could tell. */
export interface AppModel {
  readonly schema: 1;
  readonly name: string;
  /** Ordered by folder. */
  readonly components: readonly Component[];
}

/** One file that detection read, and who asked for it. */
export interface ReadRecord {
  readonly path: RelPath;
  readonly bytes: number;
  /** How often the file was parsed, by format; never more than once each. */
  readonly parses: Readonly<Record<string, number>>;
  readonly readBy: readonly DetectorId[];
}

/** The outcome of detection: the model, everything to tell, and what was read for it. */
export interface Detection {
  readonly model: AppModel;
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: readonly ReadRecord[];
}

/** The model for a project that wants derrick's manifests in spite of its own: pipelines then deploy those. */
export function withoutOwnManifests(model: AppModel): AppModel {
  const components = model.components.map((component) => {
    const { 'system.manifests': _, ...facts } = component.facts;
    return { ...component, facts };
  });
  return { ...model, components };
}

/** The folder that a component's image is built from: the workspace root of a monorepo, else its own, or one that holds what it links to. */
export function contextOf({ facts, dir }: Pick<Component, 'facts' | 'dir'>): RelPath {
  const manager = facts['runtime.packageManager'];
  return manager?.context ?? manager?.root ?? dir;
}
