import { type RelPath, relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { folderBelow } from './site-output.ts';
import { buildUses, type SettingSource, type Told, toldByConfig, toldByScript } from './site-setting.ts';

/** What a preset of Nitro makes: a server for Node or Bun, files, or something for a platform. */
export type PresetKind = 'server' | 'files' | 'platform';

/** Where the frameworks on Nitro name its preset. */
const SOURCES: readonly SettingSource[] = [
  { stem: 'nuxt.config', keys: ['nitro', 'preset'] },
  { stem: 'nitro.config', keys: ['preset'] },
  { stem: 'app.config', keys: ['server', 'preset'] },
  { plugin: 'nitro/vite', keys: ['preset'] },
  { plugin: '@analogjs/platform', keys: ['nitro', 'preset'] },
];

/** Where they name the folder of the whole build. */
const OUTPUT: readonly SettingSource[] = [
  { stem: 'nuxt.config', keys: ['nitro', 'output', 'dir'] },
  { stem: 'nitro.config', keys: ['output', 'dir'] },
];
/** Where they name the folder of the pages and files. */
const PAGES: readonly SettingSource[] = [
  { stem: 'nuxt.config', keys: ['nitro', 'output', 'publicDir'] },
  { stem: 'nitro.config', keys: ['output', 'publicDir'] },
];

const PROGRAMS = ['nuxt', 'nuxi', 'nitro', 'nitropack', 'vinxi', 'vite'] as const;

/** The preset that the project states: with its build script, else in its configuration. */
export function nitroPreset(scope: Scope): (Told & { readonly kind: PresetKind }) | undefined {
  const uses = PROGRAMS.flatMap((program) => buildUses(scope, [program, 'build']));
  const scripted = uses.flatMap((use) => toldByScript(use, ['--preset'], 'NITRO_PRESET') ?? [])[0];
  const told = scripted ?? toldByConfig(scope, SOURCES);
  return told && { ...told, kind: kindOf(told.value.replaceAll('_', '-')) };
}

/** Source: https://nitro.build/deploy */
function kindOf(preset: string): PresetKind {
  if (/^(node|node-server|node-cluster|bun)$/.test(preset)) return 'server';
  return /^(static|github-pages|gitlab-pages)$/.test(preset) ? 'files' : 'platform';
}

/** The folder that Nitro writes pages and files to. Source: https://nitro.build/config#output */
export function nitroPages(scope: Scope): RelPath {
  const pages = toldByConfig(scope, PAGES);
  const output = toldByConfig(scope, OUTPUT);
  const folder =
    pages === undefined ? folderBelow(scope, output?.value ?? '.output', 'public') : folderBelow(scope, pages.value);
  return folder ?? relPath('.output/public');
}
