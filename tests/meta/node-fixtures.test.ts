import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MONOREPOS } from '../e2e/support/monorepo-parts.ts';
import { type Fixture, fixtures } from '../support/fixture.ts';

/** What case.yaml says of one component that Node or Bun builds or runs. */
interface NodeComponent {
  readonly name: string;
  readonly path?: string;
  readonly runtime?: {
    readonly language?: string;
    readonly packageManager?: { readonly name?: string; readonly version?: string } | null;
  };
}

/** The tools of monorepos by the file that shows them. */
const TOOLS: Readonly<Record<string, string>> = {
  'nx.json': 'Nx',
  'turbo.json': 'Turborepo',
  'lerna.json': 'Lerna',
  'lage.config.js': 'Lage',
  '.moon/workspace.yml': 'moon',
  'rush.json': 'Rush',
};

function nodeComponents({ case: { expect: wanted } }: Fixture): readonly NodeComponent[] {
  const components = (wanted.components ?? []) as readonly NodeComponent[];
  return components.filter(({ runtime }) => ['node', 'bun'].includes(runtime?.language ?? ''));
}

const built = fixtures('apps').filter((fixture) => fixture.case.e2e != null && nodeComponents(fixture).length > 0);

/** Of a monorepo the image is built from the root, so that its ignore file has the name of the Dockerfile. */
function isMonorepo({ dir, ...fixture }: Fixture): boolean {
  const folders = nodeComponents({ dir, ...fixture }).map(({ path }) => join(dir, 'expected/files', path ?? '.'));
  return folders.some((folder) => existsSync(join(folder, 'Dockerfile.dockerignore')));
}

const monorepos = built.filter(isMonorepo);

function managersOf(fixture: Fixture): readonly string[] {
  return nodeComponents(fixture).flatMap(({ runtime }) => {
    const { name, version } = runtime?.packageManager ?? {};
    if (name === undefined) return [];
    return name === 'pnpm' || name === 'yarn-berry' ? [`${name} ${(version ?? '').split('.')[0]}`] : [name];
  });
}

function toolOf({ app }: Fixture): string | undefined {
  return Object.entries(TOOLS).find(([file]) => existsSync(join(app, file)))?.[1];
}

(process.env.DERRICK_FIXTURES === undefined ? describe : describe.skip)(
  'the fixtures of Node that an engine builds',
  () => {
    it('are thirty at least', () => {
      expect(built.length).toBeGreaterThanOrEqual(30);
    });

    it('have each package manager, and each major line that installs in its own way', () => {
      const wanted = ['bun', 'npm', 'yarn', ...[2, 3, 4].map((major) => `yarn-berry ${major}`)];
      const pnpm = [6, 7, 8, 9, 10, 11, 12].map((major) => `pnpm ${major}`);
      expect([...new Set(built.flatMap(managersOf))].sort()).toEqual(
        expect.arrayContaining([...wanted, ...pnpm].sort()),
      );
    });

    it('have a monorepo of each tool, with two components at least', () => {
      const several = monorepos.filter(({ case: { e2e } }) => Object.keys(e2e?.components ?? {}).length >= 2);
      expect([...new Set(several.flatMap((fixture) => toolOf(fixture) ?? []))].sort()).toEqual(
        Object.values(TOOLS).sort(),
      );
    });

    it('have, for each component of a monorepo, files whose change the engine must or must not notice', () => {
      const components = monorepos.map(({ name, case: { e2e } }) => [name, Object.keys(e2e?.components ?? {}).sort()]);
      const parts = Object.entries(MONOREPOS).map(([name, of]) => [name, Object.keys(of).sort()]);
      expect(Object.fromEntries(parts)).toEqual(Object.fromEntries(components));
    });
  },
);
