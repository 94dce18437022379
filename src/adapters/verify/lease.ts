import { hostname } from 'node:os';
import type { ContainerEngine } from './container-engine.ts';

/** The labels of everything that a run of `derrick verify` makes: the id of its process, and its machine. */
const LABELS = ['derrick.verify', 'derrick.verify.host'] as const;

/** What one run made and will remove, whatever happens. */
export interface Lease {
  readonly labels: Readonly<Record<string, string>>;
  /** A name for the next container; it is removed at the end. */
  container(): string;
  /** A name for the next network; it is removed at the end. */
  network(): string;
}

/** A lease, and the function that gives everything back. */
export function newLease(engine: ContainerEngine): { readonly lease: Lease; readonly release: () => Promise<void> } {
  const containers: string[] = [];
  const networks: string[] = [];
  // The time keeps a process that got the id of a dead one from meeting its leftovers.
  const prefix = `derrick-verify-${process.pid}-${Date.now().toString(36)}`;
  const next = (list: string[], kind: string) => {
    const name = `${prefix}-${kind}${list.length + 1}`;
    list.push(name);
    return name;
  };
  return {
    lease: {
      labels: { [LABELS[0]]: String(process.pid), [LABELS[1]]: hostname() },
      container: () => next(containers, 'c'),
      network: () => next(networks, 'n'),
    },
    async release() {
      await engine.remove('container', containers);
      await engine.remove('network', networks);
      // A client that was interrupted may have left the daemon at work.
      await removeWhere(engine, (pid) => pid === process.pid);
    },
  };
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { readonly code?: string }).code === 'EPERM';
  }
}

async function removeWhere(engine: ContainerEngine, isOver: (pid: number) => boolean): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const what of ['container', 'network'] as const) {
    const found = (await engine.labelled(what, LABELS)).map((line) => line.split(' '));
    const names = found
      .filter(([, pid = '', host = '']) => host === hostname() && isOver(Number(pid)))
      .flatMap(([name]) => name ?? []);
    await engine.remove(what, names);
    removed.push(...names);
  }
  return removed;
}

/** Removes what runs of this machine left that are no longer there to do it; returns the names. */
export function removeLeftovers(engine: ContainerEngine): Promise<readonly string[]> {
  return removeWhere(engine, (pid) => !runs(pid));
}
