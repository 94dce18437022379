import type { Component } from '../../../src/core/model/app-model.ts';
import type { RelPath } from '../../../src/core/model/paths.ts';
import type { CiData } from './ci-data.ts';
import type { TestService } from './test-services.ts';

/** Shell lines to run in one folder, in one image. */
export interface CheckStep {
  /** The component's name; of an installation the first component's that uses it. */
  readonly component: string;
  readonly image: string;
  readonly dir: RelPath;
  readonly env: Readonly<Record<string, string>>;
  /** A folder of programs to put in front of PATH, as shell text; `null` where none is needed. */
  readonly path: string | null;
  readonly lines: readonly string[];
  /** Globs of JUnit reports, relative to the folder, where the language has places of its own for them. */
  readonly reports?: readonly string[];
  /** Names of the credentials that the step's installation takes from the environment. */
  readonly secrets?: readonly string[];
  /** Backing services that run beside the step. */
  readonly services?: readonly TestService[];
}

/** The checks of one component. */
export interface ComponentChecks {
  readonly component: string;
  readonly install: CheckStep | null;
  readonly lint: CheckStep | null;
  readonly test: CheckStep | null;
}

/** What an image reference may look like; anything else is not passed on. */
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;

/** The image in which a component is built and checked; `null` where it cannot be named safely. */
export function imageOf(component: Component): string | null {
  const image = component.facts['system.buildImage'];
  return image !== undefined && IMAGE.test(image) ? image : null;
}

/** A shell line on one line; `null` for text with control characters, which no pipeline file can hold. */
export function oneLine(command: string): string | null {
  const line = command.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line === '' || /[\p{Cc}\u2028\u2029]/u.test(line) ? null : line;
}

/** How runners are told to write reports. */
export type Reports = CiData['reports'];

/** The words that make the component's test runner write a report; none for a runner that cannot. */
export function reportWords({ facts }: Component, reports: Reports): readonly string[] {
  const tool = facts['app.testTool'];
  return tool !== undefined && Object.hasOwn(reports, tool) ? (reports[tool] ?? []) : [];
}

/** An installation's identity: components of one workspace share theirs. */
export function installKey({ dir, image }: CheckStep): string {
  return `${image} ${dir}`;
}
