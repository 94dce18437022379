import type { Component } from '../../src/core/model/app-model.ts';
import type { Command } from '../../src/core/model/facts.ts';
import { basename, dirname, insideRoot, isWithin, type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { packagesFor, pinned, suiteOf } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt, copyLines } from '../_shared/views/copy-groups.ts';
import { frontEndStages } from '../_shared/views/front-end.ts';

/** The folder of the source in the build stage. */
const SOURCE = '/src';

/** Where the image holds programs. */
const BINARIES = '/usr/local/bin';

/** The folder of the module: that of the deepest go.mod around the component. */
function moduleDir(component: Component, context: RelPath): RelPath {
  let found = context;
  for (const path of component.facts['runtime.installFiles'] ?? []) {
    const dir = dirname(path as RelPath);
    if (basename(path) === 'go.mod' && isWithin(component.dir, dir) && dir.length > found.length) found = dir;
  }
  return found;
}

/** The name that the build gives to the binary. */
function binaryOf(build: Command): string {
  const argv = typeof build === 'string' ? build.split(/\s+/) : build;
  return basename(argv[argv.indexOf('-o') + 1] ?? '/out/app');
}

/** The command of the image: a program that a Procfile calls by its name in some folder is the one in {@link BINARIES}. */
function argvOf(start: Command, binary: string): readonly string[] {
  if (typeof start === 'string') return ['/bin/sh', '-c', start];
  const [program, ...args] = start;
  const isOwn = !program.startsWith('/') && basename(program) === binary;
  return [isOwn ? `${BINARIES}/${binary}` : program, ...args];
}

/** The files that the program reads: in the image they lie as in the module, whose folder the process runs in. */
function applicationFiles(component: Component, module: RelPath, context: RelPath): readonly (readonly string[])[] {
  const inside: string[] = [];
  for (const path of component.facts['app.files'] ?? []) {
    const clean = insideRoot(`${component.dir}/${path}`);
    if (clean === undefined || !isWithin(clean, module)) continue;
    inside.push(`${relativeTo(clean, module)}${path.endsWith('/') ? '/' : ''}`);
  }
  const folder = relativeTo(module, context);
  return copyBuilt(inside, folder === '.' ? '' : `${folder}/`);
}

function manifests(component: Component, context: RelPath): readonly (readonly string[])[] {
  if (component.facts['runtime.install']?.production !== true) return [];
  return copyLines(component.facts['runtime.installFiles'] ?? [], context, () => false);
}

/** What the Dockerfile of a Go program says. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const context = facts['runtime.packageManager']?.root ?? component.dir;
  const module = moduleDir(component, context);
  const front = frontEndStages(input, { context, root: module });
  const nested = relativeTo(module, context);
  const buildImage = facts['system.buildImage'] ?? 'golang:1-trixie';
  const runImage = facts['system.runImage'] ?? 'gcr.io/distroless/base-debian13:nonroot';
  const isDistroless = runImage.startsWith('gcr.io/distroless/');
  const needsInit = facts['app.handlesSigterm'] !== true;
  const isCgo = facts['runtime.install']?.env.CGO_ENABLED === '1';
  const build = facts['app.build'] ?? ['go', 'build', '-o', '/out/app', '.'];
  const binary = binaryOf(build);
  const initImage = `debian:${suiteOf(buildImage) === 'trixie' ? 13 : 12}-slim`;
  const { uid, gid } = userOf(component);
  const owned = container.writable.map(({ path }) => path).filter((path) => path !== '/tmp');
  const runPackages = [...packagesFor(component, 'run'), ...(needsInit && !isDistroless ? ['tini'] : [])];
  const secrets = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-secret');
  return {
    title: container.name,
    license: facts['app.license'] ?? null,
    sourceDir: SOURCE,
    source: facts['app.repository'] ?? '',
    isCross: !isCgo,
    frontEnds: front.stages,
    intoBuild: front.intoBuild,
    intoRun: front.intoRun,
    initImage: needsInit && isDistroless ? initImage : null,
    initPackages: pinned(['tini'], buildImage, input.data.debian),
    buildImage,
    buildPackages: pinned(packagesFor(component, 'build'), buildImage, input.data.debian),
    buildEnv: Object.entries({ CGO_ENABLED: '0', ...facts['runtime.install']?.env }).map(([name, value]) => ({
      name,
      value,
    })),
    manifests: manifests(component, context),
    hasModules: facts['runtime.install']?.production === true,
    hasNetrc: secrets.some(({ name }) => name === 'NETRC'),
    isNested: nested !== '.',
    moduleDir: nested === '.' ? SOURCE : `${SOURCE}/${nested}`,
    build: typeof build === 'string' ? build : shellLine(build),
    runImage,
    hasSystem: !isDistroless,
    runPackages: pinned(runPackages, buildImage, input.data.debian),
    uid,
    gid,
    user: `${uid}:${gid}`,
    env: Object.entries(container.env).map(([name, value]) => ({ name, value })),
    root: WORKDIR,
    applicationFiles: applicationFiles(component, module, context),
    binary: [`/out/${binary}`, `${BINARIES}/${binary}`],
    ownedFolders: owned,
    ownedSources: owned.map((path) => `/writable${path}`),
    port: container.port,
    asked: container.health ?? 'the port',
    needsInit,
    command: argvOf(facts['app.start'] ?? [`${BINARIES}/${binary}`], binary),
    hasBuildIgnore: context !== component.dir,
    contextIsDir: context === component.dir,
    ignoredOutput: front.made,
  };
}
