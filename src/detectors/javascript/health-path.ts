/** Last words of health paths, those that say only "the process lives" first. */
const STRONG = [
  'livez',
  'liveness',
  'healthz',
  'health',
  'healthcheck',
  'health-check',
  'health_check',
  '_health',
  'heartbeat',
];
/** Words that mean health only near the root or below a health path. */
const WEAK = ['live', 'alive', 'up', 'ping', 'ok', 'status', 'readyz', 'ready', 'readiness'];

/** Folders that hold routes for operators, so that `live` and `ready` below them mean the process. */
const OPERATORS = '_*health\\w*|status|ops|internal|system|monitoring|monitor|probes?|k8s|kube|actuator|meta|-|_';
const BELOW_HEALTH = new RegExp(`^(/[\\w-]+)*/(${OPERATORS})/(live|liveness|livez|alive)$`);
const NEAR_ROOT = new RegExp(`^(/api)?(/v\\d+)?((/[\\w-]+)?/(${OPERATORS}))?/[\\w-]+$`);

/** How well a path suits a liveness probe: the smaller the better; `undefined` for a path that is none. */
export function healthRank(path: string): number | undefined {
  if (!/^[\w./~-]+$/.test(path)) return undefined;
  if (BELOW_HEALTH.test(path)) return 0;
  const last = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const strong = STRONG.indexOf(last);
  if (strong >= 0) return 1 + strong;
  const weak = NEAR_ROOT.test(path) ? WEAK.indexOf(last) : -1;
  return weak < 0 ? undefined : 1 + STRONG.length + weak;
}

/** The best health path of some candidates; ties go to the shorter path, then to the order of the text. */
export function bestHealth<T extends { readonly path: string }>(routes: readonly T[]): T | undefined {
  let best: { readonly route: T; readonly rank: number } | undefined;
  for (const route of routes) {
    const rank = healthRank(route.path);
    if (rank === undefined) continue;
    const shorter = best?.rank === rank && route.path.length < best.route.path.length;
    if (best === undefined || rank < best.rank || shorter) best = { route, rank };
  }
  return best?.route;
}
