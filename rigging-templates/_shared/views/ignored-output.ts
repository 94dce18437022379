import type { Component } from '../../../src/core/model/app-model.ts';
import { join, type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import { homeOf } from './container.ts';
import { RUSH_LEFTOVERS } from './node-steps.ts';

/** Folder names that tools write to; anything else that an application lists may be source. */
const OUTPUT_NAMES = new Set([
  'dist',
  'build',
  'out',
  'output',
  'lib-dist',
  '.next',
  '.nuxt',
  '.output',
  '.svelte-kit',
  '_site',
  'public-dist',
]);

/** What Rush has left on the developer's machine, and the settings for publishing, which may hold a credential. */
const RUSH_IGNORED = ['common/temp', 'common/config/**/.npmrc-publish', ...RUSH_LEFTOVERS.map((name) => `**/${name}`)];

/**
 * The folders, relative to the build context, that the build in the image makes anew: leaving them out keeps
 * stale output of the developer's machine away. Only for a component that is built.
 */
export function ignoredOutput(component: Component, context: RelPath): readonly string[] {
  const { facts } = component;
  const installed = facts['runtime.install']?.rush;
  // `rush deploy` leaves out what a library's .gitignore names, and that is what was built.
  const rush = installed === undefined ? [] : [...RUSH_IGNORED, ...(installed.writes ? ['**/.gitignore'] : [])];
  if (facts['app.build'] === undefined || facts['app.outputHasSources'] === true) return rush;
  const folders = [...(facts['app.files'] ?? []).filter((path) => path.endsWith('/')), facts['app.output'] ?? ''];
  const tops = folders.map((path) => path.split('/')[0] ?? '').filter((name) => OUTPUT_NAMES.has(name));
  const output = facts['app.output'];
  const all = [...new Set([...tops, ...(output === undefined ? [] : [output])])].filter(
    (path) => path !== '' && path !== '.',
  );
  const elsewhere = facts['app.builtInto'] === undefined ? [] : [facts['app.builtInto']];
  const built = [...all.map((path) => join(homeOf(component), path)), ...elsewhere];
  return [...built.map((path) => relativeTo(path, context)).sort(), ...rush];
}
