import type { AppModel, Component } from './app-model.ts';
import type { FactKey } from './facts.ts';

/** A plain value of a setting. */
export type Scalar = string | number | boolean;

/** What a view may hold: JSON, since Handlebars reads own properties of plain objects only. */
export type JsonValue = Scalar | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The root object that a template sees. */
export type View = { readonly [key: string]: JsonValue };

/** A path to a fact or into its value: `app.framework.name`. */
export type FactPath = FactKey | `${FactKey}.${string}`;

/** When a rigging applies to a component; data, so that nothing of a project rigging is executed. */
export type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | { readonly fact: FactPath; readonly is: Scalar | readonly Scalar[] }
  | { readonly fact: FactPath; readonly exists: boolean };

/** What to do with a file that derrick did not write or that was edited since. */
export type ConflictPolicy = 'ask' | 'merge' | 'keep' | 'overwrite' | 'beside' | 'fail';

/** The format of a rendered file: decides how it is verified. */
export type ArtifactFormat = 'dockerfile' | 'yaml' | 'json' | 'groovy' | 'ignore' | 'nginx' | 'text';

/** What a rigging makes; `--only` and `--without` select by it. */
export type Output = 'image' | 'kubernetes' | 'jenkins' | 'compose' | 'helm' | 'github-actions' | 'gitlab-ci';

/** One setting of a rigging: a key of derrick.yaml, `--set`, and a question. */
export interface OptionSpec {
  readonly type: 'string' | 'integer' | 'boolean' | 'enum';
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default: Scalar;
  readonly help: string;
}

/** One file that a rigging writes. */
export interface ArtifactSpec {
  /** Target; `{dir}` is the component's folder (nothing for the root), `{name}` its name, `{prefix}` `NAME/` where there are several components, `{folder}` the view's own `folder`. */
  readonly path: string;
  readonly template: string;
  readonly format: ArtifactFormat;
  readonly executable?: boolean;
  /** A boolean key of the view; the file is written only where it is true. */
  readonly when?: string;
}

/** The data half of a rigging: `rigging.yaml`. */
export interface RiggingManifest {
  readonly schema: 1;
  readonly id: string;
  readonly title: string;
  readonly provides: Output;
  /** `component`: rendered for every component that matches; `project`: once, for all that match. */
  readonly scope: 'component' | 'project';
  readonly match: Predicate;
  /** Facts without which it writes nothing; a bar stands between those of which one is enough: `app.output|app.builtInto`. */
  readonly requires: readonly string[];
  /** False for an output that is written only when asked for. */
  readonly default: boolean;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly artifacts: readonly ArtifactSpec[];
}

/** What a view builder may look at. */
export interface ViewInput {
  /** The component to render; for a project rigging the first of `components`. */
  readonly component: Component;
  /** The components that the rigging matches. */
  readonly components: readonly Component[];
  readonly model: AppModel;
  /** The values of the rigging's options, for `component`. */
  readonly options: Readonly<Record<string, Scalar>>;
  /** The values of the rigging's options for each component of `components`, by its name. */
  readonly optionsOf: Readonly<Record<string, Readonly<Record<string, Scalar>>>>;
  /** The data files of `_shared/data`, by name without the extension. */
  readonly data: Readonly<Record<string, JsonValue>>;
}

/** The code half of a built-in rigging: pure, plain JSON out. */
export type ViewBuilder = (input: ViewInput) => View;

/** A rigging with its origin; only built-in ones may have code. */
export interface LoadedRigging {
  readonly manifest: RiggingManifest;
  readonly view?: ViewBuilder;
  /** Template texts by the name used in the manifest. */
  readonly templates: Readonly<Record<string, string>>;
  readonly origin: 'builtin' | 'project' | 'home';
}
