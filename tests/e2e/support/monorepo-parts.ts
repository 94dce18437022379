/** What a component is made of, and what it is not. */
export interface Part {
  readonly dir: string;
  /** The folder that the image is built from, where it is not the whole project. */
  readonly context?: string;
  /** Files of packages that the component does not depend on. */
  readonly outside: readonly string[];
  /** Manifests outside of the slice that the installation reads all the same: it runs again, and makes the same image. */
  readonly read?: readonly string[];
  /** A source file of the component, or of a library that it depends on. */
  readonly source: string;
  /** It needs no packages, so that nothing is installed. */
  readonly isBare?: true;
}

/** By fixture, then component. Manifests outside of the slice are among `outside` where the package manager allows that. */
export const MONOREPOS: Readonly<Record<string, Readonly<Record<string, Part>>>> = {
  'monorepo-npm-built': {
    hoist: {
      dir: 'services/hoist',
      outside: ['services/dust/sweep.js', 'services/dust/package.json'],
      source: 'libs/stone/src/stone.ts',
    },
    dust: { dir: 'services/dust', outside: ['libs/stone/src/stone.ts'], source: 'services/dust/sweep.js' },
  },
  'monorepo-pnpm': {
    'tide-api': {
      dir: 'apps/tide-api',
      outside: ['apps/tide-site/main.js', 'apps/tide-site/package.json'],
      source: 'packages/tide-units/lib/units.js',
    },
    'tide-site': { dir: 'apps/tide-site', outside: ['apps/tide-api/server/api.js'], source: 'apps/tide-site/main.js' },
  },
  'mono-yarn4': {
    keeper: {
      dir: 'posts/keeper',
      outside: ['parts/glass/glass.js', 'posts/signal/signal.js', 'posts/signal/package.json'],
      source: 'parts/wick/src/wick.ts',
    },
    signal: {
      dir: 'posts/signal',
      outside: ['parts/wick/src/wick.ts', 'posts/keeper/package.json'],
      source: 'parts/glass/glass.js',
    },
  },
  'mono-yarn1': {
    market: {
      dir: 'stalls/market',
      outside: ['shared/ladder/index.js', 'stalls/picker/package.json'],
      source: 'shared/basket/index.js',
    },
    picker: { dir: 'stalls/picker', outside: ['shared/basket/package.json'], source: 'stalls/picker/pick.js' },
  },
  'mono-bun': {
    stone: {
      dir: 'wheels/stone',
      outside: ['grain/oats/oats.ts', 'grain/oats/package.json', 'wheels/roller/package.json'],
      source: 'grain/rye/rye.ts',
    },
    roller: {
      dir: 'wheels/roller',
      outside: ['grain/rye/rye.ts', 'wheels/stone/package.json'],
      source: 'wheels/roller/roll.ts',
    },
  },
  'mono-turbo': {
    weft: {
      dir: 'looms/weft',
      outside: ['yarns/dye/dye.js', 'yarns/dye/package.json', 'looms/show/main.js'],
      source: 'yarns/knot/src/knot.ts',
    },
    show: {
      dir: 'looms/show',
      outside: ['yarns/knot/src/knot.ts', 'looms/weft/package.json'],
      source: 'yarns/dye/dye.js',
    },
  },
  'mono-nx': {
    queen: {
      dir: 'hives/queen',
      outside: ['combs/smoke/smoke.js', 'hives/drone/package.json'],
      source: 'combs/wax/src/wax.ts',
    },
    drone: {
      dir: 'hives/drone',
      outside: ['combs/wax/src/wax.ts', 'hives/queen/project.json'],
      source: 'combs/smoke/smoke.js',
    },
  },
  'mono-nx-inferred': {
    press: {
      dir: 'plots/press',
      outside: ['seeds/graft/src/index.ts', 'plots/stall/vite.config.mts', 'plots/stall/project.json'],
      source: 'seeds/variety/src/lib/variety.ts',
    },
    stall: {
      dir: 'plots/stall',
      outside: ['plots/press/src/press.ts', 'plots/press/project.json', 'plots/stall-e2e/project.json'],
      source: 'seeds/graft/src/index.ts',
    },
  },
  'mono-nest': {
    ticket: {
      dir: 'desks/ticket',
      outside: ['desks/boarding/src/open.ts', 'desks/siren/tsconfig.app.json'],
      source: 'planks/decks/src/index.ts',
    },
    boarding: {
      dir: 'desks/boarding',
      outside: ['planks/fares/src/fare.ts', 'desks/ticket/src/main.ts'],
      source: 'planks/decks/src/index.ts',
    },
    siren: {
      dir: 'desks/siren',
      outside: ['planks/decks/src/index.ts', 'desks/ticket/src/main.ts', 'desks/boarding/tsconfig.app.json'],
      source: 'desks/siren/src/main.ts',
    },
  },
  'mono-paths': {
    warden: {
      dir: 'huts/warden',
      outside: ['tracks/melt/src/index.ts', 'common/words.js', 'huts/bell/package.json'],
      source: 'tracks/snow/src/index.ts',
    },
    bell: {
      dir: 'huts/bell',
      outside: ['tracks/snow/src/index.ts', 'huts/warden/src/warden.ts', 'huts/warden/package.json'],
      source: 'common/words.js',
      isBare: true,
    },
  },
  'mono-served': {
    counter: { dir: 'halls/counter', outside: ['.gitignore'], source: 'halls/screen/screen.js' },
  },
  'mono-lerna': {
    rye: {
      dir: 'ovens/rye',
      outside: ['doughs/yeast/yeast.js', 'doughs/yeast/package.json', 'ovens/crumb/package.json'],
      source: 'doughs/proof/src/proof.ts',
    },
    crumb: {
      dir: 'ovens/crumb',
      outside: ['doughs/sour/src/sour.ts', 'ovens/rye/package.json'],
      source: 'ovens/crumb/scale.js',
    },
  },
  'mono-lage': {
    north: {
      dir: 'rooms/north',
      outside: ['sheets/stem/stem.js', 'rooms/south/south.js'],
      source: 'sheets/leaf/src/leaf.ts',
    },
    south: { dir: 'rooms/south', outside: ['sheets/leaf/src/leaf.ts'], source: 'sheets/stem/stem.js' },
  },
  'mono-moon': {
    full: {
      dir: 'phases/full',
      outside: ['tides/flood/flood.js', 'tides/flood/package.json', 'phases/new/moon.yml'],
      source: 'tides/ebb/src/ebb.ts',
    },
    new: {
      dir: 'phases/new',
      outside: ['tides/ebb/src/ebb.ts', 'phases/full/package.json'],
      source: 'tides/flood/flood.js',
    },
  },
  'mono-rush': {
    label: {
      dir: 'groves/label',
      outside: ['stock/worm/worm.js', 'stock/graft/src/graft.ts', 'groves/press/src/press.ts'],
      source: 'stock/seed/seed.js',
    },
    press: {
      dir: 'groves/press',
      outside: ['stock/seed/seed.js', 'groves/label/label.js', '.gitignore'],
      read: ['stock/worm/package.json', 'groves/label/package.json'],
      source: 'stock/graft/src/graft.ts',
    },
  },
  'mono-injected': {
    finch: {
      dir: 'cages/finch',
      outside: ['cages/wren/chirp.js', 'cages/wren/package.json'],
      source: 'cages/finch/sing.js',
    },
    wren: { dir: 'cages/wren', outside: ['cages/finch/package.json'], source: 'cages/wren/chirp.js' },
  },
  'pm-side-by-side': {
    bellhop: { dir: 'bellhop', context: 'bellhop', outside: ['oil/lamp/oil.js'], source: 'bellhop/ring.js' },
    lantern: {
      dir: 'lantern',
      outside: ['bellhop/ring.js', 'bellhop/package.json', 'bellhop/yarn.lock'],
      source: 'lantern/glow.js',
    },
  },
};
