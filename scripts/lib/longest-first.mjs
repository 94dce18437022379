/**
 * The suites that take longest, longest first; on a machine that has never run them Jest would take the longest files first, and
 * the run would end with one of these alone. Times of a run on two cores, in seconds.
 */
const LONGEST = [
  'tests/e2e/apps.test.ts', // 616
  'tests/golden/checkers.test.ts', // 333
  'tests/e2e/up.test.ts', // 322
  'tests/cli/init.test.ts', // 269
  'tests/golden/jenkinsfiles.test.ts', // 182
  'tests/golden/apps.test.ts', // 81
  'tests/cli/usage.test.ts', // 75
  'tests/e2e/verify-faults.test.ts', // 72
  'tests/e2e/monorepo.test.ts', // 61
  'tests/riggings/ci-jenkins-lint.test.ts', // 57
  'tests/e2e/image-checks.test.ts', // 40
  'tests/e2e/compose.test.ts', // 39
];

function rank(path) {
  const at = LONGEST.findIndex((one) => path.endsWith(one));
  return at < 0 ? LONGEST.length : at;
}

/** A Jest sequencer; the order is the same on every machine. */
export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
