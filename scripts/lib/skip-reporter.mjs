/** A Jest reporter that names every test that did not run, so that none is taken for one that passed. */
export default class SkipReporter {
  onTestResult(_test, { testResults }) {
    for (const { status, fullName } of testResults) {
      if (status === 'pending' || status === 'todo') process.stderr.write(`*** NOT RUN: ${fullName}\n`);
    }
  }
}
