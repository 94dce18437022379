import type { Scope } from '../../core/workspace/scope.ts';
import { configOf } from './hocon-files.ts';

/**
 * True where Play answers whatever host a request names. Probes name the pod's address, which its filter otherwise
 * refuses. Source: https://www.playframework.com/documentation/latest/AllowedHostsFilter
 */
export function playAnswersProbes(scope: Scope): boolean {
  const config = configOf(scope);
  const allowed = config.get('play.filters.hosts.allowed')?.some(({ value }) => value === '.') === true;
  const off = config.get('play.filters.disabled')?.some(({ value }) => value.endsWith('AllowedHostsFilter')) === true;
  return allowed || off || config.get('play.http.filters')?.at(-1)?.value.endsWith('NoHttpFilters') === true;
}
