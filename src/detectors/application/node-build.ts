import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Argv, Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { buildScript } from '../javascript/build-scripts.ts';
import { withDeferred } from '../javascript/deferred-build.ts';
import { withLegacyOpenssl } from '../javascript/legacy-openssl.ts';
import { buildsDefaultOnly } from '../javascript/nest-projects.ts';
import { isNodeComponent, runProgram, runScript } from '../javascript/node-component.ts';
import { type NodeProject, nodeProject } from '../javascript/node-project.ts';
import { prismaSchema } from '../javascript/prisma-schema.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { runTarget } from '../javascript/run-target.ts';
import { shellText } from '../javascript/shell-words.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { testScript } from '../javascript/test-script.ts';
import { typescriptSettings } from '../javascript/ts-settings.ts';
import { innerProject } from '../node/inner-projects.ts';
import { rushBuild } from '../node/rush-build.ts';
import { buildTask, type RunnerTask } from '../node/task-runner.ts';
import { findWorkspace } from '../node/workspaces.ts';

function compilerBuild(scope: Scope, known: KnownFacts, project: NodeProject): Argv | undefined {
  const settings = typescriptSettings(scope);
  if (settings?.outDir === undefined || settings.noEmit || !project.dependencies.has('typescript')) return undefined;
  const started = startPlan(scope).process?.run.entry ?? null;
  const built =
    started === null
      ? runTarget(scope, known)?.built === true
      : !scope.project.has(scope.at(...started.split('/').filter((part) => part !== '..')));
  if (!built) return undefined;
  const config = settings.path.endsWith('tsconfig.json')
    ? []
    : ['-p', settings.path.slice(settings.path.lastIndexOf('/') + 1)];
  return runProgram(known, 'tsc', ...config);
}

/** Programs of the image itself. */
const OF_IMAGE = /^(node|npm|npx|pnpm|yarn|bun|sh|bash|make)$/;

/** What the monorepo's tool builds the component with, unless that runs in the workspace's root only. */
function ownTask(scope: Scope, { manifest }: NodeProject): RunnerTask | undefined {
  const task = buildTask(scope, findWorkspace(scope).root, manifest);
  return task?.place === 'root' && innerProject(scope) === undefined ? undefined : task;
}

/** The build after the Prisma client, where no script of the project generates it: the compiler needs its types. */
function withClient(scope: Scope, known: KnownFacts, { manifest, dependencies }: NodeProject, build: Command): Command {
  const generated = [...manifest.scripts.values()].some((text) => /\bprisma generate\b/.test(text));
  if (generated || !dependencies.has('prisma') || prismaSchema(scope) === undefined) return build;
  const text = typeof build === 'string' ? build : shellText(build);
  return `${shellText(runProgram(known, 'prisma', 'generate'))} && ${text}`;
}

/** The build of a project of Rush, which knows the order and the phases. */
function rushClaim(scope: Scope, known: KnownFacts, project: NodeProject): Claim<'application'> | undefined {
  const found = rushBuild(scope);
  if (found === undefined) return undefined;
  const { words, ...place } = found;
  const value = withClient(scope, known, project, withLegacyOpenssl(scope, known, words).command);
  return { field: 'app.build', value, confidence: 'manifest', ...place };
}

/** The build script, else what the workspace's tool or the compiler does. */
function* buildClaims(scope: Scope, known: KnownFacts, project: NodeProject): Iterable<Claim<'application'>> {
  const { scripts } = project.manifest;
  const file = project.path;
  const script = buildScript(scripts);
  const task = script === undefined ? ownTask(scope, project) : undefined;
  const deferred = script === undefined && task === undefined ? withDeferred(known, project, undefined) : undefined;
  const compiler = script === undefined && task === undefined ? compilerBuild(scope, known, project) : undefined;
  if (script !== undefined) {
    const line = project.manifest.lineOf('scripts', script);
    const { command, via } = withLegacyOpenssl(scope, known, runScript(known, script));
    const webpack = via === undefined ? '' : `; ${via} brings webpack 4, which needs the hashes of OpenSSL 1`;
    const because = `package.json has a ${script} script${webpack}`;
    const client = withClient(scope, known, project, command);
    const value = withDeferred(known, project, script, client) ?? client;
    yield { field: 'app.build', value, file, line, confidence: 'manifest', because };
  } else if (deferred !== undefined) {
    const [name = ''] = known.get('runtime.install')?.deferred ?? [];
    const because = `no build script, and the ${name} script compiles`;
    const line = project.manifest.lineOf('scripts', name);
    yield { field: 'app.build', value: deferred, file, line, confidence: 'manifest', because };
  } else if (task !== undefined) {
    const value = OF_IMAGE.test(task.words[0]) ? task.words : runProgram(known, ...task.words);
    const { file: place, line, because } = task;
    yield { field: 'app.build', value, file: place, line, confidence: 'config', because };
  } else if (compiler !== undefined) {
    const settings = typescriptSettings(scope);
    const because = 'the start command needs compiled TypeScript and no script compiles it';
    yield {
      field: 'app.build',
      value: compiler,
      file: settings?.path ?? file,
      line: settings?.outDirLine ?? null,
      confidence: 'convention',
      because,
    };
  }
}

/** The project's own build and test commands, run by its package manager. */
export const nodeBuild = defineDetector({
  id: 'node-build',
  layer: 'application',
  title: 'Build and test commands from package.json',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/scripts',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || refusalOf(scope) !== undefined) return;
    const { scripts } = project.manifest;
    const file = project.path;
    const rush = rushClaim(scope, known, project);
    if (rush !== undefined) yield rush;
    else if (!buildsDefaultOnly(scope)) yield* buildClaims(scope, known, project);
    const test = testScript(scripts);
    if (test === undefined) return;
    const line = project.manifest.lineOf('scripts', test);
    yield {
      field: 'app.test',
      value: runScript(known, test),
      file,
      line,
      confidence: 'manifest',
      because: `package.json has a ${test} script`,
    };
  },
});
