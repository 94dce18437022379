import { relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyLines } from '../_shared/views/copy-groups.ts';
import { frontEndStages } from '../_shared/views/front-end.ts';
import { cacheMounts, fetchLine } from './fetch.ts';
import { layoutOf } from './layout.ts';
import { commandOf, extraction, frameworkEnv, isLayered } from './spring.ts';

/** Heap by the container's memory, and an end on its exhaustion; see docs/decisions/0013-jvm-images.md. */
const OPTIONS = '-XX:MaxRAMPercentage=75.0 -XX:+ExitOnOutOfMemoryError';

/** What the Dockerfile of a JVM application says. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const user = userOf(component);
  const context = facts['runtime.packageManager']?.root ?? component.dir;
  const folder = relativeTo(component.dir, context);
  const built = folder === '.' ? WORKDIR : `${WORKDIR}/${folder}`;
  const buildImage = facts['system.buildImage'] ?? 'eclipse-temurin:21-jdk-noble';
  const runImage = facts['system.runImage'] ?? 'eclipse-temurin:21-jre-noble';
  const front = frontEndStages(input, { context, root: component.dir });
  const layered = isLayered(component);
  const layout = layoutOf(component, built, layered);
  const env = {
    JAVA_TOOL_OPTIONS: OPTIONS,
    ...(layout.exploded ? { CATALINA_TMPDIR: '/tmp' } : {}),
    ...frameworkEnv(component),
    ...container.env,
  };
  const files = facts['runtime.installFiles'] ?? [];
  const build = facts['app.build'] ?? 'true';
  const isTool = facts['runtime.packageManager'] !== undefined;
  return {
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    buildImage,
    runImage,
    root: WORKDIR,
    frontEnds: front.stages,
    intoBuild: front.intoBuild,
    // Maven and Gradle run in the root of the build, whatever the component.
    buildDir: built,
    movesOn: !isTool && folder !== '.',
    buildPackages: pinned(packagesFor(component, 'build'), buildImage, input.data.debian),
    runPackages: pinned(packagesFor(component, 'run'), runImage, input.data.debian),
    buildFiles: copyLines(
      files.map((path) => path.replace(/\/$/, '')),
      context,
      (path) => files.includes(`${path}/`),
    ).map((line) => [...line]),
    fetch: files.length === 0 ? null : fetchLine(component, context),
    mounts: cacheMounts(facts['runtime.packageManager']?.id),
    build:
      typeof build === 'string'
        ? build
            .replace(/\s*[\r\n]+\s*/g, ' ')
            .split(' && ')
            .join(' \\\n    && ')
        : shellLine(build),
    ...layout,
    extract: extraction(component, layout.target),
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    user: `${user.uid}:${user.gid}`,
    uid: user.uid,
    gid: user.gid,
    ownedFolders: container.writable.map(({ path }) => path).filter((path) => path !== '/tmp'),
    port: container.port,
    command: commandOf(component, layered),
    contextIsDir: context === component.dir,
    hasBuildIgnore: context !== component.dir,
    // Everything else that builds make has the same names in every project.
    ignoredOutput: front.made,
  };
}
