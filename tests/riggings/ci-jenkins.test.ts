import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { literalParts } from '../../rigging-templates/ci-jenkins/literals.ts';
import { view } from '../../rigging-templates/ci-jenkins/view.ts';
import type { Scalar } from '../../src/core/model/rigging.ts';
import { groovyString } from '../../src/core/render/escape.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { HOSTILE, MODELS, WEB, WORKER } from './sample-models.ts';

const JENKINS = [rigging('ci-jenkins', view)];

function jenkinsfile(name: string, options: Readonly<Record<string, Scalar>> = {}): string {
  return renderFiles(MODELS[name]!, JENKINS, options).Jenkinsfile ?? '';
}

/** The value of a Groovy literal as derrick writes it. */
function literalValue(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

/** The shell texts of all `sh` steps. */
function scripts(text: string): readonly string[] {
  const blocks = [...text.matchAll(/sh '''\n([\s\S]*?)'''/g)].map(([, body = '']) => body.replaceAll('\\\\', '\\'));
  const lines = [...text.matchAll(/^ *sh ('(?!'')[^\n]*(?:\n +'[^\n]*)*)$/gm)].map(([, parts = '']) =>
    parts
      .split(/ \+\n */)
      .map(literalValue)
      .join(''),
  );
  return [...blocks, ...lines];
}

const AGENTS = ['docker', 'kubernetes'];
const CASES = Object.keys(MODELS).flatMap((name) => AGENTS.map((agent) => [name, agent] as const));

describe('every Jenkinsfile', () => {
  it.each(CASES)('%s on %s keeps the rules', (name, agent) => {
    const long = jenkinsfile(name, { agent, namespace: 'n'.repeat(63), registry: 'reg.example.com:5000/team' });
    const text = jenkinsfile(name, { agent });
    expect(`${long}${text}`.split('\n').filter((line) => line.length > 120)).toEqual([]); // J00b
    expect(text).toMatch(/^pipeline \{/m); // J01
    expect(text).not.toMatch(/agent any/); // J02
    expect(text).toMatch(/timeout\(time: 60/); // J03
    expect(text).toContain('buildDiscarder('); // J04
    expect(text).toContain('disableConcurrentBuilds(abortPrevious: env.CHANGE_ID != null)'); // J05
    expect(text).toContain('timestamps()'); // J06
    expect(text.match(/checkout scm/g)).toHaveLength(1); // J07
    expect(text).toContain('--format cyclonedx'); // J11
    expect(text).toContain('--exit-code 1 --severity HIGH,CRITICAL');
    expect(text).toContain('withCredentials([usernamePassword('); // J15
    expect(
      [...text.matchAll(/"[^"\n]*\$\{[^}]*\}[^"\n]*"/g)].every(([gstring]) => !/PASS|TOKEN|KUBECONFIG/.test(gstring)),
    ).toBe(true); // J16
    expect(text.match(/--password-stdin/g)).toHaveLength(1); // J17
    expect(text).toMatch(/archiveArtifacts[\s\S]*failure \{[\s\S]*cleanup \{\s*cleanWs\(\)/); // J18 to J20
    expect(text).toMatch(/when \{\s*beforeAgent true\s*branch 'main'\s*expression \{ params\.DEPLOY \}/); // J21
    expect(text).toMatch(/lock\(resource: /); // J23
    expect(text).toContain(':$GIT_COMMIT"'); // J24
    expect(text).toContain("digest: '$digest'");
    const stages = [...text.matchAll(/stage\('([^']*)'\)/g)].map(([, stage]) => stage);
    expect(new Set(stages).size).toBe(stages.length); // J00
  });

  it.each(CASES)('%s on %s holds shell that a shell can parse', (name, agent) => {
    const found = scripts(jenkinsfile(name, { agent }));
    expect(found.length).toBeGreaterThan(3);
    for (const script of found) execFileSync('sh', ['-n'], { input: script });
  });
});

it('verifies the roll-out and goes back to the revision before (J14, J22)', () => {
  const text = jenkinsfile('web');
  expect(text).toMatch(/rollout status "\$name" --timeout=10m && continue/);
  expect(text).toMatch(/rollout undo "\$changed" --to-revision="\$revision"/);
});

it('runs release Jobs before the Deployments change, and makes Jobs anew', () => {
  const text = jenkinsfile('web');
  const order = ['delete --ignore-not-found "$job"', 'component in (config,release)', 'wait --for=condition=complete'];
  const places = [...order, 'apply -k .rollout\n'].map((part) => text.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(jenkinsfile('worker')).not.toContain('RELEASE_JOBS');
});

it('installs with the package manager of each workspace, once, and tests each component that has tests', () => {
  const text = jenkinsfile('several');
  expect(text.match(/stage\('Install/g)).toHaveLength(1);
  expect(text).toContain("stage('Test api')");
  expect(text).not.toContain("stage('Test mail')");
  const linted = model('linted', component('linted', { ...WORKER, 'app.lint': ['pnpm', 'run', 'lint'] }));
  expect(renderFiles(linted, JENKINS).Jenkinsfile).toContain('pnpm install --frozen-lockfile');
  // The image installs for itself: without a check there is nothing to install for.
  expect(jenkinsfile('worker')).not.toContain("stage('Install");
  expect(jenkinsfile('site')).toContain('npx --no vitest run');
});

it('ends with the pushed image where nothing is to be deployed', () => {
  for (const text of [
    jenkinsfile('web', { deploy: false }),
    renderFiles(model('tool', component('tool', { ...WORKER, 'app.kind': 'cli' })), JENKINS).Jenkinsfile ?? '',
  ]) {
    expect(text).not.toContain("stage('Deploy')");
    expect(text).not.toContain('DEPLOY');
    expect(text).toContain('docker push');
  }
});

it('binds build secrets to the one stage that needs them', () => {
  const env = [{ name: 'NPM_TOKEN', required: true, default: null, scope: 'build-secret', sensitive: true }] as const;
  const app = model('closed', component('closed', { ...WEB, 'app.env': env }));
  const text = renderFiles(app, JENKINS).Jenkinsfile ?? '';
  expect(text.match(/NPM_TOKEN = credentials\('NPM_TOKEN'\)/g)).toHaveLength(1);
  expect(text).toMatch(/secret=NPM_TOKEN\n\s*set -- "\$@" --secret "id=\$secret,env=\$secret"/);
});

it('keeps hostile text inside literals', () => {
  const text = jenkinsfile('hostile', {
    registry: `reg.example.com/'); evil("\${x}`,
    registryCredentials: HOSTILE,
    deployBranch: HOSTILE,
    agentLabel: HOSTILE,
    namespace: '$(reboot)',
  });
  expect(text).toContain(`branch ${groovyString(HOSTILE)}`);
  expect(text).toContain(`credentialsId: ${groovyString(HOSTILE)}`);
  expect(text).not.toContain('evil(');
  expect(text).not.toContain('reboot');
});

it('names the same image as the manifests, with a registry or without', () => {
  const registry = 'https://Reg.Example.com/team/';
  expect(jenkinsfile('web', { registry })).toContain("IMAGE = 'reg.example.com/team/parcels'");
  const text = jenkinsfile('web');
  expect(text).toContain("IMAGE = 'parcels'");
  expect(text).toContain('// A placeholder: set `registry` in derrick.yaml.');
  expect(text).toContain('target="$REGISTRY/$image:$GIT_COMMIT"');
});

it('cuts any text into parts that fit and that are the same text again', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
      const parts = literalParts(text);
      expect(parts.join('')).toBe(text);
      for (const part of parts) expect(groovyLength(part)).toBeLessThanOrEqual(84);
    }),
  );
});

function groovyLength(part: string): number {
  return part.length + (part.match(/['\\]/g)?.length ?? 0) + 2;
}
