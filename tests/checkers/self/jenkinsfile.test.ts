import { broken } from '../clean-set.ts';
import { checkJenkinsfileRules } from '../jenkinsfile-rules.ts';

/** Check id, text of the clean set's Jenkinsfile, what it becomes. */
const CASES: readonly (readonly [id: string, from: string | RegExp, to: string])[] = [
  ['J00', "stage('Push image')", "stage('Build image')"],
  ['J00', "sh 'npm test'\n            }", "sh 'npm test'\n            }\n            stages {\n            }"],
  ['J00', 'cleanup {', 'finally {'],
  ['J00', 'environment {', 'enviroment {'],
  ['J00', 'checkout scm', 'def x = 1'],
  ['J00', 'agent none', ''],
  ['J01', 'pipeline {', 'node {'],
  ['J02', 'agent none', 'agent any'],
  ['J02', '22.19.0-bookworm-slim', 'latest'],
  ['J02', "image 'node:22.19.0-bookworm-slim'", "image 'node'"],
  ['J02', /agent \{\n +label 'docker'\n +\}/, ''],
  ['J03', "timeout(time: 45, unit: 'MINUTES')", ''],
  ['J03', /options \{\n +timeout\(time: 15.*\n +\}/, ''],
  ['J03', "stage('Image') {", "stage('Ask') {\n steps {\n input 'Go?'\n }\n }\n stage('Image') {"],
  ['J04', /buildDiscarder.*/, ''],
  ['J05', 'abortPrevious: true', 'abortPrevious: false'],
  ['J06', 'timestamps()', ''],
  ['J07', 'skipDefaultCheckout(true)', ''],
  ['J07', /checkout scm/g, 'echo scm'],
  ['J08', /lint/gi, 'look'],
  ['J09', /test/gi, 'look'],
  ['J10', 'docker build', 'make'],
  ['J11', /sh 'syft.*/, ''],
  ['J11', '--exit-code 1', ''],
  ['J12', /sh 'docker push.*/, ''],
  ['J13', 'kubectl apply', 'kubectl get'],
  ['J14', ' --timeout=300s', ''],
  ['J15', /withCredentials\([\s\S]*?\]\) \{/, 'script {'],
  ['J15', "IMAGE = '", "TOKEN = credentials('token')\n        IMAGE = '"],
  ['J15', "IMAGE = '", "REGISTRY_PASSWORD = 'hunter2hunter2'\n        IMAGE = '"],
  ['J16', /sh 'printf %s "\$REG_PASS"/, "sh 'true'\n sh \"echo $REG_PASS\"\n sh 'true"],
  ['J17', '--password-stdin', '-p "$REG_PASS"'],
  ['J17', 'printf %s', 'echo'],
  ['J17', "sh 'npm test'", "sh 'set -x; npm test'"],
  ['J18', /junit.*/, "echo 'x'"],
  ['J19', 'failure {', 'success {'],
  ['J20', 'cleanWs()', "echo 'x'"],
  ['J21', /beforeAgent true\n +branch 'main'/, 'beforeAgent true'],
  ['J21', 'beforeAgent true', ''],
  ['J21', 'expression { params.DEPLOY }', ''],
  ['J22', 'kubectl rollout undo', 'kubectl get'],
  ['J23', "lock('shop-api')", 'script'],
  ['J24', /GIT_COMMIT/g, 'BUILD_NUMBER'],
  ['J24', /digest/gi, 'x'],
];

describe('section J', () => {
  it.each(CASES)('%s: %s → %s', (id, from, to) => {
    const findings = checkJenkinsfileRules(broken('Jenkinsfile', from, to));
    expect(findings.map((finding) => finding.id)).toContain(id);
  });

  it('J08 and J09 are silent about a pipeline that says why there is neither', () => {
    const files = broken(
      'Jenkinsfile',
      /sh 'npm run lint'\n +sh 'npm test'/,
      '// This application has no linter and no tests.',
    );
    const named = new Map([
      ...files,
      ['Jenkinsfile', (files.get('Jenkinsfile') ?? '').replace('Lint and test', 'Source')],
    ]);
    expect(checkJenkinsfileRules(named)).toEqual([]);
  });

  it('J13 and J14 are silent where there are no manifests', () => {
    const files = broken('Jenkinsfile', /stage\('Deploy'\) \{[\s\S]*?\n {16}\}\n/, '');
    const bare = new Map([...files].filter(([path]) => !path.includes('kubernetes/')));
    expect(checkJenkinsfileRules(bare)).toEqual([]);
    expect(checkJenkinsfileRules(files).map(({ id }) => id)).toEqual(expect.arrayContaining(['J13', 'J14']));
  });

  it('J15 is silent about the password of a database that lives as long as the tests', () => {
    const files = broken('Jenkinsfile', "IMAGE = '", "DB_PASSWORD = 'test-only'\n        IMAGE = '");
    expect(checkJenkinsfileRules(files)).toEqual([]);
  });

  it('J14 and J22 are silent where only Jobs are deployed', () => {
    const files = broken('Jenkinsfile', /sh '''[\s\S]*?'''/, "echo 'done'");
    const jobs = (files.get('kubernetes/app.yaml') ?? '').replace('kind: Deployment', 'kind: Job');
    expect(checkJenkinsfileRules(new Map([...files, ['kubernetes/app.yaml', jobs]]))).toEqual([]);
  });

  it('J16 is silent about a secret that the shell fills in', () => {
    const files = broken('Jenkinsfile', "sh 'npm test'", 'sh "npm test $OTHER"');
    expect(checkJenkinsfileRules(files)).toEqual([]);
  });
});
