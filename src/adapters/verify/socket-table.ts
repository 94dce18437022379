import { readFileSync } from 'node:fs';
import { UserError } from '../../core/errors/user-error.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { ContainerState } from '../../core/verify/image-facts.ts';
import { type ListeningSocket, listeningSockets } from '../../core/verify/sockets.ts';
import type { ContainerEngine } from './container-engine.ts';

const FILES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
const READ = `for (const f of ${JSON.stringify(FILES)}) try { process.stdout.write(require('fs').readFileSync(f)) } catch {}`;
const PYTHON = `import sys\nfor f in ${JSON.stringify(FILES)}:\n try: sys.stdout.write(open(f).read())\n except OSError: pass`;

/** Programs of the image that can read a file; an image without a shell mostly has its run time. */
const READERS: readonly Argv[] = [
  ['cat', ...FILES],
  ['node', '-e', READ],
  ['/nodejs/bin/node', '-e', READ],
  ['python3', '-c', PYTHON],
  ['busybox', 'cat', ...FILES],
];

/** The tables of the container's network as this machine shows them: needs an engine on it, and mostly root. */
function fromHost(state: ContainerState): string | undefined {
  if (state.pid <= 0) return undefined;
  try {
    const root = `/proc/${state.pid}`;
    // Only of a process that lives in another network than derrick itself, else the engine is on another machine.
    if (readFileSync(`${root}/net/tcp`, 'utf8') === readFileSync('/proc/self/net/tcp', 'utf8')) return undefined;
    return FILES.map((file) => readFileSync(`${root}${file.slice('/proc'.length)}`, 'utf8')).join('\n');
  } catch {
    return undefined;
  }
}

/** What listens in the container: asked inside it, else read from outside; `null` where neither can be done. */
export async function socketsOf(
  engine: ContainerEngine,
  container: string,
  state: ContainerState,
): Promise<readonly ListeningSocket[] | null> {
  for (const reader of READERS) {
    try {
      const { stdout } = await engine.exec(container, reader);
      // Without IPv6 there is one table only, and `cat` fails; what it printed counts.
      if (/local_address/.test(stdout)) return listeningSockets(stdout);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  const text = fromHost(state);
  return text === undefined ? null : listeningSockets(text);
}
