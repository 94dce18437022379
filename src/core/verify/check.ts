/** The outcome of one check of `derrick verify`, as its JSON shows it. */
export interface Check {
  readonly id: CheckId;
  readonly ok: boolean;
  /** What was found, in one sentence; may go on with the container's last lines. */
  readonly detail: string;
  /** What to change; the empty string for a check that passed. */
  readonly remedy: string;
}

/** Every check, in the order of the card: those of the static half, then those of the running image. */
export const CHECK_IDS = [
  'files-parse',
  'copy-sources',
  'ports-agree',
  'users-agree',
  'health-paths-agree',
  'image-names-agree',
  'writable-paths-agree',
  'image-built',
  'environment-complete',
  'backing-services',
  'user-numeric-nonroot',
  'starts',
  'port-reachable',
  'health-path',
  'no-unexpected-writes',
  'stops-on-sigterm',
] as const;

/** The id of a check. */
export type CheckId = (typeof CHECK_IDS)[number];

/** A check that passed. */
export function passed(id: CheckId, detail: string): Check {
  return { id, ok: true, detail, remedy: '' };
}

/** A check that failed. */
export function failedCheck(id: CheckId, detail: string, remedy: string): Check {
  return { id, ok: false, detail, remedy };
}

/** A check that fails with every problem found, or passes with `fine`. */
export function checkOf(id: CheckId, problems: readonly Problem[], fine: string): Check {
  if (problems.length === 0) return passed(id, fine);
  const details = problems.map(({ detail }) => detail);
  const remedies = [...new Set(problems.map(({ remedy }) => remedy))];
  return failedCheck(id, details.join('; '), remedies.join(' '));
}

/** One thing that is wrong, and how to mend it. */
export interface Problem {
  readonly detail: string;
  readonly remedy: string;
}
