import type { EndToEnd, Question } from '../../support/fixture.ts';
import { type Container, logsOf, type Restrictions, withContainer } from './container.ts';
import { waitForHttp } from './http.ts';

const ANSWER_MS = 60_000;

/** How one image is run to be asked; `name` is that of its log. */
export type Asked = Restrictions & { readonly name: string };

/** One further question: the link is taken as a browser would take it from the first page. */
async function askFurther(container: Container, page: string, question: Question): Promise<void> {
  const { path, linked, status, contains = '', headers = {} } = question;
  const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
  const target = path ?? links.find((link) => linked !== undefined && new RegExp(linked).test(link));
  if (target === undefined) throw new Error(`no link fits ${linked ?? ''}:\n${page}`);
  const answer = await waitForHttp(container, target);
  const told = Object.fromEntries(Object.keys(headers).map((name) => [name, answer.headers.get(name)]));
  const body = answer.body.includes(contains) ? 'as expected' : answer.body;
  expect({ target, status: answer.status, body, headers: told }).toEqual({
    target,
    status,
    body: 'as expected',
    headers,
  });
}

/** Asks a server for the content that only its own code knows. */
export async function ask(image: string, options: Asked, { http, also = [] }: EndToEnd): Promise<void> {
  if (http === null) return;
  await withContainer(image, options, async (container) => {
    const { status, body } = await waitForHttp(container, http.path, ANSWER_MS);
    const content = body.includes(http.contains ?? '') ? 'as expected' : body;
    expect({ status, content }).toEqual({ status: http.status, content: 'as expected' });
    for (const question of also) await askFurther(container, body, question);
  });
}

/** Runs a program to its end, with no more rights than a pod would have. */
export async function ends(image: string, options: Asked, run: NonNullable<EndToEnd['run']>): Promise<void> {
  const { args, prints, exit } = run;
  await withContainer(image, { ...options, command: args }, async (container) => {
    const { stdout } = await container.client(['wait', container.id]);
    const log = await logsOf(container);
    expect({ exit: Number(stdout.trim()), log: log.includes(prints) ? prints : log }).toEqual({ exit, log: prints });
  });
}
