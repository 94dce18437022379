import { demand, type Tool } from '../available.ts';
import { broken, CLEAN } from '../clean-set.ts';
import { checkCompose } from '../compose.ts';
import type { Finding, OutputFiles } from '../finding.ts';
import { checkGithubWorkflows } from '../github.ts';
import { checkGitlab } from '../gitlab.ts';
import { checkKubernetesSchema, MINORS } from '../kubernetes-schema.ts';
import { checkKustomize, renderKustomizations } from '../kustomize.ts';
import { checkShell } from '../shell.ts';

/** The finding's ids; without the tool, nothing can be expected but silence, which {@link demand} makes loud. */
function expectId(tool: Tool, findings: readonly Finding[], id: string): void {
  const ids = findings.map((finding) => finding.id);
  if (demand(tool) === null) expect(ids).not.toContain(id);
  else expect(ids).toContain(id);
}

function kustomize(files: OutputFiles): readonly Finding[] {
  return checkKustomize(files, renderKustomizations(files));
}

const APP = 'kubernetes/app.yaml';
const KUSTOMIZATION = 'kubernetes/kustomization.yaml';

describe('external checkers', () => {
  it.each([
    ['an unknown field', 'minReplicas', 'minReplicaz'],
    ['a wrong type', 'maxReplicas: 10', 'maxReplicas: ten'],
    ['a removed API', 'policy/v1', 'policy/v1beta1'],
    ['a missing required field', 'maxReplicas: 10', ''],
  ])('K00: the schemas refuse %s', (_, from, to) => {
    expectId('kubernetes-schemas', checkKubernetesSchema(broken(APP, from, to)), 'K00');
  });

  it('K00: a duplicate key is refused', () => {
    const files = broken(APP, 'minReplicas: 3', 'minReplicas: 3\n  minReplicas: 3');
    expect(checkKubernetesSchema(files).map(({ id }) => id)).toContain('K00');
  });

  it('K00: an unknown field is refused by every minor', () => {
    const findings = checkKubernetesSchema(broken(APP, 'minReplicas', 'minReplicaz'));
    if (demand('kubernetes-schemas') === null) return;
    for (const minor of MINORS) expect(findings.some(({ message }) => message.includes(minor))).toBe(true);
  });

  it.each([
    ['a missing resource', KUSTOMIZATION, 'app.yaml', 'none.yaml'],
    ['a deprecated field', KUSTOMIZATION, 'resources:', 'commonLabels: { a: b }\nresources:'],
    ['an image without tag', KUSTOMIZATION, '    newTag: 1.2.0\n', ''],
    ['no images transformer', KUSTOMIZATION, /images:[\s\S]*/, ''],
    ['YAML that does not parse', APP, 'kind: ServiceAccount', 'kind: [ServiceAccount'],
  ])('K42: kustomize with %s', (_, path, from, to) => {
    expectId('kubectl', kustomize(broken(path, from, to)), 'K42');
  });

  it('K42: no kustomization at all', () => {
    const files = new Map([...CLEAN].filter(([path]) => path !== KUSTOMIZATION));
    expect(checkKustomize(files, []).map(({ id }) => id)).toContain('K42');
  });

  it('D26: shellcheck reads RUN lines', () => {
    expectId('shellcheck', checkShell(broken('Dockerfile', 'npm ci', 'rm -rf $dir && npm ci')), 'D26');
  });

  it('J00: shellcheck reads sh steps', () => {
    expectId('shellcheck', checkShell(broken('Jenkinsfile', "sh 'npm test'", "sh 'npm test $x'")), 'J00');
  });

  it.each([
    ['C01', 'services:', 'version: "3"\nservices:'],
    ['C02', 'postgres:17.6-bookworm', 'postgres:latest'],
    ['C03', /\n +healthcheck:.*/, ''],
    ['C04', 'condition: service_healthy', 'condition: service_started'],
    ['C05', 'POSTGRES_PASSWORD: ${DB_PASSWORD:?}', 'POSTGRES_PASSWORD: secret'],
    ['C05', 'shop:${DB_PASSWORD:?}@', 'shop:secret@'],
    ['C06', 'restart: unless-stopped', ''],
    ['C07', 'read_only: true', ''],
    ['C07', 'cap_drop: [ALL]', ''],
    ['C07', 'security_opt: ["no-new-privileges:true"]', ''],
    ['C07', 'tmpfs: ["/tmp"]', ''],
    ['C08', '127.0.0.1:5432:5432', '5432:5432'],
    ['C09', /\n +volumes:.*/, ''],
    ['C09', 'init: true', ''],
  ])('%s: compose with %s → %s', (id, from, to) => {
    expect(checkCompose(broken('compose.yaml', from, to)).map((finding) => finding.id)).toContain(id);
  });

  it('C10: docker-compose refuses an unknown key', () => {
    expectId('docker-compose', checkCompose(broken('compose.yaml', 'init:', 'initt:')), 'C10');
  });

  it('G00: action-validator refuses a workflow without runs-on', () => {
    const files = broken('.github/workflows/ci.yml', 'runs-on', 'runs-onn');
    expect(checkGithubWorkflows(files).map(({ id }) => id)).toContain('G00');
  });

  it('G05: shellcheck reads run steps', () => {
    expectId('shellcheck', checkShell(broken('.github/workflows/ci.yml', 'npm ci', 'rm -rf $dir')), 'G05');
  });

  it.each([
    ['stage: build', 'stage: other'],
    ['script', 'scripts'],
    ['script', 'timeout: [1]\n  script'],
    ['script', 'retry: 9\n  script'],
  ])('L00: GitLab with %s → %s', (from, to) => {
    expect(checkGitlab(broken('.gitlab-ci.yml', from, to)).map(({ id }) => id)).toContain('L00');
  });

  it('L03: shellcheck reads script lines', () => {
    expectId('shellcheck', checkShell(broken('.gitlab-ci.yml', 'docker build .', 'docker build $dir')), 'L03');
  });
});
