import type { RelPath } from '../../core/model/paths.ts';

/** One word of a go.mod file with its line, from 1. */
export interface ModWord {
  readonly text: string;
  readonly line: number;
}

/** One `require` line. */
export interface ModRequire extends ModWord {
  readonly version: string;
  readonly isIndirect: boolean;
}

/** One `replace` line; `to` begins with `./` or `../` where it is a folder. */
export interface ModReplace extends ModWord {
  readonly to: string;
}

/** What is wrong in a go.mod file, and where. */
export interface ModProblem {
  readonly line: number;
  readonly why: string;
}

/** What a go.mod or go.work file says. */
export interface ModFile {
  readonly path: RelPath;
  readonly module: ModWord | undefined;
  readonly go: ModWord | undefined;
  readonly toolchain: ModWord | undefined;
  readonly requires: readonly ModRequire[];
  readonly replaces: readonly ModReplace[];
  /** The `use` lines of a go.work file. */
  readonly uses: readonly ModWord[];
  readonly problems: readonly ModProblem[];
}

const VERBS = new Set([
  'module',
  'go',
  'toolchain',
  'godebug',
  'require',
  'exclude',
  'replace',
  'retract',
  'tool',
  'ignore',
  'use',
]);

/** The words of one line and its comment; a quoted word loses its quotes. */
function wordsOf(line: string): { readonly words: readonly string[]; readonly comment: string } | undefined {
  const words: string[] = [];
  let rest = line.trimStart();
  while (rest !== '' && !rest.startsWith('//')) {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|(=>|[()[\],])|((?:(?!\/\/|=>)[^\s()[\],"`])+))/.exec(rest);
    if (match === null) return undefined;
    words.push(match.slice(1).find((part) => part !== undefined) ?? '');
    rest = rest.slice(match[0].length).trimStart();
  }
  return { words, comment: rest };
}

interface Draft {
  module: ModWord | undefined;
  go: ModWord | undefined;
  toolchain: ModWord | undefined;
  readonly requires: ModRequire[];
  readonly replaces: ModReplace[];
  readonly uses: ModWord[];
  readonly problems: ModProblem[];
}

function take(draft: Draft, verb: string, words: readonly string[], line: number, comment: string): void {
  const [first, second] = words;
  if (first === undefined) {
    draft.problems.push({ line, why: `"${verb}" names nothing` });
    return;
  }
  const word = { text: first, line };
  if (verb === 'module' || verb === 'go' || verb === 'toolchain') {
    if (words.length > 1) draft.problems.push({ line, why: `"${verb}" takes one word` });
    else if (draft[verb] !== undefined) draft.problems.push({ line, why: `"${verb}" stands here a second time` });
    else draft[verb] = word;
  } else if (verb === 'use') {
    draft.uses.push(word);
  } else if (verb === 'require') {
    if (second === undefined) draft.problems.push({ line, why: `the requirement of ${first} names no version` });
    else draft.requires.push({ ...word, version: second, isIndirect: /^\/\/\s*indirect\b/.test(comment) });
  } else if (verb === 'replace') {
    const arrow = words.indexOf('=>');
    const to = arrow < 1 ? undefined : words[arrow + 1];
    if (to === undefined) draft.problems.push({ line, why: 'a replacement is written "old => new"' });
    else draft.replaces.push({ ...word, to });
  }
}

/**
 * Reads a go.mod or go.work file: directives on one line or in a block of parentheses. Syntax errors become problems.
 * Source: https://go.dev/ref/mod#go-mod-file
 */
export function parseGoMod(path: RelPath, text: string): ModFile {
  const draft: Draft = {
    module: undefined,
    go: undefined,
    toolchain: undefined,
    requires: [],
    replaces: [],
    uses: [],
    problems: [],
  };
  let block: ModWord | undefined;
  for (const [index, source] of text.split('\n').entries()) {
    const line = index + 1;
    const read = wordsOf(source);
    if (read === undefined) {
      draft.problems.push({ line, why: 'a quote is not closed' });
      continue;
    }
    const { words, comment } = read;
    const [verb, ...rest] = words;
    if (verb === undefined) continue;
    if (block !== undefined) {
      if (verb === ')') block = undefined;
      else take(draft, block.text, words, line, comment);
    } else if (!VERBS.has(verb)) {
      draft.problems.push({
        line,
        why: `"${verb}" is no directive of a ${path.endsWith('.work') ? 'go.work' : 'go.mod'} file`,
      });
    } else if (rest[0] === '(' && rest.length === 1) {
      block = { text: verb, line };
    } else {
      take(draft, verb, rest, line, comment);
    }
  }
  if (block !== undefined) draft.problems.push({ line: block.line, why: `the block of "${block.text}" is not closed` });
  if (draft.module === undefined && path.endsWith('.mod') && draft.problems.length === 0) {
    draft.problems.push({ line: 1, why: 'no module directive' });
  }
  return { path, ...draft };
}
