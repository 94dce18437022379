import type { Component } from '../../src/core/model/app-model.ts';
import { basename } from '../../src/core/model/paths.ts';
import type { JsonValue } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';

/** The stage in which Node builds styles and scripts. */
export interface Assets {
  readonly image: string;
  readonly manifests: readonly string[];
  readonly install: string;
  readonly build: string;
}

const LOCKS: readonly (readonly [lockfile: string, install: string])[] = [
  ['package-lock.json', 'npm ci'],
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install --frozen-lockfile'],
];

/** `undefined` where no front end is built. The lockfile is known by the files of the installation. */
export function assetsOf({ facts }: Component, data: Readonly<Record<string, JsonValue>>): Assets | undefined {
  const build = facts['app.build'];
  if (build === undefined) return undefined;
  const files = (facts['runtime.installFiles'] ?? []).map(basename);
  const [lockfile, install] = LOCKS.find(([name]) => files.includes(name)) ?? [undefined, 'npm install'];
  const major = (data.node as { readonly default?: number } | undefined)?.default ?? 24;
  const manifests = ['package.json', ...(lockfile === undefined ? [] : [lockfile]), './'];
  return {
    image: `node:${major}-trixie-slim`,
    manifests,
    install,
    build: typeof build === 'string' ? build : shellLine(build),
  };
}
