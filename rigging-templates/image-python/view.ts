import type { Component } from '../../src/core/model/app-model.ts';
import type { Command } from '../../src/core/model/facts.ts';
import { type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt, copyLines } from '../_shared/views/copy-groups.ts';
import { frontEndStages } from '../_shared/views/front-end.ts';
import { ignoredOutput } from '../_shared/views/ignored-output.ts';
import { pythonHealth } from '../_shared/views/python-health.ts';
import { pythonInstall } from '../_shared/views/python-install.ts';
import { runLine, VENV } from '../_shared/views/python-runs.ts';

function argvOf(command: Command): readonly string[] {
  return typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
}

function pairs(env: Readonly<Record<string, string>>) {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

/** What the install reads, each in its place; folders end with a slash. */
function manifests(component: Component, context: RelPath): readonly (readonly string[])[] {
  // An editable install has everything in its place already.
  const files =
    component.facts['runtime.install']?.editable === true ? [] : (component.facts['runtime.installFiles'] ?? []);
  const folders = new Set(files.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1)));
  const paths = files.map((path) => path.replace(/\/$/, ''));
  return copyLines(paths, context, (path) => folders.has(path));
}

/** COPY lines of the folders outside of the component that its environment links to. */
function linkedFolders(component: Component, context: RelPath): readonly (readonly string[])[] {
  const folders = component.facts['runtime.install']?.local ?? [];
  return folders.map((path) => relativeTo(path, context)).map((path) => [path, `./${path}`]);
}

/** COPY lines of the last stage: from the build where there is one, else from the build context. */
function applicationFiles(component: Component, context: RelPath, isBuilt: boolean) {
  const folder = relativeTo(component.dir, context);
  const from = isBuilt ? `${WORKDIR}/` : folder === '.' ? '' : `${folder}/`;
  const linked = linkedFolders(component, context).map(([path = '', target = '']) =>
    isBuilt ? [`${WORKDIR}/${path}`, target] : [path, target],
  );
  return [...copyBuilt(component.facts['app.files'] ?? [], from), ...linked];
}

/** What the Dockerfile of a Python component says. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const user = userOf(component);
  const context = facts['runtime.packageManager']?.root ?? component.dir;
  const image = facts['system.buildImage'] ?? 'python:3.14-slim-trixie';
  const runImage = facts['system.runImage'] ?? image;
  const isConda = facts['runtime.packageManager']?.id === 'conda';
  const front = frontEndStages(input, { context, root: component.dir });
  // Folders in a requirements file count from where pip runs.
  const isReaching = context !== component.dir && facts['runtime.packageManager']?.id === 'pip';
  const baseImage = isConda ? runImage : image;
  const secrets = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-secret').map(({ name }) => name);
  const install = pythonInstall(component, input.data.python);
  const build = facts['app.build'];
  const needsInit = facts['app.handlesSigterm'] !== true;
  const runPackages = [...packagesFor(component, 'run'), ...(needsInit ? ['tini'] : [])];
  return {
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    baseImage,
    binaryFrom: isConda ? image : null,
    prefixVariable: isConda ? 'CONDA_PREFIX' : 'VIRTUAL_ENV',
    runFrom: runImage === baseImage ? 'base' : runImage,
    root: WORKDIR,
    venv: VENV,
    user: `${user.uid}:${user.gid}`,
    uid: user.uid,
    gid: user.gid,
    buildPackages: pinned(packagesFor(component, 'build'), baseImage, input.data.debian),
    runPackages: pinned(runPackages, runImage, input.data.debian),
    tool: install.tool,
    makesVenv: install.makesVenv,
    installEnv: pairs(install.env),
    manifests: install.runs.length === 0 ? [] : manifests(component, context),
    installs: install.runs.map((run) => runLine(run, secrets)),
    // What is imported while the application builds loads the same libraries as when it runs.
    buildLibraries: build === undefined ? [] : pinned(packagesFor(component, 'run'), baseImage, input.data.debian),
    build: build === undefined ? null : typeof build === 'string' ? build : shellLine(build),
    buildFrom: install.runs.length > 0 ? 'deps' : 'base',
    installDir: isReaching ? `${WORKDIR}/${relativeTo(component.dir, context)}` : null,
    sources: [[relativeTo(component.dir, context), '.'], ...linkedFolders(component, context)],
    env: pairs(container.env),
    applicationFiles: applicationFiles(component, context, build !== undefined),
    fromBuild: build !== undefined,
    ownedFolders: container.writable.map(({ path }) => path).filter((path) => path !== '/tmp'),
    port: container.port,
    health: pythonHealth(component, container),
    needsInit,
    command: argvOf(facts['app.start'] ?? ['python', 'main.py']),
    hasBuildIgnore: context !== component.dir,
    contextIsDir: context === component.dir,
    frontEnds: front.stages,
    intoBuild: front.intoBuild,
    intoRun: front.intoRun,
    ignoredOutput: [...ignoredOutput(component, context), ...front.made],
  };
}
