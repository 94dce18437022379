import type { OutputFiles } from './finding.ts';

/** A set of files that breaks no check: what the self tests change one thing in. */

const DOCKERFILE = `ARG NODE_VERSION=22.19.0

FROM node:\${NODE_VERSION}-bookworm-slim AS deps
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm,sharing=locked \\
    npm ci --omit=dev --no-audit --no-fund

FROM node:\${NODE_VERSION}-bookworm-slim AS runtime
ENV NODE_ENV=production \\
    PORT=3000
WORKDIR /app
COPY --from=deps /app/node_modules ./node_modules
COPY package.json server.js ./
ARG VERSION=0.0.0-dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="shop-api" \\
      org.opencontainers.image.source="https://git.example.com/shop/shop-api" \\
      org.opencontainers.image.version="\${VERSION}" \\
      org.opencontainers.image.revision="\${REVISION}"
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \\
    CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1))"]
CMD ["node", "server.js"]
`;

const DOCKERIGNORE = `# version control
.git

# pipelines and deployment
.github
.gitlab-ci.yml
Jenkinsfile
Dockerfile*
compose*.yaml
kubernetes
.derrick

# dependencies and reports
**/node_modules
coverage

# secrets
**/.env
**/.env.*
**/*.pem
**/*.key

# editors
.idea
.vscode
`;

const LABELS = `
    app.kubernetes.io/name: shop-api
    app.kubernetes.io/instance: shop-api
    app.kubernetes.io/version: "1.2.0"
    app.kubernetes.io/component: web
    app.kubernetes.io/part-of: shop
    app.kubernetes.io/managed-by: derrick`;

const SELECTOR = '{ app.kubernetes.io/name: shop-api, app.kubernetes.io/instance: shop-api }';

function object(apiVersion: string, kind: string, rest: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: shop-api\n  labels:${LABELS}\n${rest.trim()}\n`;
}

const DEPLOYMENT = `
spec:
  revisionHistoryLimit: 5
  progressDeadlineSeconds: 300
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 }
  selector:
    matchLabels: ${SELECTOR}
  template:
    metadata:
      annotations: { checksum/config: "0123abcd" }
      labels:${LABELS.replaceAll('\n', '\n    ')}
    spec:
      serviceAccountName: shop-api
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 40
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        seccompProfile: { type: RuntimeDefault } # pod
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: ${SELECTOR} } }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: ${SELECTOR} }
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: { matchLabels: ${SELECTOR} }
      containers:
        - name: shop-api
          image: registry.example.com/shop/shop-api:1.2.0
          ports: [{ name: http, containerPort: 3000 }]
          envFrom: [{ configMapRef: { name: shop-api } }]
          startupProbe: { httpGet: { path: /healthz, port: http }, periodSeconds: 2, failureThreshold: 30 }
          readinessProbe: { httpGet: { path: /healthz, port: http }, periodSeconds: 5 }
          livenessProbe: { tcpSocket: { port: http }, periodSeconds: 10 }
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
          resources:
            requests: { cpu: 100m, memory: 128Mi, ephemeral-storage: 64Mi }
            limits: { cpu: "1", memory: 256Mi, ephemeral-storage: 256Mi }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
            seccompProfile: { type: RuntimeDefault }
          volumeMounts: [{ name: tmp, mountPath: /tmp }]
      volumes: [{ name: tmp, emptyDir: { sizeLimit: 64Mi } }]
`;

const NETWORK_POLICY = `
spec:
  podSelector: { matchLabels: ${SELECTOR} }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
      ports: [{ port: http, protocol: TCP }]
  egress:
    - to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
    - to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [169.254.169.254/32] } }]
      ports: [{ port: 443, protocol: TCP }]
`;

const OBJECTS = [
  object('v1', 'ServiceAccount', 'automountServiceAccountToken: false'),
  object('v1', 'ConfigMap', 'data:\n  PORT: "3000"'),
  object('apps/v1', 'Deployment', DEPLOYMENT),
  object(
    'v1',
    'Service',
    `spec:\n  type: ClusterIP\n  selector: ${SELECTOR}\n  ports: [{ name: web, port: 80, targetPort: http }]`,
  ),
  object(
    'networking.k8s.io/v1',
    'Ingress',
    `spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-api-tls }]
  rules:
    - host: shop.example.com
      http:
        paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop-api, port: { name: web } } } }]`,
  ),
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    `spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: shop-api }
  minReplicas: 3
  maxReplicas: 10
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } } }]
  behavior: { scaleDown: { stabilizationWindowSeconds: 300 } }`,
  ),
  object(
    'policy/v1',
    'PodDisruptionBudget',
    `spec:\n  maxUnavailable: 1\n  unhealthyPodEvictionPolicy: AlwaysAllow\n  selector: { matchLabels: ${SELECTOR} }`,
  ),
  object('networking.k8s.io/v1', 'NetworkPolicy', NETWORK_POLICY),
].join('---\n');

const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - app.yaml
images:
  - name: registry.example.com/shop/shop-api
    newTag: 1.2.0
`;

const JENKINSFILE = `pipeline {
    agent none
    options {
        timeout(time: 45, unit: 'MINUTES')
        buildDiscarder(logRotator(numToKeepStr: '20'))
        disableConcurrentBuilds(abortPrevious: true)
        timestamps()
        skipDefaultCheckout(true)
    }
    parameters {
        booleanParam(name: 'DEPLOY', defaultValue: false, description: 'Deploy this build')
    }
    environment {
        IMAGE = 'registry.example.com/shop/shop-api'
        REGISTRY = 'registry.example.com'
        DIGEST_FILE = 'digest.txt'
    }
    stages {
        stage('Lint and test') {
            agent {
                docker {
                    image 'node:22.19.0-bookworm-slim'
                }
            }
            steps {
                checkout scm
                sh 'npm run lint'
                sh 'npm test'
            }
            post {
                always {
                    junit allowEmptyResults: true, testResults: 'reports/*.xml'
                }
                cleanup {
                    cleanWs()
                }
            }
        }
        stage('Image') {
            agent {
                label 'docker'
            }
            stages {
                stage('Build image') {
                    steps {
                        checkout scm
                        sh 'docker build --tag "$IMAGE:$GIT_COMMIT" .'
                        sh 'syft "$IMAGE:$GIT_COMMIT" -o cyclonedx-json=sbom.json'
                        sh 'trivy image --exit-code 1 "$IMAGE:$GIT_COMMIT"'
                    }
                }
                stage('Push image') {
                    when {
                        branch 'main'
                    }
                    steps {
                        withCredentials([usernamePassword(credentialsId: 'registry',
                                usernameVariable: 'REG_USER', passwordVariable: 'REG_PASS')]) {
                            sh 'printf %s "$REG_PASS" | docker login -u "$REG_USER" --password-stdin "$REGISTRY"'
                            sh 'docker push "$IMAGE:$GIT_COMMIT"'
                        }
                        sh 'docker inspect --format "{{index .RepoDigests 0}}" "$IMAGE:$GIT_COMMIT" > "$DIGEST_FILE"'
                    }
                }
                stage('Deploy') {
                    options {
                        timeout(time: 15, unit: 'MINUTES')
                    }
                    when {
                        beforeAgent true
                        branch 'main'
                        expression { params.DEPLOY }
                    }
                    steps {
                        lock('shop-api') {
                            withCredentials([file(credentialsId: 'kubeconfig', variable: 'KUBECONFIG')]) {
                                sh 'kubectl apply -k kubernetes'
                                sh '''
                                    if ! kubectl rollout status deployment/shop-api --timeout=300s; then
                                        kubectl rollout undo deployment/shop-api
                                        exit 1
                                    fi
                                '''
                            }
                        }
                    }
                }
            }
        }
    }
    post {
        failure {
            echo 'Build failed.'
        }
    }
}
`;

const COMPOSE = `services:
  app:
    build: { context: . }
    init: true
    restart: unless-stopped
    ports: ["127.0.0.1:3000:3000"]
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD:?}@db/shop
    read_only: true
    tmpfs: ["/tmp"]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    depends_on:
      db: { condition: service_healthy }
  db:
    image: postgres:17.6-bookworm
    restart: unless-stopped
    environment:
      POSTGRES_PASSWORD: \${DB_PASSWORD:?}
    ports: ["127.0.0.1:5432:5432"]
    volumes: ["data:/var/lib/postgresql/data"]
    security_opt: ["no-new-privileges:true"]
    healthcheck: { test: ["CMD", "pg_isready"] }
volumes:
  data: {}
`;

const WORKFLOW = `on: push
jobs:
  build:
    runs-on: ubuntu-24.04
    steps:
      - run: npm ci
`;

const GITLAB = `stages: [build]
build:
  stage: build
  script: [docker build .]
`;

/** The set itself. */
export const CLEAN: OutputFiles = new Map([
  ['Dockerfile', DOCKERFILE],
  ['.dockerignore', DOCKERIGNORE],
  ['kubernetes/app.yaml', OBJECTS],
  ['kubernetes/kustomization.yaml', KUSTOMIZATION],
  ['Jenkinsfile', JENKINSFILE],
  ['compose.yaml', COMPOSE],
  ['.github/workflows/ci.yml', WORKFLOW],
  ['.gitlab-ci.yml', GITLAB],
]);

/** The clean set with one text replaced in one file; fails when the text is not there. */
export function broken(path: string, from: string | RegExp, to: string): OutputFiles {
  const content = CLEAN.get(path) ?? '';
  const changed = typeof from === 'string' ? content.replace(from, () => to) : content.replace(from, to);
  if (changed === content) throw new Error(`${path} holds no ${String(from)}`);
  return new Map([...CLEAN, [path, changed]]);
}
