import { INSTRUCTION_RULES } from './dockerfile-rules.ts';
import { isTagged } from './image-name.ts';
import type { Breach } from './verify.ts';

/** One instruction with the line on which it begins. */
export interface Instruction {
  readonly keyword: string;
  readonly rest: string;
  readonly line: number;
}

/** Splits a Dockerfile into instructions: comments dropped, continued lines joined. Not for heredocs, which derrick never writes. */
export function instructions(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let pending = '';
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (pending === '') start = index + 1;
    pending += pending === '' ? line.trim() : ` ${line.trim()}`;
    if (pending.endsWith('\\')) {
      pending = pending.slice(0, -1).trimEnd();
      continue;
    }
    const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(pending) ?? [];
    found.push({ keyword: keyword.toUpperCase(), rest, line: start });
    pending = '';
  }
  return found;
}

function breach(rule: string, { line }: Instruction, message: string): Breach {
  return { rule, line, message };
}

function stageProblems(all: readonly Instruction[]): readonly Breach[] {
  const stages = new Set<string>();
  const problems: Breach[] = [];
  for (const one of all) {
    if (one.keyword === 'FROM') {
      const [, image = '', , name] = /^(?:--\S+\s+)*(\S+)(\s+AS\s+(\S+))?/i.exec(one.rest) ?? [];
      if (!stages.has(image) && image !== 'scratch' && !isTagged(image)) {
        problems.push(breach('D05', one, `the base image ${image} has no explicit tag`));
      }
      if (name !== undefined) stages.add(name);
    }
    const from = /--from=(\S+)/.exec(one.keyword === 'COPY' ? one.rest : '')?.[1];
    if (from !== undefined && !stages.has(from) && !/[:@]/.test(from)) {
      problems.push(breach('stages', one, `COPY --from=${from} names no stage`));
    }
  }
  return problems;
}

function lastStageProblems(all: readonly Instruction[]): readonly Breach[] {
  const start = all.findLastIndex(({ keyword }) => keyword === 'FROM');
  const last = all.slice(start);
  const end = last.at(-1) ?? { keyword: '', rest: '', line: 1 };
  const problems: Breach[] = [];
  const user = last.findLast(({ keyword }) => keyword === 'USER');
  const uid = Number(/^(\d+)(:\d+)?$/.exec(user?.rest ?? '')?.[1] ?? 0);
  if (uid < 1000) problems.push(breach('D09', user ?? end, 'the last USER must be a numeric user of 1000 or more'));
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    const found = last.filter((one) => one.keyword === keyword);
    if (found.length > 1) problems.push(breach('D10', found[1] ?? end, `there is more than one ${keyword}`));
    for (const one of found) {
      if (!one.rest.startsWith('[')) problems.push(breach('D10', one, `${keyword} must be in exec form`));
    }
  }
  if (!last.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT')) {
    problems.push(breach('D10', end, 'the last stage has no CMD'));
  }
  for (const one of last) {
    if (one.keyword === 'COPY' && /^(--\S+\s+)*\.\s/.test(one.rest) && !one.rest.includes('--from=')) {
      problems.push(breach('D17', one, 'the last stage must copy named paths'));
    }
  }
  return problems;
}

/** The rules of a Dockerfile that can be read from its text (ids of docs/reference/checks.md). */
export function dockerfileProblems(text: string): readonly Breach[] {
  const all = instructions(text);
  if (all[0] === undefined) return [{ rule: 'dockerfile-syntax', line: 1, message: 'the file is empty' }];
  const single = all.flatMap((one) =>
    INSTRUCTION_RULES.filter(({ on, isBroken }) => on.includes(one.keyword) && isBroken(one.rest)).map(
      ({ rule, message }) => breach(rule, one, message),
    ),
  );
  return [...stageProblems(all), ...lastStageProblems(all), ...single];
}
