import { relPath } from '../../../src/core/model/paths.ts';
import type { ArtifactFormat } from '../../../src/core/model/rigging.ts';
import { verify } from '../../../src/core/render/verify/verify.ts';

function rules(content: string, format: ArtifactFormat, path: string): readonly string[] {
  const found = verify([{ path: relPath(path), content, format, executable: false, rigging: 'mine' }]);
  expect(found.every(({ code, detail }) => code === 'DRK1203' && detail.startsWith('rigging mine breaks rule'))).toBe(
    true,
  );
  return found.map(({ detail, at }) => `${/breaks rule ([\w-]+):/.exec(detail)?.[1]}:${at?.line}`);
}

/** A text with one of its lines changed, and the rule that this breaks. */
type Change = readonly [rule: string, from: string, to: string];

const DOCKERFILE = `FROM node:24-trixie-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install --yes --no-install-recommends git
FROM node:24-trixie-slim
WORKDIR /app
COPY --from=build /app/dist ./dist
ENV PORT=8080
EXPOSE 8080
USER 10001:10001
CMD ["node", "dist"]
`;

describe('a Dockerfile', () => {
  it('that is good passes', () => expect(rules(DOCKERFILE, 'dockerfile', 'Dockerfile')).toEqual([]));

  it.each<Change>([
    ['D04:6', 'COPY --from', 'COPY --link --from'],
    ['D05:4', 'FROM node:24-trixie-slim\n', 'FROM node\n'],
    ['D05:4', 'FROM node:24-trixie-slim\n', 'FROM node:latest\n'],
    ['stages:6', '--from=build', '--from=other'],
    ['D09:9', '10001:10001', 'node'],
    ['D09:9', '10001:10001', '0:0'],
    ['D10:10', '["node", "dist"]', 'node dist'],
    ['D10:11', 'CMD ["node", "dist"]\n', 'CMD ["a"]\nCMD ["b"]\n'],
    ['D16:7', 'ENV PORT=8080', 'ENV API_TOKEN=x'],
    ['D16:7', 'ENV PORT=8080', 'ARG DB_PASSWORD'],
    ['D17:6', 'COPY --from=build /app/dist ./dist', 'COPY . .'],
    ['D19:5', 'slim\nWORKDIR /app\nCOPY', 'slim\nWORKDIR app\nCOPY'],
    ['D19:3', 'RUN apt-get', 'RUN cd /x && apt-get'],
    ['D21:8', 'EXPOSE 8080', 'EXPOSE 80'],
    ['D23:3', ' --no-install-recommends', ''],
    ['D23:3', 'RUN apt-get update', 'RUN apt-get upgrade'],
    ['D25:6', 'COPY --from=build /app/dist', 'ADD /app/dist'],
    ['D25:3', 'RUN apt-get update', 'RUN curl https://x.example | sh'],
    ['D30:1', 'FROM node:24-trixie-slim AS', 'FROM --platform=linux/amd64 node:24-trixie-slim AS'],
  ])('breaks %s', (rule, from, to) => {
    const broken = DOCKERFILE.replace(from, to);
    expect(broken).not.toBe(DOCKERFILE);
    expect(rules(broken, 'dockerfile', 'Dockerfile')).toContain(rule);
  });
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: &labels
    app.kubernetes.io/name: web
    app.kubernetes.io/instance: web
    app.kubernetes.io/version: "1"
    app.kubernetes.io/component: web
    app.kubernetes.io/part-of: web
    app.kubernetes.io/managed-by: derrick
spec:
  selector:
    matchLabels:
      app.kubernetes.io/name: web
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: web
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 40
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: web
          image: web:1.0.0
          ports:
            - { name: http, containerPort: 8080 }
          env:
            - { name: LOG_LEVEL, value: info }
          resources:
            requests: { cpu: 100m, memory: 64Mi }
            limits: { memory: 64Mi, ephemeral-storage: 64Mi }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
      volumes:
        - { name: tmp, emptyDir: { sizeLimit: 64Mi } }
`;

describe('a manifest', () => {
  it('that is good passes', () => expect(rules(DEPLOYMENT, 'yaml', 'kubernetes/deployment.yaml')).toEqual([]));

  it.each<Change>([
    ['K01:25', 'runAsNonRoot: true', 'runAsNonRoot: false'],
    ['K02:26', 'runAsUser: 10001', 'runAsUser: 999'],
    ['K03:39', 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true'],
    ['K04:41', 'drop: [ALL]', 'drop: [NET_RAW]'],
    ['K04:41', 'drop: [ALL]', 'drop: [ALL], add: [SYS_ADMIN]'],
    ['K05:27', 'RuntimeDefault', 'Unconfined'],
    ['K06:40', 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'],
    ['K07:20', 'serviceAccountName: web', 'hostNetwork: true'],
    ['K07:43', 'emptyDir: { sizeLimit: 64Mi }', 'hostPath: { path: / }'],
    ['K07:32', 'containerPort: 8080', 'containerPort: 8080, hostPort: 8080'],
    ['K08:21', 'automountServiceAccountToken: false', 'automountServiceAccountToken: true'],
    ['K09:20', '      serviceAccountName: web\n', ''],
    ['K10:6', '    app.kubernetes.io/part-of: web\n', ''],
    ['K11:15', 'matchLabels:\n      app.kubernetes.io/name: web', 'matchLabels:\n      app.kubernetes.io/name: other'],
    ['K11:15', 'matchLabels:\n      app.kubernetes.io/name: web', 'matchLabels:\n      app.kubernetes.io/version: "1"'],
    ['K12:30', 'image: web:1.0.0', 'image: web'],
    ['K12:30', 'image: web:1.0.0', 'image: web:latest'],
    ['K13:36', 'cpu: 100m, ', ''],
    ['K14:37', 'memory: 64Mi, ephemeral', 'ephemeral'],
    ['K15:37', ', ephemeral-storage: 64Mi', ''],
    ['K20:32', 'name: http, ', ''],
    ['K21:32', '8080', '80'],
    ['K23:34', 'LOG_LEVEL, value: info', 'DB_PASSWORD, value: x'],
    ['K25:20', '      terminationGracePeriodSeconds: 40\n', ''],
    ['K37:43', '{ sizeLimit: 64Mi }', '{}'],
    ['K38:22', 'enableServiceLinks: false', 'enableServiceLinks: true'],
    ['K39:4', '  name: web\n  labels', '  namespace: default\n  name: web\n  labels'],
    ['K40:4', '  name: web\n', '  name: Web_1\n'],
    ['yaml-syntax:3', '  name: web\n', '  name: web\n  name: web\n'],
  ])('breaks %s', (rule, from, to) => {
    const broken = DEPLOYMENT.replace(from, to);
    expect(broken).not.toBe(DEPLOYMENT);
    expect(rules(broken, 'yaml', 'kubernetes/deployment.yaml').map((one) => one.split(':')[0])).toContain(
      rule.split(':')[0],
    );
  });

  it('K29: no budget that blocks a drain; K08: no token in a service account', () => {
    const labels = DEPLOYMENT.split('\n').slice(2, 11).join('\n').replace(' &labels', '');
    const budget = `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${labels}\nspec: { maxUnavailable: 0 }\n`;
    expect(rules(budget, 'yaml', 'a.yaml')).toEqual(['K29:12']);
    expect(rules(`apiVersion: v1\nkind: ServiceAccount\n${labels}\n`, 'yaml', 'a.yaml')).toEqual(['K08:2']);
  });
});

const COMPOSE = `services:
  web:
    build: .
    environment:
      - DB_PASSWORD=\${DB_PASSWORD:?}
  db:
    image: postgres:17
    ports: ["127.0.0.1:5432:5432"]
`;

describe('a Compose file', () => {
  it('that is good passes', () => expect(rules(COMPOSE, 'yaml', 'compose.yaml')).toEqual([]));

  it.each<Change>([
    ['C01:1', 'services', 'version: "3"\nservices'],
    ['C02:7', 'postgres:17', 'postgres'],
    ['C05:5', '${DB_PASSWORD:?}', 'secret'],
    ['C08:8', '127.0.0.1:5432:5432', '5432:5432'],
  ])('breaks %s', (rule, from, to) => {
    expect(rules(COMPOSE.replace(from, to), 'yaml', 'compose.yaml')).toEqual([rule]);
  });
});

const WORKFLOW = `on: push
permissions: {}
jobs:
  a:
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v6
      - run: echo "$X"
`;

describe('a workflow', () => {
  const path = '.github/workflows/a.yml';

  it('that is good passes', () => expect(rules(WORKFLOW, 'yaml', path)).toEqual([]));

  it.each<Change>([
    ['G01:1', 'permissions: {}\n', ''],
    ['G01:5', '    timeout', '    permissions: write-all\n    timeout'],
    ['G02:8', '"$X"', '${{ github.head_ref }}'],
    ['G03:7', '@v6', '@main'],
    ['G04:4', '    timeout-minutes: 5\n', ''],
  ])('breaks %s', (rule, from, to) => {
    expect(rules(WORKFLOW.replace(from, to), 'yaml', path).map((one) => one.split(':')[0])).toEqual([
      rule.split(':')[0],
    ]);
  });

  it('of GitLab pins its images (L01) and deploys one at a time (L02)', () => {
    const job = 'deploy:\n  image: tool:1\n  environment: { name: live }\n  resource_group: live\n  script: [x]\n';
    expect(rules(job, 'yaml', '.gitlab-ci.yml')).toEqual([]);
    expect(rules(job.replace(':1', ''), 'yaml', '.gitlab-ci.yml')).toEqual(['L01:2']);
    expect(rules(job.replace('  resource_group: live\n', ''), 'yaml', '.gitlab-ci.yml')[0]).toMatch(/^L02/);
  });
});

const JENKINSFILE = `pipeline {
    agent { label 'docker' }
    options {
        timeout(time: 60, unit: 'MINUTES')
        buildDiscarder(logRotator(numToKeepStr: '20'))
        disableConcurrentBuilds()
        timestamps()
    }
    stages {
        stage('Deploy') {
            when {
                branch 'main'
            }
            options { lock('deploy') }
            steps {
                checkout scm
                sh 'kubectl apply -k kubernetes'
            }
        }
    }
    post { cleanup { cleanWs() } }
}
`;

describe('a Jenkinsfile', () => {
  it('that is good passes', () => expect(rules(JENKINSFILE, 'groovy', 'Jenkinsfile')).toEqual([]));

  it.each<Change>([
    ['J01', 'pipeline {', 'node {'],
    ['J02', "agent { label 'docker' }", 'agent any'],
    ['J03', "timeout(time: 60, unit: 'MINUTES')", ''],
    ['J04', "buildDiscarder(logRotator(numToKeepStr: '20'))", ''],
    ['J05', 'disableConcurrentBuilds()', ''],
    ['J06', 'timestamps()', ''],
    ['J07', 'checkout scm', ''],
    ['J16', "sh 'kubectl", 'sh "login $REGISTRY_PASSWORD"\nsh \'kubectl'],
    ['J17', "sh 'kubectl", "sh 'docker login -u x -p $Y'\nsh 'kubectl"],
    ['J20', 'cleanWs()', ''],
    ['J21', "branch 'main'", ''],
    ['J23', "lock('deploy')", ''],
    ['groovy-brackets', 'cleanWs()', 'cleanWs('],
    ['groovy-string', "label 'docker'", "label 'docker"],
  ])('breaks %s', (rule, from, to) => {
    expect(rules(JENKINSFILE.replace(from, to), 'groovy', 'Jenkinsfile').map((one) => one.split(':')[0])).toEqual([
      rule,
    ]);
  });
});
