import type { DecisionOf } from '../model/evidence.ts';
import type { EnvVar } from '../model/facts.ts';

/** The names that code reads, rather than that only a file of settings holds. */
function namesRead({ chosen, others }: DecisionOf<'app.env'>): ReadonlySet<string> {
  const read = [chosen, ...others].filter(({ confidence }) => confidence === 'source' || confidence === 'declared');
  return new Set(read.flatMap(({ value }) => value.map(({ name }) => name)));
}

/**
 * The variables of files behind a web server, which has nothing to read them at run time: what code reads, its build
 * reads, and what only an example names is somebody else's.
 */
export function envOfStatic(env: readonly EnvVar[], decision: DecisionOf<'app.env'>): readonly EnvVar[] {
  const read = namesRead(decision);
  return env.flatMap((variable): readonly EnvVar[] => {
    if (variable.scope !== 'run') return [variable];
    if (!read.has(variable.name)) return [];
    return [{ ...variable, scope: variable.sensitive ? 'build-secret' : 'build-public' }];
  });
}
