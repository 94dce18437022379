import type { ChildProcess } from 'node:child_process';
import type { ExecStep } from '../core/model/exec.ts';
import type { RunOptions } from './exec.ts';
import { signalGroup } from './process-group.ts';

/** Ends the group on a timeout or an abort, and knows which of them it was. */
export function stopper(child: ChildProcess, step: ExecStep, options: RunOptions) {
  const grace = options.graceMs ?? 5000;
  const why = { timedOut: false, aborted: false };
  let forced: NodeJS.Timeout | undefined;
  const stop = (reason: 'timedOut' | 'aborted') => {
    if (child.pid === undefined || why.timedOut || why.aborted) return;
    why[reason] = true;
    const { pid } = child;
    signalGroup(pid, 'SIGTERM');
    forced = setTimeout(() => signalGroup(pid, 'SIGKILL'), grace);
  };
  const onAbort = () => stop('aborted');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = step.timeoutMs === undefined ? undefined : setTimeout(() => stop('timedOut'), step.timeoutMs);
  return {
    why: () => why,
    /** After a stop: waits until no process of the group is left (one that nobody reaps counts for a moment only). */
    async settled(): Promise<void> {
      if (forced === undefined || child.pid === undefined) return;
      const latest = performance.now() + grace + 500;
      while (signalGroup(child.pid, 0) && performance.now() < latest) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    release(): void {
      clearTimeout(timer);
      clearTimeout(forced);
      options.signal?.removeEventListener('abort', onAbort);
    },
  };
}
