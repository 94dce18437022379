import type { RelPath } from '../model/paths.ts';
import { execForm } from '../render/escape.ts';
import { type Instruction, instructions } from '../render/verify/dockerfile.ts';
import type { Suggestion } from './suggestion.ts';

/** A shell line that needs no shell: plain words only. */
const PLAIN_WORDS = /^[\w@%+=:,./-]+( +[\w@%+=:,./-]+)*$/;

/** The numbers of users that official images have by name. */
const KNOWN_USERS: Readonly<Record<string, string>> = { node: '1000:1000', nobody: '65534:65534' };

const ASSIGNMENT = /^\w+=/;

/** What the last stage says of the port and the language; enough for a health check without further tools. */
interface Stage {
  readonly instructions: readonly Instruction[];
  /** The line after the last instruction. */
  readonly end: number;
}

function lastStage(text: string): Stage {
  const all = instructions(text);
  const start = all.findLastIndex(({ keyword }) => keyword === 'FROM');
  const trimmed = text.replace(/\n+$/, '');
  return { instructions: all.slice(Math.max(0, start)), end: trimmed.split('\n').length + 1 };
}

/** How many lines an instruction takes, continuation and comments between included. */
function height(text: string, { line }: Instruction): number {
  const lines = text.split('\n');
  let end = line - 1;
  while (
    end < lines.length - 1 &&
    (/\\\s*$/.test(lines[end] ?? '') || (end > line - 1 && /^\s*#/.test(lines[end] ?? '')))
  )
    end += 1;
  return end - line + 2;
}

function* execForms(text: string, { instructions: stage }: Stage, file: RelPath): Iterable<Suggestion> {
  for (const one of stage) {
    if ((one.keyword !== 'CMD' && one.keyword !== 'ENTRYPOINT') || one.rest.startsWith('[')) continue;
    const isPlain = PLAIN_WORDS.test(one.rest) && !ASSIGNMENT.test(one.rest);
    const argv = isPlain ? one.rest.split(/ +/) : ['sh', '-c', `exec ${one.rest}`];
    if (!isPlain && /[;&|]|^exec /.test(one.rest)) continue;
    yield {
      id: `exec-form-${one.keyword.toLowerCase()}`,
      rule: 'D10',
      file,
      line: one.line,
      title: `${one.keyword} in exec form, so that the process gets SIGTERM itself`,
      edits: [{ line: one.line, remove: height(text, one), insert: [`${one.keyword} ${execForm(argv)}`] }],
    };
  }
}

function* users(text: string, { instructions: stage, end }: Stage, file: RelPath): Iterable<Suggestion> {
  const user = stage.findLast(({ keyword }) => keyword === 'USER');
  if (/^[1-9]\d{3,}(:\d+)?$/.test(user?.rest ?? '')) return;
  const command = stage.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  const place = user?.line ?? command?.line ?? end;
  const title =
    user === undefined
      ? 'a numeric user other than root: check that it may read what it needs'
      : 'a numeric user, which kubelet can tell from root: check that the files belong to it';
  const remove = user === undefined ? 0 : height(text, user);
  const name = user?.rest ?? '';
  const number = Object.hasOwn(KNOWN_USERS, name) ? KNOWN_USERS[name] : '10001:10001';
  yield {
    id: 'numeric-user',
    rule: 'D09',
    file,
    line: place,
    title,
    edits: [{ line: place, remove, insert: [`USER ${number}`] }],
  };
}

function* healthChecks(
  { instructions: stage, end }: Stage,
  file: RelPath,
  health: string | null,
): Iterable<Suggestion> {
  if (stage.some(({ keyword }) => keyword === 'HEALTHCHECK') || health === null || !/^\/[\w./-]*$/.test(health)) return;
  const port = /^(\d+)/.exec(stage.findLast(({ keyword }) => keyword === 'EXPOSE')?.rest ?? '')?.[1];
  const from = stage[0]?.rest ?? '';
  if (port === undefined || !/(^|\/)node([:@\s]|$)/.test(from)) return;
  const code = `fetch('http://127.0.0.1:${port}${health}').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`;
  const command = stage.find(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  const line = command?.line ?? end;
  const insert = [`HEALTHCHECK --start-period=10s CMD ${execForm(['node', '-e', code])}`];
  yield {
    id: 'health-check',
    rule: 'D22',
    file,
    line,
    title: `a health check that asks ${health}`,
    edits: [{ line, remove: 0, insert }],
  };
}

function* baseImages(text: string, file: RelPath, image: string | null): Iterable<Suggestion> {
  const stages = new Set<string>(['scratch']);
  for (const one of instructions(text).filter(({ keyword }) => keyword === 'FROM')) {
    const [, name = '', , stage] = /^(?:--\S+\s+)*(\S+)(\s+AS\s+(\S+))?/i.exec(one.rest) ?? [];
    const [repository] = name.replace(/:latest$/, '').split('@');
    const isOpen = !stages.has(name) && !name.includes('$') && !/:[^/]+$/.test(name.replace(/:latest$/, ''));
    if (stage !== undefined) stages.add(stage);
    // Only the tag that detection chose for the same image is known to exist.
    if (!isOpen || image === null || image.split(':')[0] !== repository || name.includes('@')) continue;
    const insert = [`FROM ${one.rest.replace(name, image)}`];
    const edits = [{ line: one.line, remove: height(text, one), insert }];
    yield {
      id: `base-image-${one.line}`,
      rule: 'D05',
      file,
      line: one.line,
      title: `the base image ${image} in place of one that moves`,
      edits,
    };
  }
}

/** What is known of the component that a Dockerfile is for. */
export interface DockerfileContext {
  /** The base image that detection chose. */
  readonly image: string | null;
  readonly health: string | null;
}

/** Improvements of a Dockerfile (LF line ends) that is not derrick's. */
export function dockerfileSuggestions(text: string, file: RelPath, context: DockerfileContext): readonly Suggestion[] {
  const stage = lastStage(text);
  if (stage.instructions[0]?.keyword !== 'FROM') return [];
  return [
    ...baseImages(text, file, context.image),
    ...users(text, stage, file),
    ...healthChecks(stage, file, context.health),
    ...execForms(text, stage, file),
  ];
}
