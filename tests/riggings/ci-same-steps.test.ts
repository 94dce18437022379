import { parse } from 'yaml';
import { pipelineOf } from '../../rigging-templates/_shared/views/pipeline.ts';
import { stepsOf } from '../../rigging-templates/_shared/views/steps-pipeline.ts';
import { view as github } from '../../rigging-templates/ci-github/view.ts';
import { view as gitlab } from '../../rigging-templates/ci-gitlab/view.ts';
import { view as jenkins } from '../../rigging-templates/ci-jenkins/view.ts';
import { renderProject } from '../../src/commands/render-project.ts';
import { survey } from '../../src/commands/survey.ts';
import type { AppModel } from '../../src/core/model/app-model.ts';
import type { Language } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import type { LoadedRigging, Scalar, View, ViewInput } from '../../src/core/model/rigging.ts';
import { demand } from '../checkers/available.ts';
import { formatFindings } from '../checkers/finding.ts';
import { checkGithubWorkflows } from '../checkers/github.ts';
import { checkGitlab } from '../checkers/gitlab.ts';
import { entries, get, list, text } from '../checkers/json.ts';
import { run, withFiles } from '../checkers/process.ts';
import { fixtures } from '../support/fixture.ts';
import { allScripts, firstPlaces, githubSteps, gitlabSteps, jenkinsSteps } from './ci-parse.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';
import { HOSTILE, MODELS, WEB, WORKER } from './sample-models.ts';

const ALL = [rigging('ci-jenkins', jenkins), rigging('ci-github', github), rigging('ci-gitlab', gitlab)];
const WORKFLOW = '.github/workflows/delivery.yml';
const GITLAB = '.gitlab-ci.yml';

const PYTHON = {
  ...WORKER,
  'runtime.language': 'python' as Language,
  'runtime.packageManager': {
    id: 'pip',
    version: null,
    lockfile: relPath('jobs/requirements.txt'),
    root: relPath('jobs'),
  },
  'system.buildImage': 'python:3.13-slim-trixie',
  'app.test': ['pytest', '-q'] as const,
};
const GO = {
  ...WORKER,
  'runtime.language': 'go' as Language,
  'runtime.packageManager': { id: 'go', version: null, lockfile: relPath('go/go.sum'), root: relPath('go') },
  'system.buildImage': 'golang:1.27-trixie',
  'app.test': ['go', 'test', './...'] as const,
};
const npm = { id: 'npm', version: null, lockfile: relPath('web/package-lock.json'), root: relPath('web') };
const MIXED = model(
  'mixed',
  component('web', { ...WEB, 'runtime.packageManager': npm }, 'web'),
  component('jobs', PYTHON, 'jobs'),
  component('go', GO, 'go'),
);
const APPS: Readonly<Record<string, AppModel>> = { ...MODELS, mixed: MIXED };

type Options = Readonly<Record<string, Scalar>>;

/** The neutral pipeline that a render was made from. */
function neutral(app: AppModel, options: Options): readonly string[] {
  let steps: readonly string[] = [];
  const spied: LoadedRigging = {
    ...rigging('ci-jenkins', jenkins),
    view: (input: ViewInput): View => {
      steps = stepsOf(pipelineOf(input));
      return jenkins(input);
    },
  };
  renderFiles(app, [spied], options);
  return steps;
}

const WAVES = { clusters: 'staging,eu+us', overlays: 'dev,staging,prod', namespace: 'live' };
const CASES = Object.keys(APPS).flatMap((name) => [[name, {}] as const, [name, WAVES] as const]);

it.each(CASES)('%s %j: Jenkins, GitHub and GitLab do the same steps in the same order', (name, options: Options) => {
  const app = APPS[name]!;
  const files = renderFiles(app, ALL, options);
  const expected = neutral(app, options);
  expect(expected.length).toBeGreaterThan(2);
  expect(jenkinsSteps(files.Jenkinsfile!)).toEqual(expected);
  expect(firstPlaces(githubSteps(files[WORKFLOW]!))).toEqual(expected);
  // GitLab runs stage by stage, so that the builds of all images come before the scans: compare within a component.
  const kinds = (steps: readonly string[]) => [...steps].sort((a, b) => rank(a) - rank(b));
  expect(kinds(firstPlaces(gitlabSteps(files[GITLAB]!)))).toEqual(kinds(expected));
});

describe.each(fixtures('apps'))('$name', (fixture) => {
  it('gets the same steps in the same order from all three, and passes the checkers of GitHub and GitLab', async () => {
    const found = await survey(fixture.app);
    const { artifacts } = await renderProject(found, { only: ['jenkins', 'github-actions', 'gitlab-ci'] });
    const files = new Map(artifacts.map(({ path, content }) => [path as string, content]));
    const steps = jenkinsSteps(files.get('Jenkinsfile')!);
    const kinds = (some: readonly string[]) => [...some].sort((a, b) => rank(a) - rank(b));
    expect(steps.length).toBeGreaterThan(2);
    expect(firstPlaces(githubSteps(files.get(WORKFLOW)!))).toEqual(steps);
    expect(kinds(firstPlaces(gitlabSteps(files.get(GITLAB)!)))).toEqual(kinds(steps));
    expect(formatFindings([...checkGithubWorkflows(files), ...(await checkGitlab(files))])).toBe('');
  });
});

/** Checks, images, push, deployment; the order within is left as it is. */
function rank(title: string): number {
  return ['Build image', 'Scan image', 'Push', 'Apply', 'Verify'].findIndex((verb) => title.startsWith(verb));
}

it.each(CASES)('%s %j: passes the checkers of GitHub and GitLab', async (name, options: Options) => {
  const files = new Map(Object.entries(renderFiles(APPS[name]!, ALL, options)));
  const findings = [...checkGithubWorkflows(files), ...(await checkGitlab(files))];
  expect(formatFindings(findings)).toBe('');
});

it('holds shell in which shellcheck finds nothing', () => {
  const shellcheck = demand('shellcheck');
  if (shellcheck === null) return;
  const scripts = new Map<string, string>();
  // The hostile model's texts are quoted so that nothing expands, which is what shellcheck would warn about.
  for (const [name, options] of CASES.filter(([one]) => one !== 'hostile')) {
    for (const [path, content] of Object.entries(renderFiles(APPS[name]!, ALL, options))) {
      for (const script of allScripts(path, content)) scripts.set(`${scripts.size}.sh`, `#!/bin/sh\n${script}\n`);
    }
  }
  expect(scripts.size).toBeGreaterThan(100);
  const distinct = new Map([...new Set(scripts.values())].map((script, index) => [`${index}.sh`, script]));
  const said = withFiles(distinct, (dir) => run(shellcheck, ['--norc', '--format=gcc', ...distinct.keys()], dir));
  expect(said.stdout).toBe('');
}, 60_000);

describe('the GitHub workflow', () => {
  const workflow = (app: AppModel, options: Options = {}) => renderFiles(app, ALL, options)[WORKFLOW]!;

  it('grants no permission but the least, and pins actions by version', () => {
    const content = workflow(MODELS.web!);
    const parsed: unknown = parse(content);
    expect(get(parsed, 'permissions')).toEqual({});
    for (const [name, job] of entries(parsed, 'jobs')) {
      expect(get(job, 'permissions')).toEqual(
        name === 'images' ? { contents: 'read', packages: 'write' } : { contents: 'read' },
      );
      expect(get(job, 'timeout-minutes')).toEqual(expect.any(Number));
    }
    const uses = [...content.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(uses.every((action) => /^actions\/[a-z-]+@v\d+$/.test(action ?? ''))).toBe(true);
    expect(content.match(/actions\/checkout/g)).toHaveLength(content.match(/persist-credentials: false/g)!.length);
  });

  it('lets no expression into a script', () => {
    for (const [name, options] of CASES) {
      const jobs = entries(parse(workflow(APPS[name]!, options)), 'jobs');
      for (const step of jobs.flatMap(([, job]) => list(job, 'steps')))
        expect(text(step, 'run').replaceAll("${{ '${{' }}", '')).not.toContain('${{');
    }
  });

  it('writes an expression of a hostile tree as text', () => {
    const facts = { ...WEB, 'app.test': "npm test -- '${{ secrets.KUBECONFIG }}'", 'app.env': [] };
    const content = workflow(model('evil', component('evil', facts)));
    expect(content).toContain("${{ '${{' }} secrets.KUBECONFIG }}");
    expect(content).not.toMatch(/'\$\{\{ secrets/);
    expect(parse(workflow(MODELS.hostile!, { deployBranch: HOSTILE }))).toBeDefined();
  });

  it('deploys cluster by cluster, each in its environment, never two at once', () => {
    const jobs = Object.fromEntries(entries(parse(workflow(MODELS.web!, WAVES)), 'jobs'));
    expect(get(jobs['deploy-staging'], 'needs')).toBe('images');
    expect(get(jobs['deploy-eu'], 'needs')).toBe('deploy-staging');
    expect(get(jobs['deploy-us'], 'needs')).toBe('deploy-eu');
    expect(get(jobs['deploy-eu'], 'environment')).toBe('eu');
    expect(get(jobs['deploy-eu'], 'concurrency')).toMatchObject({ 'cancel-in-progress': false });
    expect(get(jobs['deploy-staging'], 'env', 'MANIFESTS')).toBe('kubernetes/overlays/staging');
    expect(get(jobs['deploy-eu'], 'env', 'MANIFESTS')).toBe('kubernetes');
  });

  it('checks and builds in a pull request only what it changes', () => {
    const parsed: unknown = parse(workflow(MIXED));
    expect(text(parsed, 'jobs', 'check-jobs', 'if')).toBe("needs.changes.outputs.jobs == 'true'");
    const [, changes] = list(parsed, 'jobs', 'changes', 'steps');
    expect(text(changes, 'run')).toContain('set -- jobs/\ngit diff --quiet "$base...HEAD" -- "$@"');
    expect(get(parse(workflow(MODELS.web!)), 'jobs', 'changes')).toBeUndefined();
  });

  it('logs in to a registry of its own with secrets, else to GitHub’s with the token of the run', () => {
    expect(workflow(MODELS.web!)).toContain('REGISTRY_PASSWORD: ${{ secrets.GITHUB_TOKEN }}');
    const own = workflow(MODELS.web!, { registry: 'reg.example.com/team' });
    expect(own).toContain('REGISTRY_PASSWORD: ${{ secrets.REGISTRY_PASSWORD }}');
    expect(own).not.toContain('packages: write');
  });
});

describe('the GitLab pipeline', () => {
  const pipeline = (app: AppModel, options: Options = {}): unknown => parse(renderFiles(app, ALL, options)[GITLAB]!);

  it('asks once for a wave, deploys one at a time and never touches a Docker socket', () => {
    const parsed = pipeline(MODELS.web!, WAVES);
    expect(get(parsed, 'deploy-eu', 'rules', 0, 'when')).toBe('manual');
    expect(get(parsed, 'deploy-us', 'rules', 0, 'when')).toBeUndefined();
    expect(get(parsed, 'deploy-us', 'needs')).toEqual(['push', 'deploy-eu']);
    for (const name of ['deploy-staging', 'deploy-eu', 'deploy-us']) {
      expect(get(parsed, name, 'resource_group')).toBe('deploy-live-parcels');
      expect(get(parsed, name, 'interruptible')).toBe(false);
    }
    expect(renderFiles(MODELS.web!, ALL)[GITLAB]).not.toMatch(/docker\.sock|dind/);
  });

  it('reports tests and bills of materials', () => {
    const parsed = pipeline(MODELS.web!);
    expect(list(parsed, 'check-parcels', 'artifacts', 'reports', 'junit')).toContain('junit*.xml');
    expect(list(parsed, 'scan-parcels', 'artifacts', 'reports', 'cyclonedx')).toEqual(['parcels.cdx.json']);
  });

  it('keeps hostile text out of variables and rules', () => {
    const parsed = pipeline(MODELS.hostile!, { deployBranch: '$CI_JOB_TOKEN' });
    expect(get(parsed, 'variables', 'DEPLOY_BRANCH')).toBe('$$CI_JOB_TOKEN');
    expect(get(parsed, 'push', 'rules', 0, 'if')).toBe('$CI_COMMIT_BRANCH == $DEPLOY_BRANCH');
  });
});

it('tests each language as its facts say, in the image that builds it', () => {
  const jobs = parse(renderFiles(MIXED, ALL)[GITLAB]!) as Record<string, unknown>;
  expect(get(jobs['check-jobs'], 'image')).toBe('python:3.13-slim-trixie');
  expect(list(jobs['check-jobs'], 'script').join('\n')).toContain('install --requirement requirements.txt');
  expect(list(jobs['check-jobs'], 'script').join('\n')).toContain('pytest -q');
  expect(list(jobs['check-go'], 'script').join('\n')).toMatch(/go mod download[\s\S]*go vet[\s\S]*go test/);
});
