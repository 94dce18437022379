import type { RushInstall } from '../../../src/core/model/rush-install.ts';
import { shellWord } from '../../../src/core/render/escape.ts';
import type { InstallInput, InstallPlan } from './node-install-plan.ts';

/** The folder into which `rush deploy` puts what the image needs. */
export const DEPLOYED = '/prod';

const STORE = '/root/.local/share/pnpm/store';

/** What one project needs in production: by the repository's own scenario, else by one that is made in the image. */
function deploy({ project, scenario, writes }: RushInstall): string {
  const one = `--project ${shellWord(project)}`;
  const name = scenario === undefined ? 'image' : scenario;
  const named = name === null ? '' : ` --scenario ${shellWord(name)}`;
  const made = scenario === undefined ? [`rush init-deploy ${one}${named}`] : [];
  // Older ones, such as 5.60, want the folder to be there.
  // Prisma's client lies beside the packages that Rush takes.
  const beside = writes ? [`find common/temp -name .prisma -exec cp -r --parents {} ${DEPLOYED} ';'`] : [];
  // The list of what was copied has another order each time, and with it the image another digest.
  const list = `rm ${DEPLOYED}/*-metadata.json`;
  const steps = [
    `mkdir ${DEPLOYED}`,
    ...made,
    `rush deploy ${one}${named} --target-folder ${DEPLOYED}`,
    list,
    ...beside,
  ];
  return steps.join(' \\\n    && ');
}

/**
 * Rush itself installs, as in the repository's own pipelines: it alone turns its settings into those of the package manager,
 * and knows its lockfile. Tried with 5.60, 5.100, 5.165 and 5.179, over pnpm (also with subspaces, or without workspaces) and Yarn 1.
 */
export function rush({ manager }: InstallInput, traits: RushInstall): InstallPlan {
  const isPnpm = traits.manager === 'pnpm';
  const production = deploy(traits);
  return {
    setup: `npm install --global @microsoft/rush@${manager.version ?? '5'}`,
    binaryFrom: null,
    env: { CI: 'true' },
    // Rush's own place for the store is the layer.
    ...(isPnpm ? { imageEnv: { RUSH_PNPM_STORE_PATH: STORE } } : {}),
    cache: isPnpm ? STORE : '/root/.npm',
    all: 'rush install',
    slice: traits.filters ? `rush install --to ${shellWord(traits.project)}` : 'rush install',
    production: null,
    prune: production,
    focus: null,
    focusPrune: null,
  };
}
