import type { CheckStep } from './check-step.ts';

/** Where test runners put JUnit reports, by habit. */
const REPORTS = ['junit*.xml', 'reports/**/*.xml', 'test-results/**/*.xml'];

/** Globs of the reports that a test step writes: its language's own, else those of habit, below its folder. */
export function reportGlobs({ dir, reports }: CheckStep): readonly string[] {
  const prefix = dir === '.' ? '' : `${dir}/`;
  return (reports ?? REPORTS).map((glob) => prefix + glob);
}
