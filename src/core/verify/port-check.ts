import { type Check, failedCheck, passed } from './check.ts';
import { likelyReason } from './log-reasons.ts';
import type { Observation } from './observation.ts';
import type { ListeningSocket } from './sockets.ts';

const ID = 'port-reachable';

function shown(sockets: readonly ListeningSocket[]): string {
  return sockets.map(({ port, scope }) => (scope === 'loopback' ? `127.0.0.1:${port}` : `${port}`)).join(', ');
}

/** Whether the port answers on the container's own address; says what listens where when it does not. */
export function checkPort({
  port,
  reachedAfter,
  waited,
  sockets,
  ended,
  refused,
  log,
}: Observation): Check | undefined {
  if (port === null) return undefined;
  if (reachedAfter !== null) return passed(ID, `${port}, ${reachedAfter.toFixed(1)} s after the start`);
  // Whoever has ended listens nowhere: that it ended is the finding.
  if (ended !== null || refused !== null) return undefined;
  const own = sockets?.find((socket) => socket.port === port);
  if (own?.scope === 'loopback') {
    return failedCheck(
      ID,
      `the server listens on 127.0.0.1:${port} only, so nobody outside the container reaches it`,
      `Let it listen on 0.0.0.0: many servers have a host option or read HOST; --env HOST=0.0.0.0 shows whether it does.`,
    );
  }
  if (sockets !== null && sockets.length > 0) {
    return failedCheck(
      ID,
      `nothing listens on ${port}; the process listens on ${shown(sockets)}`,
      `Let it read its port from PORT, or say the right one: --set NAME.port=${sockets[0]?.port}, then \`derrick init\`.`,
    );
  }
  const known = likelyReason(log);
  const reason = known === undefined ? '' : `: ${known.detail}`;
  const what = sockets === null ? `port ${port} does not answer` : 'the process listens on no port';
  return failedCheck(
    ID,
    `${what} after ${waited.toFixed(0)} s${reason}`,
    known?.remedy ?? 'See its log; give it more time with --timeout SECONDS if it starts slowly.',
  );
}
