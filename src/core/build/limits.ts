import type { Diagnostic } from '../errors/diagnostic.ts';
import { ENGINE_TITLES, type Engine } from './engine.ts';
import type { BuildOptions } from './request.ts';

const BUILDER_HINT =
  'Use a builder of its own (`docker buildx create --use`), or turn on the containerd image store of Docker.';

/** What the user asked for and this engine lacks; each is a wrong use (exit 2) with the reason. */
export function engineLimits(options: BuildOptions, engine: Engine): readonly Diagnostic[] {
  return [...platformLimits(options, engine), ...cacheLimits(options, engine), ...attestationLimits(options, engine)];
}

function platformLimits(options: BuildOptions, engine: Engine): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const platform of options.platforms) {
    if (/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(platform)) continue;
    problems.push(usage(`${JSON.stringify(platform)} is no platform`, 'Write OS/ARCHITECTURE: linux/amd64.'));
  }
  if (options.platforms.length < 2 || engine.capabilities.manyPlatforms === 'yes') return problems;
  if (engine.capabilities.manyPlatforms === 'no') {
    const hint = engine.name === 'docker' ? `Install buildx. ${BUILDER_HINT}` : 'Build one platform at a time.';
    problems.push(usage(`${titleOf(engine)} cannot build several platforms at once`, hint));
  } else if (!options.push) {
    const detail = 'an image of several platforms cannot be kept in the local store of this engine';
    problems.push(usage(detail, 'Add --push, or build one platform at a time.'));
  }
  return problems;
}

function cacheLimits(options: BuildOptions, engine: Engine): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const { cacheTo, cacheFrom } = engine.capabilities;
  for (const target of options.cacheTo) {
    if (allows(cacheTo, target)) continue;
    const hint = engine.name === 'docker' ? BUILDER_HINT : 'Leave --cache-to out, or use another engine.';
    problems.push(usage(`${titleOf(engine)} cannot write a build cache to ${JSON.stringify(target)}`, hint));
  }
  for (const origin of options.cacheFrom) {
    if (allows(cacheFrom, origin)) continue;
    const hint = 'Name a registry reference, or use Docker with buildx.';
    problems.push(usage(`${titleOf(engine)} cannot read a build cache from ${JSON.stringify(origin)}`, hint));
  }
  return problems;
}

function allows(capability: 'no' | 'inline' | 'registry' | 'any', flag: string): boolean {
  if (capability === 'any') return true;
  if (capability === 'inline') return flag === 'type=inline';
  return capability === 'registry' && registryCache(flag) !== undefined;
}

/** The reference in `REF` or `type=registry,ref=REF`; `undefined` for a cache of another type. */
export function registryCache(flag: string): string | undefined {
  if (!flag.includes('=')) return flag;
  const fields = new Map(flag.split(',').map((part) => [part.split('=', 1)[0], part.slice(part.indexOf('=') + 1)]));
  return fields.get('type') === 'registry' ? fields.get('ref') : undefined;
}

function attestationLimits(options: BuildOptions, engine: Engine): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  const { sbom, provenance } = engine.capabilities;
  const hint = engine.name === 'docker' ? `Install buildx. ${BUILDER_HINT}` : 'Use Docker with buildx for it.';
  if (options.sbom && !sbom) problems.push(usage(`${titleOf(engine)} cannot attach an SBOM (--sbom)`, hint));
  if (options.provenance && !provenance) {
    problems.push(usage(`${titleOf(engine)} cannot attach a provenance (--provenance)`, hint));
  }
  return problems;
}

function titleOf(engine: Engine): string {
  return `${ENGINE_TITLES[engine.kind]} ${engine.version}`;
}

function usage(detail: string, hint: string): Diagnostic {
  return { code: 'DRK4001', severity: 'error', detail, hint };
}
