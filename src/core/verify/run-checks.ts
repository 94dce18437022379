import { type Check, failedCheck, passed } from './check.ts';
import type { LocalImage } from './image-facts.ts';
import { likelyReason } from './log-reasons.ts';
import type { Observation } from './observation.ts';
import { checkPort } from './port-check.ts';
import type { RunSpec } from './run-spec.ts';

const MIB = 2 ** 20;
const LAST_LINES = 12;
/** The exit code of a process that SIGKILL ended. */
const KILLED = 137;

/** Frames of a run time's own code, which hide what the application said. */
const OWN_FRAME = /^\s*at .*(?:\(node:|\bnode:internal)|^\s*\}?\s*$/;

/** The detail with the container's last lines below it. */
export function withLog(detail: string, log: readonly string[]): string {
  const lines = log
    .filter((line) => !OWN_FRAME.test(line))
    .slice(-LAST_LINES)
    .map((line) => `\n| ${line.slice(0, 300)}`);
  return lines.length === 0 ? `${detail}\n| (it printed nothing)` : `${detail}${lines.join('')}`;
}

/** The image: there, with its size and layers. */
export function checkImage(reference: string, { sizeBytes, layers }: LocalImage, seconds: number | null): Check {
  const size = sizeBytes === null ? 'unknown size' : `${(sizeBytes / MIB).toFixed(1)} MiB`;
  const time = seconds === null ? 'given' : `built in ${seconds.toFixed(1)} s`;
  return passed('image-built', `${reference}: ${size}, ${layers} layers, ${time}`);
}

/** The user: a number that is not 0, in the image and in the pod; the kubelet refuses a name with runAsNonRoot. */
export function checkUser({ user }: LocalImage, spec: RunSpec): Check {
  const id = 'user-numeric-nonroot';
  const remedy = 'End the last stage of the Dockerfile with a numeric user: USER 10001:10001.';
  const [own = ''] = user.split(':');
  if (own === '' || own === 'root' || /^0+$/.test(own)) return failedCheck(id, 'the image runs as root', remedy);
  if (!/^\d+$/.test(own)) return failedCheck(id, `the image's user is the name ${user}, not a number`, remedy);
  const [podUser = own] = (spec.user ?? user).split(':');
  if (/^0+$/.test(podUser))
    return failedCheck(id, 'the manifests run it as root', 'Set runAsUser to a number above 0.');
  return passed(id, `user ${podUser}`);
}

/** Whether it starts and stays: a server until it is stopped, a job until it is done. */
export function checkStart(seen: Observation): Check {
  const { refused, ended, log, kind } = seen;
  if (refused !== null) {
    const known = likelyReason([refused]);
    return failedCheck(
      'starts',
      known === undefined ? `the engine cannot start it: ${refused}` : `${known.detail}: ${refused}`,
      known?.remedy ?? 'Correct CMD or ENTRYPOINT of the Dockerfile.',
    );
  }
  const runsToItsEnd = kind === 'job' || kind === 'cli';
  if (ended === null) {
    const { reachedAfter } = seen;
    if (reachedAfter !== null) return passed('starts', `answers ${reachedAfter.toFixed(1)} s after its start`);
    return passed('starts', runsToItsEnd ? 'still at work' : `still runs after ${seen.waited.toFixed(0)} s`);
  }
  if (runsToItsEnd && ended.exitCode === 0) return passed('starts', `done after ${ended.seconds.toFixed(1)} s`);
  // Podman does not always tell who killed it; before it is asked to stop, nobody else does.
  if (ended.oomKilled || ended.exitCode === KILLED) {
    const how = ended.oomKilled ? 'it was killed' : `it was killed (exit code ${KILLED}), most likely`;
    return failedCheck(
      'starts',
      withLog(`${how} at the memory limit of ${Math.round(seen.memoryBytes / MIB)} MiB`, log),
      'Raise the memory limit in the manifests (--set NAME.memory=512Mi), or lower what the application uses.',
    );
  }
  const how = `it ended with exit code ${ended.exitCode ?? 'unknown'} after ${ended.seconds.toFixed(1)} s`;
  const known = likelyReason(log);
  // A command line tool without arguments mostly says how it is used.
  if (kind === 'cli' && known === undefined && (ended.exitCode ?? 9) <= 2) {
    return passed('starts', `ends with exit code ${ended.exitCode} when it gets no arguments`);
  }
  return failedCheck(
    'starts',
    withLog(known === undefined ? how : `${how}: ${known.detail}`, log),
    known?.remedy ?? 'See its last lines; a process of a Deployment must run until it is stopped.',
  );
}

/** The health path: a status that the kubelet takes for well. */
export function checkHealth({ health, healthPath, ended, log }: Observation): Check | undefined {
  if (health === null) return undefined;
  const path = healthPath ?? '/';
  if ('error' in health) {
    // It ended while it was asked: that is the finding.
    if (ended !== null) return undefined;
    if (healthPath === null)
      return passed('health-path', `none is known; the port does not speak HTTP (${health.error})`);
    const remedy = 'Let the server answer HTTP on this port, or take the health path out (--set NAME.health=).';
    return failedCheck('health-path', withLog(`${path} gives no answer: ${health.error}`, log), remedy);
  }
  const { status } = health;
  if (healthPath === null && status < 500) return passed('health-path', `none is known; / answers ${status}`);
  if (status >= 200 && status < 400) return passed('health-path', `${path} answers ${status}`);
  const reason = likelyReason(log);
  const remedy =
    status >= 500
      ? (reason?.remedy ?? 'Mend the route; it must answer 200 when the process itself is well.')
      : 'Set the path that the application really serves: --set NAME.health=/PATH, then `derrick init`.';
  const why = status >= 500 && reason !== undefined ? `: ${reason.detail}` : '';
  return failedCheck('health-path', withLog(`${path} answers ${status}${why}`, log), remedy);
}

/** The end: on the stop signal, in time, with an exit code that says so. */
export function checkStop({ stopping, log }: Observation): Check | undefined {
  if (stopping === null) return undefined;
  const { signal, exitCode, seconds, killed } = stopping;
  const id = 'stops-on-sigterm';
  if (killed) {
    return failedCheck(
      id,
      `it ignored ${signal} for ${seconds.toFixed(0)} s and had to be killed`,
      `Handle ${signal} (close the server, then exit), or start it under an init such as tini: as process 1 a program ` +
        'has no default for signals. A shell before it (CMD in shell form, npm start) swallows the signal too.',
    );
  }
  if (exitCode === 0 || exitCode === 143)
    return passed(id, `${seconds.toFixed(1)} s after ${signal}, exit code ${exitCode}`);
  return failedCheck(
    id,
    withLog(`it ended ${seconds.toFixed(1)} s after ${signal} with exit code ${exitCode}`, log),
    'End with exit code 0 (or by the signal itself, 143): anything else counts as a failed container.',
  );
}

/** All checks of one run, in the order of the card; a check that could not be made is left out. */
export function runChecks(seen: Observation): readonly Check[] {
  return [checkStart(seen), checkPort(seen), checkHealth(seen), checkStop(seen)].flatMap((check) => check ?? []);
}
