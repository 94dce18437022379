import type { Setting, Settings } from './settings.ts';

/** Settings of the path that everything is served below, by framework. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'spring-boot': ['server.servlet.contextpath', 'spring.webflux.basepath'],
  quarkus: ['quarkus.http.rootpath'],
  micronaut: ['micronaut.server.contextpath'],
};

/** The first of some settings whose text is no placeholder. */
export function plainSetting(settings: Settings, ...keys: readonly string[]): Setting | undefined {
  for (const key of keys) {
    const setting = settings.get(key);
    if (setting !== undefined && !setting.value.includes('${')) return setting;
  }
  return undefined;
}

/** The path that everything is served below; empty where that is the root. */
export function contextPath(settings: Settings, framework: string | undefined): string {
  return plainSetting(settings, ...(KEYS[framework ?? ''] ?? []))?.value ?? '';
}

/** Parts of a path with one slash between them. */
export function joinedPath(...parts: readonly (string | undefined)[]): string {
  return `/${parts.map((part) => part ?? '').join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}
