import { readFileSync } from 'node:fs';

/** The lockfiles below `locks/`, each written by the real package manager for the same workspace. */
export const LOCKS = {
  npm: 'package-lock.json',
  pnpm7: 'pnpm-lock.yaml',
  pnpm8: 'pnpm-lock.yaml',
  pnpm9: 'pnpm-lock.yaml',
  yarn1: 'yarn.lock',
  berry: 'yarn.lock',
  bun: 'bun.lock',
} as const;

/** A folder below `locks/`. */
export type LockName = keyof typeof LOCKS;

/** The specifier with which `till` asks for its sibling, as each package manager wants it. */
const SIBLING: Readonly<Record<LockName, string>> = {
  npm: '*',
  pnpm7: 'workspace:*',
  pnpm8: 'workspace:*',
  pnpm9: 'workspace:*',
  yarn1: '1.0.0',
  berry: 'workspace:*',
  bun: 'workspace:*',
};

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The workspace that the lockfiles were written for, with one of them. */
export function market(lock: LockName): Record<string, string> {
  const text = readFileSync(new URL(`./locks/${lock}/${LOCKS[lock]}`, import.meta.url), 'utf8');
  const pnpm = lock.startsWith('pnpm') ? { 'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n' } : {};
  return {
    ...pnpm,
    [LOCKS[lock]]: text,
    'package.json': pretty({
      name: 'market',
      private: true,
      workspaces: ['apps/*', 'packages/*'],
      dependencies: { ms: '^2.1.0', '@hapi/hoek': '^11.0.0' },
      devDependencies: { semver: '^7.5.0' },
    }),
    'apps/till/package.json': pretty({
      name: 'till',
      version: '1.0.0',
      dependencies: { bcrypt: '^6.0.0', '@market/ui': SIBLING[lock] },
      optionalDependencies: { fsevents: '^2.3.0' },
    }),
    'packages/ui/package.json': pretty({
      name: '@market/ui',
      version: '1.0.0',
      dependencies: { picocolors: '^1.0.0' },
    }),
  };
}
