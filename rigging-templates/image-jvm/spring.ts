import type { Component } from '../../src/core/model/app-model.ts';
import { EXTRACTED } from './layout.ts';

function isAtLeast(version: string | null | undefined, major: number, minor: number): boolean {
  const [own = 0, part = 0] = (version ?? '999').split('.').map((text) => Number.parseInt(text, 10) || 0);
  return own > major || (own === major && part >= minor);
}

/** Spring Boot's jar has layers from 2.3 on. Source: https://docs.spring.io/spring-boot/reference/packaging/container-images/dockerfiles.html */
export function isLayered({ facts }: Component): boolean {
  const { name, version } = facts['app.framework'] ?? {};
  const start = facts['app.start'];
  const runsJar = typeof start === 'object' && start[1] === '-jar' && /^[^/]+\.jar$/.test(start[2] ?? '');
  const archive = (facts['app.files'] ?? []).some((path) => path.endsWith('.jar'));
  return name === 'spring-boot' && runsJar && archive && isAtLeast(version, 2, 4);
}

/** The line that takes a jar apart; older versions have another mode, and start by a class of the loader. */
export function extraction(component: Component, target: string): string {
  const version = component.facts['app.framework']?.version;
  if (isAtLeast(version, 3, 3))
    return `java -Djarmode=tools -jar ${target} extract --layers --destination ${EXTRACTED}`;
  return `java -Djarmode=layertools -jar ${target} extract --destination ${EXTRACTED}`;
}

/** The start command; of a jar in layers what those layers are started with. */
export function commandOf(component: Component, layered: boolean): readonly string[] {
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
export function frameworkEnv({ facts }: Component): Readonly<Record<string, string>> {
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
