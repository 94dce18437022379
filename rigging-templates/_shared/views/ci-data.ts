import type { JsonValue } from '../../../src/core/model/rigging.ts';

/** How one package manager installs what the checks need; see _shared/data/ci.yaml. */
export interface ManagerRow {
  readonly default?: string;
  readonly path?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True where the install runs in the component's folder, whatever the root of the build. */
  readonly inComponent?: boolean;
  readonly locked: readonly string[];
  readonly unlocked?: readonly string[];
  /** What installs what the tests need besides; its words are put behind. */
  readonly further?: string;
}

/** What a language brings for the checks. */
export interface LanguageRow {
  readonly lint?: string;
  /** Globs of JUnit reports, where the build tool has its own place for them. */
  readonly reports?: readonly string[];
  readonly managers: Readonly<Record<string, ManagerRow>>;
}

/** The images of the pipeline's tools. */
export interface Tools {
  readonly build: string;
  readonly scan: string;
  readonly push: string;
  readonly deploy: string;
}

/** The table _shared/data/ci.yaml. */
export interface CiData {
  readonly tools: Tools;
  readonly github: {
    readonly runner: string;
    readonly checkout: string;
    readonly upload: string;
    readonly download: string;
  };
  /** Words behind a test runner that make it write a JUnit report, by the runner. */
  readonly reports: Readonly<Record<string, readonly string[]>>;
  readonly languages: Readonly<Record<string, LanguageRow>>;
}

/** The pipelines' table, out of all tables of a view's input. */
export function ciData(data: Readonly<Record<string, JsonValue>>): CiData {
  return data.ci as unknown as CiData;
}
