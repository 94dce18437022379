import type { Component } from '../../src/core/model/app-model.ts';
import type { Command } from '../../src/core/model/facts.ts';
import { join, type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';
import { buildArgsOf } from '../_shared/views/build-args.ts';
import { containerFacts, homeOf, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt } from '../_shared/views/copy-groups.ts';
import { healthCommand } from '../_shared/views/health-command.ts';
import { ignoredOutput } from '../_shared/views/ignored-output.ts';
import { buildStages } from '../_shared/views/node-build.ts';
import { DEPLOYED } from '../_shared/views/node-install-rush.ts';

/** The folder of a Next.js standalone server, whose content becomes the application's folder. */
const STANDALONE = '/standalone/';

/** The package managers that put a workspace's dependencies into its root. */
const HOISTING = new Set(['npm', 'yarn', 'yarn-berry', 'bun']);

/** The start command as the image runs it: a shell only where one is needed, and tools where the workspace has them. */
function commandOf(component: Component, command: Command): readonly string[] {
  if (typeof command === 'string') return ['/bin/sh', '-c', command];
  const home = homeOf(component);
  const { id = '', root = component.dir } = component.facts['runtime.packageManager'] ?? {};
  if (home === root || !HOISTING.has(id)) return command;
  const up = relativeTo(root, home);
  return command.map((word) => (word.startsWith('node_modules/') ? `${up}/${word}` : word));
}

/** ENTRYPOINT and CMD. A program takes its arguments from `docker run`, in whatever folder it is called. */
function processOf(
  command: readonly string[],
  workdir: string,
  { needsInit, isProgram }: { readonly needsInit: boolean; readonly isProgram: boolean },
): { readonly entrypoint: readonly string[] | null; readonly command: readonly string[] | null } {
  const init = needsInit ? ['/usr/bin/tini', '--'] : [];
  if (!isProgram) return { entrypoint: needsInit ? init : null, command };
  const absolute = command.map((word) => (/^[^-/].*\.[cm]?[jt]s$/.test(word) ? `${workdir}/${word}` : word));
  return { entrypoint: [...init, ...absolute], command: null };
}

function environment(
  env: Readonly<Record<string, string>>,
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

/** Folders that must exist and belong to the user, so that a run without mounted volumes can write there too. */
function ownedFolders(writable: readonly { readonly path: string }[]): readonly string[] {
  return writable.map(({ path }) => path).filter((path) => path !== '/tmp');
}

/** COPY lines of the last stage: from the build where there is one, else from the build context. */
function applicationFiles(component: Component, workdir: string, context: RelPath, isBuilt: boolean) {
  const all = component.facts['app.files'] ?? [];
  const files = all.filter((path) => !path.endsWith(STANDALONE));
  const standalone = all.find((path) => path.endsWith(STANDALONE));
  const home = homeOf(component);
  const listed = component.facts['runtime.installFiles'];
  const hasManifest = listed === undefined || listed.includes(join(home, 'package.json'));
  const isComplete = standalone !== undefined || files.includes('package.json') || !hasManifest;
  const wanted = isComplete ? files : [...files, 'package.json'];
  const folder = relativeTo(home, context);
  const from = isBuilt ? `${workdir}/` : folder === '.' ? '' : `${folder}/`;
  const folders = wanted.filter((path) => path.endsWith('/'));
  const lines = copyBuilt(
    wanted.filter((path) => !folders.some((folder) => path !== folder && path.startsWith(folder))),
    from,
  );
  if (standalone === undefined) return lines;
  // In a monorepo the standalone folder has the layout of the whole workspace.
  const target = folder === '.' ? './' : `${WORKDIR}/`;
  return [[`${workdir}/${standalone.slice(0, -1)}`, target], ...lines];
}

/** Where a stage has installed packages into the root of the workspace. */
function rootModules(component: Component, context: RelPath): readonly string[] {
  const { rush } = component.facts['runtime.install'] ?? {};
  const root = component.facts['runtime.packageManager']?.root ?? component.dir;
  return rush?.folders.map((folder) => `${folder}/node_modules`) ?? [relativeTo(join(root, 'node_modules'), context)];
}

/** Of a monorepo, the folders of its packages: their own node_modules, and the libraries themselves; and linked folders. */
function slicePackages(component: Component, context: RelPath, isBuilt: boolean, stage: unknown) {
  const packages = (component.facts['runtime.workspace']?.packages ?? []).filter(({ development }) => !development);
  const folders = packages.filter(({ inner }) => inner !== true).map(({ dir }) => relativeTo(dir, context));
  const libraries = packages.filter(({ dir }) => dir !== component.dir).map(({ dir }) => relativeTo(dir, context));
  const inStage = (folder: string) => [`${WORKDIR}/${folder}`, `./${folder}`];
  const rush = stage === 'production-deps' ? component.facts['runtime.install']?.rush : undefined;
  const linked = (component.facts['runtime.install']?.local ?? []).map((path) => relativeTo(path, context));
  // `rush deploy` has put the packages, and the links to them, where they belong.
  const modules =
    rush !== undefined ? [[DEPLOYED, './']] : [...rootModules(component, context), ...folders, ...linked].map(inStage);
  return {
    packageModules: stage === null ? [] : modules,
    // After the build it has put libraries there too.
    packageFiles: (isBuilt && rush?.writes ? [] : libraries).map((folder) =>
      isBuilt ? inStage(folder) : [folder, `./${folder}`],
    ),
  };
}

/** What the Dockerfile of a Node or Bun server or worker says. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const user = userOf(component);
  const build = buildStages(input);
  const runImage = facts['system.runImage'] ?? build.image;
  const { workdir } = build;
  const needsInit = facts['app.handlesSigterm'] !== true;
  const isProgram = facts['app.kind'] === 'cli';
  const start = facts['app.start'] ?? ['node', 'index.js'];
  const runPackages = [...packagesFor(component, 'run'), ...(needsInit ? ['tini'] : [])];
  return {
    ...build.view,
    ...slicePackages(component, build.context, build.isBuilt, build.view.modulesFrom),
    movesOn: build.workdir !== WORKDIR,
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    runFrom: runImage === build.image ? 'base' : runImage,
    workdir,
    root: WORKDIR,
    user: `${user.uid}:${user.gid}`,
    uid: user.uid,
    gid: user.gid,
    runPackages: pinned(runPackages, runImage, input.data.debian),
    env: environment(container.env),
    buildArgs: buildArgsOf(facts),
    applicationFiles: applicationFiles(component, workdir, build.context, build.isBuilt),
    fromBuild: build.isBuilt,
    ownedFolders: ownedFolders(container.writable),
    port: container.port,
    health: healthCommand(component, container),
    noHealth: isProgram
      ? `it is a program that ends by itself: docker run --rm --interactive ${container.name} ARGUMENTS`
      : 'the process listens on no port; it is well as long as it runs.',
    needsInit,
    ...processOf(commandOf(component, start), workdir, { needsInit, isProgram }),
    hasBuildIgnore: build.context !== component.dir,
    contextIsDir: build.context === component.dir,
    ignoredOutput: ignoredOutput(component, build.context),
  };
}
