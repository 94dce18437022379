import { view } from '../../rigging-templates/ci-jenkins/view.ts';
import { checkJenkinsfiles } from '../checkers/check-output.ts';
import { formatFindings } from '../checkers/finding.ts';
import { renderFiles, rigging } from './render-rigging.ts';
import { MODELS } from './sample-models.ts';

const JENKINS = [rigging('ci-jenkins', view)];

/** One run for all, since the linter takes most of its time to start. */
it('npm-groovy-lint finds nothing in any Jenkinsfile (J00b)', async () => {
  const texts = new Map<string, string>();
  for (const [name, app] of Object.entries(MODELS)) {
    for (const agent of ['docker', 'kubernetes']) {
      texts.set(
        `${name}/${agent}/Jenkinsfile`,
        renderFiles(app, JENKINS, { agent, namespace: 'live', clusters: 'staging,eu+us' }).Jenkinsfile ?? '',
      );
    }
  }
  expect(formatFindings(await checkJenkinsfiles(texts))).toBe('');
}, 300_000);
