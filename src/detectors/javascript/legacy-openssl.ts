import semver from 'semver';
import type { KnownFacts } from '../../core/model/detector.ts';
import type { Argv, Command } from '../../core/model/facts.ts';
import { shellLine } from '../../core/render/escape.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { lockedVersion } from './locked-version.ts';
import { nodeProject } from './node-project.ts';

/** Tools that build with webpack up to version 4 below this major. */
const WEBPACK_FOUR: Readonly<Record<string, number>> = {
  webpack: 5,
  'react-scripts': 5,
  '@vue/cli-service': 5,
  gatsby: 3,
  'nuxt-edge': 3,
};

/** The dependency that brings webpack 4, which hashes with MD4; `undefined` where none does. */
function oldWebpack(scope: Scope, known: KnownFacts): string | undefined {
  const dependencies = nodeProject(scope)?.dependencies ?? new Map<string, string>();
  return Object.keys(WEBPACK_FOUR).find((name) => {
    const range = dependencies.get(name);
    const version = range === undefined ? null : lockedVersion(scope, known, name, range);
    return version !== null && semver.major(version) < (WEBPACK_FOUR[name] ?? 0);
  });
}

/**
 * The build command with the option without which webpack 4 cannot hash on Node 17 and newer, whose OpenSSL 3 has no MD4.
 * Source: https://github.com/webpack/webpack/issues/14532
 */
export function withLegacyOpenssl(
  scope: Scope,
  known: KnownFacts,
  build: Argv,
): { readonly command: Command; readonly via?: string } {
  const major = Number.parseInt(known.get('runtime.version')?.resolved ?? '', 10);
  const via = known.get('runtime.language') === 'node' && major >= 17 ? oldWebpack(scope, known) : undefined;
  const scripts = [...(nodeProject(scope)?.manifest.scripts.values() ?? [])];
  const said = scripts.some((text) => text.includes('openssl-legacy-provider'));
  if (via === undefined || said) return { command: build };
  return { command: `NODE_OPTIONS=--openssl-legacy-provider ${shellLine(build)}`, via };
}
