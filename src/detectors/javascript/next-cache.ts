import type { Claim } from '../../core/model/detector.ts';
import type { Ground } from './framework-claims.ts';

/**
 * The cache of Next.js in the folder of its build: kept from one build to the next, out of the image, and written again
 * by the server for pages and images. Source: https://nextjs.org/docs/app/guides/ci-build-caching
 */
export function* cacheClaims(dist: string, ground: Ground): Iterable<Claim<'application'>> {
  const at = { ...ground, confidence: 'convention' } as const;
  const value = [`${dist}/cache`];
  yield { field: 'app.writable', value, ...at, because: 'Next.js caches pages and images there' };
  yield { field: 'app.buildCaches', value, ...at, because: 'next build keeps there what the next build can use' };
}
