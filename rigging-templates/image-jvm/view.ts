import type { Component } from '../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyLines } from '../_shared/views/copy-groups.ts';
import { EXTRACTED, layoutOf } from './layout.ts';

/** Heap by the container's memory, and an end on its exhaustion; see docs/decisions/0013-jvm-images.md. */
const OPTIONS = '-XX:MaxRAMPercentage=75.0 -XX:+ExitOnOutOfMemoryError';

const CACHES: Readonly<Record<string, string>> = { maven: '/root/.m2', gradle: '/root/.gradle' };

function isAtLeast(version: string | null | undefined, major: number, minor: number): boolean {
  const [own = 0, part = 0] = (version ?? '999').split('.').map((text) => Number.parseInt(text, 10) || 0);
  return own > major || (own === major && part >= minor);
}

/** Spring Boot's jar has layers from 2.3 on. Source: https://docs.spring.io/spring-boot/reference/packaging/container-images/dockerfiles.html */
function isLayered({ facts }: Component): boolean {
  const { name, version } = facts['app.framework'] ?? {};
  const start = facts['app.start'];
  const runsJar = typeof start === 'object' && start[1] === '-jar' && /^[^/]+\.jar$/.test(start[2] ?? '');
  const archive = (facts['app.files'] ?? []).some((path) => path.endsWith('.jar'));
  return name === 'spring-boot' && runsJar && archive && isAtLeast(version, 2, 4);
}

/** The line that takes a jar apart; older versions have another mode, and start by a class of the loader. */
function extraction(component: Component, target: string): string {
  const version = component.facts['app.framework']?.version;
  if (isAtLeast(version, 3, 3))
    return `java -Djarmode=tools -jar ${target} extract --layers --destination ${EXTRACTED}`;
  return `java -Djarmode=layertools -jar ${target} extract --destination ${EXTRACTED}`;
}

function commandOf(component: Component, layered: boolean): readonly string[] {
  const { facts } = component;
  const start = facts['app.start'] ?? ['java', '-jar', 'application.jar'];
  if (typeof start === 'string') return ['/bin/sh', '-c', start];
  const version = facts['app.framework']?.version;
  if (!layered || isAtLeast(version, 3, 3)) return start;
  const launcher = isAtLeast(version, 3, 2)
    ? 'org.springframework.boot.loader.launch.JarLauncher'
    : 'org.springframework.boot.loader.JarLauncher';
  return ['java', launcher, ...start.slice(3)];
}

/** What Spring Boot needs for an orderly stop and for probes outside Kubernetes, where its version does not do so by itself. */
function frameworkEnv({ facts }: Component): Readonly<Record<string, string>> {
  const { name, version } = facts['app.framework'] ?? {};
  if (name !== 'spring-boot' || facts['app.kind'] !== 'web') return {};
  const isGraceful = !isAtLeast(version, 2, 3) || isAtLeast(version, 3, 4);
  return {
    ...(isGraceful ? {} : { SERVER_SHUTDOWN: 'graceful' }),
    ...(facts['app.health']?.endsWith('/health/readiness') === true
      ? { MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED: 'true' }
      : {}),
  };
}

/** The line that loads the dependencies into the cache; `null` without a build tool. */
function fetchLine({ facts, dir }: Component, context: RelPath): string | null {
  const build = facts['app.build'];
  const tool = facts['runtime.packageManager']?.id;
  if (build === undefined || typeof build === 'string') return null;
  if (tool === 'maven') {
    const select = dir === context ? [] : ['-pl', relativeTo(dir, context), '-am'];
    return shellLine(['mvn', '--batch-mode', '--no-transfer-progress', ...select, 'dependency:go-offline']);
  }
  // Behind the task there may be properties for it.
  const at = build.findLastIndex((word) => !word.startsWith('-'));
  const task = build[at] ?? '';
  return shellLine([...build.slice(0, at), '--quiet', `${task.slice(0, task.lastIndexOf(':') + 1)}dependencies`]);
}

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
    cache: CACHES[facts['runtime.packageManager']?.id ?? ''] ?? null,
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
    // Everything that builds make has the same names in every project.
    ignoredOutput: [],
  };
}
