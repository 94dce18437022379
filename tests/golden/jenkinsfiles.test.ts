import { checkJenkinsfiles } from '../checkers/check-output.ts';
import { expectedOf } from '../support/expected.ts';
import { fixtures } from '../support/fixture.ts';

// A suite of its own: the linter takes as long as all the other checkers together, and runs beside them.
it('npm-groovy-lint finds nothing in any Jenkinsfile', () => {
  const names = new Map(
    fixtures('apps').map((fixture) => [expectedOf(fixture).get('files/Jenkinsfile'), fixture.name]),
  );
  // The same text is linted once.
  const pipelines = [...names].flatMap(([text, name]) => (text === undefined ? [] : [[name, text] as const]));
  expect(pipelines.length).toBeGreaterThan(0);
  expect(checkJenkinsfiles(new Map(pipelines))).toEqual([]);
}, 900_000);
