/** Process groups that derrick started and that may still run, by the id of their leader. */
const running = new Set<number>();

/** Remembers a group, so that it does not outlive derrick, whatever ends it. */
export function rememberGroup(leader: number): void {
  if (running.size === 0) process.on('exit', killRemembered);
  running.add(leader);
}

/** Forgets a group that has ended. */
export function forgetGroup(leader: number): void {
  running.delete(leader);
  if (running.size === 0) process.off('exit', killRemembered);
}

/** Sends a signal to every process of the group; false when none is left. Signal 0 only asks. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

function killRemembered(): void {
  for (const leader of running) signalGroup(leader, 'SIGKILL');
}
