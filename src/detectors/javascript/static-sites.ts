import { APP_BUNDLERS } from './app-bundlers.ts';
import { SITE_GENERATORS } from './site-generators.ts';
import type { StaticSite } from './site-tool.ts';

/** The site generators and bundlers of Node, as data. */
export const STATIC_SITES: readonly StaticSite[] = [...SITE_GENERATORS, ...APP_BUNDLERS];
