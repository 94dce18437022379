import { type Container, logsOf } from './container.ts';

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
  /** Since the wait began. */
  readonly milliseconds: number;
}

/**
 * Asks until the container answers, with whatever status; redirects are not followed.
 * @throws when the container ends before, or does not answer within `limitMs`, with its last words.
 */
export async function waitForHttp(container: Container, path = '/', limitMs = 30_000): Promise<Answer> {
  const started = performance.now();
  let last = 'the container has no published port';
  while (performance.now() - started < limitMs) {
    const answer = container.url === '' ? undefined : await askOnce(new URL(path, container.url));
    if (answer !== undefined && !(answer instanceof Error)) {
      return { ...answer, milliseconds: Math.round(performance.now() - started) };
    }
    if (answer !== undefined) last = reasonOf(answer);
    if (!(await isRunning(container)))
      throw new Error(`the container ended before it answered:\n${await tailOf(container)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer at ${path} within ${limitMs} ms (${last}):\n${await tailOf(container)}`);
}

async function askOnce(url: URL): Promise<Omit<Answer, 'milliseconds'> | Error> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return { status: response.status, body: await response.text(), headers: response.headers };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function reasonOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function isRunning(container: Container): Promise<boolean> {
  const state = await container.client(['inspect', '--format', '{{.State.Running}}', container.id], true);
  return state.stdout.trim() === 'true';
}

async function tailOf(container: Container): Promise<string> {
  return (await logsOf(container)).trimEnd().split('\n').slice(-20).join('\n');
}
