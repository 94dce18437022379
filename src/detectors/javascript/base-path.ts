import { urlPath } from '../../core/model/url-path.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { frameworkOf } from './framework-of.ts';
import { perComponent } from './memo.ts';
import { siteBase } from './site-output.ts';
import { type SettingSource, type Told, toldByConfig } from './site-setting.ts';
import { STATIC_SITES } from './static-sites.ts';

const VITE: SettingSource = { stem: 'vite.config', keys: ['base'] };

/** Where the frameworks that contain others are told the path below which they answer. */
const BASES: Readonly<Record<string, readonly SettingSource[]>> = {
  nextjs: [{ stem: 'next.config', keys: ['basePath'] }],
  nuxt: [{ stem: 'nuxt.config', keys: ['app', 'baseURL'] }],
  nitro: [{ stem: 'nitro.config', keys: ['baseURL'] }],
  sveltekit: [
    { stem: 'svelte.config', keys: ['kit', 'paths', 'base'] },
    { plugin: '@sveltejs/kit/vite', keys: ['paths', 'base'] },
  ],
  waku: [{ stem: 'waku.config', keys: ['basePath'] }],
  qwik: [VITE],
  astro: [{ stem: 'astro.config', keys: ['base'] }],
  'react-router': [{ stem: 'react-router.config', keys: ['basename'] }, VITE],
  remix: [{ plugin: '@remix-run/dev', keys: ['basename'] }, VITE],
  analog: [VITE],
  'tanstack-start': [VITE],
};

/** The path below which a site or a server with a framework answers; `undefined` for the root. */
export const basePathOf = perComponent((scope: Scope): Told | undefined => {
  const id = frameworkOf(scope)?.framework.id ?? '';
  const site = STATIC_SITES.find((one) => one.id === id);
  if (site !== undefined) return siteBase(scope, site);
  const told = toldByConfig(scope, Object.hasOwn(BASES, id) ? (BASES[id] ?? []) : []);
  const value = told && urlPath(told.value);
  return told === undefined || value === undefined ? undefined : { ...told, value };
});
