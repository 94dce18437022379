// The one test command: builds, prepares what it can, runs every suite, and ends with the numbers of the run.
// With CI or DERRICK_REQUIRE_ALL set, a missing engine or tool is a failure instead of a skipped test.
// `npm test -- tests/core` runs a part, without preparing anything.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT, show, timed } from './lib/run.mjs';

const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const paths = process.argv.slice(2);
const isRequired = Boolean(process.env.CI || process.env.DERRICK_REQUIRE_ALL);
const required = isRequired ? { DERRICK_REQUIRE_ENGINE: '1', DERRICK_REQUIRE_TOOLS: '1' } : {};
const reports = mkdtempSync(join(tmpdir(), 'derrick-tests-'));

/** What took longest, for whoever wants to make the run shorter (and to keep scripts/lib/longest-first.mjs true). */
function tellLongest(results) {
  const taken = results.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }));
  taken.sort((a, b) => b.seconds - a.seconds);
  const all = taken.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(`${taken.length} suites, ${all.toFixed(0)} s of work; the longest:`);
  for (const { name, seconds } of taken.slice(0, 12))
    console.log(`  ${seconds.toFixed(1).padStart(6)} s ${relative(ROOT, name)}`);
}

/** Runs some suites; the numbers come from Jest's own report, and a suite that could not be loaded is a failure. */
function suites(name, args) {
  const report = join(reports, `${name}.json`);
  const reporters = ['--reporters=default', '--reporters=<rootDir>/scripts/lib/skip-reporter.mjs'];
  const argv = [process.execPath, ...JEST, '--ci', ...reporters, '--json', `--outputFile=${report}`, ...args];
  const status = show(argv, { env: required });
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites, testResults } =
      JSON.parse(readFileSync(report, 'utf8'));
    tellLongest(testResults);
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // A run that ends badly without a failed test (out of memory, a worker that died) is not a success.
    return {
      passed: numPassedTests,
      failed: failed === 0 && status !== 0 ? 1 : failed,
      skipped: numPendingTests + numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function everySuite() {
  const built = await timed('build', async () => show([process.execPath, 'scripts/build.mjs']));
  if (built !== 0) return [{ passed: 0, failed: 1, skipped: 0 }];
  if (paths.length > 0) return [suites('part', paths)];
  await timed('prepare', async () => show([process.execPath, 'scripts/prepare.mjs']));
  const most = await timed('unit, golden, checker, property and command-line tests', async () =>
    suites('most', [
      '--maxWorkers=2',
      '--testPathIgnorePatterns=tests/e2e/',
      '--testPathIgnorePatterns=tests/adapters/engines',
    ]),
  );
  // Apart from the others, since they time how long a container takes to stop. One worker is busy with tests/e2e/apps, which
  // builds two at a time; the other suites mostly wait for containers meanwhile.
  const engine = await timed('end-to-end tests on an engine', async () =>
    suites('e2e', ['--maxWorkers=2', 'tests/e2e', 'tests/adapters/engines']),
  );
  return [most, engine];
}

let counts;
try {
  counts = await everySuite();
} finally {
  rmSync(reports, { recursive: true, force: true });
}
const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
