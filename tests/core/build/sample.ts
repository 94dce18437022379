import type { Capabilities, Engine, EngineKind, EngineName } from '../../../src/core/build/engine.ts';
import { type BuildOptions, type BuildRequest, NO_OPTIONS, NO_SOURCE } from '../../../src/core/build/request.ts';
import { relPath } from '../../../src/core/model/paths.ts';

const EVERYTHING: Capabilities = {
  manyPlatforms: 'yes',
  cacheTo: 'any',
  cacheFrom: 'any',
  sbom: true,
  provenance: true,
  pushOnly: false,
};

/** An engine that can do everything but what `limits` takes away. */
export function engine(kind: EngineKind, limits: Partial<Capabilities> = {}): Engine {
  const name = kind.startsWith('docker') ? 'docker' : (kind as EngineName);
  return { kind, name, version: '1.2', program: name, builder: null, capabilities: { ...EVERYTHING, ...limits } };
}

/** The request for one image of a shop, with no flag but those given. */
export function request(options: Partial<BuildOptions> = {}, more: Partial<BuildRequest> = {}): BuildRequest {
  return {
    component: 'web',
    image: 'shop-web',
    root: '/src/shop',
    dockerfile: relPath('apps/web/Dockerfile'),
    context: relPath('.'),
    dockerfileText: 'FROM node:24\nARG VERSION\n',
    version: null,
    source: { ...NO_SOURCE, revision: '3f2a1b0c'.repeat(5), short: '3f2a1b0', remote: 'https://git.example/shop' },
    created: '2026-01-02T03:04:05Z',
    options: { ...NO_OPTIONS, ...options },
    ...more,
  };
}
