import type { Confidence } from '../../core/model/evidence.ts';
import type { AppKind } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import { DATA } from '../data.generated.ts';
import type { GoComponent } from './component.ts';
import { frameworkOf, listens } from './listen.ts';
import { signalHandler } from './signals.ts';

/** What a program is, and what shows it. */
export interface GoKind {
  readonly kind: AppKind;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
}

const ONCE = /^(migrat\w*|seed\w*|backfill|import|export|cleanup|setup|bootstrap)$/i;

/** Something that keeps a process going: a ticker, an endless loop, a select without cases. */
function endless({
  files,
}: GoComponent): { readonly file: RelPath; readonly line: number; readonly what: string } | undefined {
  for (const { path: file, text, packageName } of files) {
    if (packageName !== 'main') continue;
    for (const [index, line] of text.split('\n').entries()) {
      const what = /^\s*(?:for|select)\s*\{/.exec(line) ?? /time\.(?:NewTicker|Tick)\(/.exec(line);
      if (what !== null) return { file, line: index + 1, what: what[0].trim().replace(/[{(]$/, '').trim() };
    }
  }
  return undefined;
}

function importOf(
  { files }: GoComponent,
  names: readonly string[],
): { readonly file: RelPath; readonly line: number; readonly path: string } | undefined {
  for (const { path: file, imports } of files) {
    for (const { path, line } of imports.values()) {
      if (names.some((name) => path === name || path.startsWith(`${name}/`))) return { file, line, path };
    }
  }
  return undefined;
}

/** A server where it listens, a worker where it waits for work, else a program that ends. */
export function kindOf(component: GoComponent): GoKind {
  const { program, files } = component;
  const [listen] = listens(component);
  const worker = importOf(component, DATA.go.workers);
  const isQueue = worker !== undefined && /worker|consumer|queue|job|cron|scheduler/i.test(program.name);
  const framework = frameworkOf(component);
  if (listen !== undefined && !(isQueue && framework?.name === 'net/http')) {
    const { file, line } = listen;
    return { kind: 'web', file, line, confidence: 'source', because: 'it listens for connections here' };
  }
  if (worker !== undefined) {
    const { file, line, path } = worker;
    return { kind: 'worker', file, line, confidence: 'source', because: `it waits for work with ${path}` };
  }
  const main = files[0]?.path ?? program.dir;
  if (ONCE.test(program.name)) {
    return {
      kind: 'job',
      file: main,
      line: null,
      confidence: 'convention',
      because: `a program called ${program.name} runs to its end`,
    };
  }
  const handler = signalHandler(component);
  if (handler !== undefined)
    return { ...handler, kind: 'worker', confidence: 'source', because: 'it runs until a signal comes' };
  const loop = endless(component);
  if (loop !== undefined) {
    const { file, line, what } = loop;
    return { kind: 'worker', file, line, confidence: 'source', because: `it runs for ever (${what})` };
  }
  const commands = importOf(component, [
    'flag',
    'github.com/spf13/cobra',
    'github.com/urfave/cli',
    'github.com/alecthomas/kong',
  ]);
  if (commands !== undefined) {
    const { file, line, path } = commands;
    return {
      kind: 'cli',
      file,
      line,
      confidence: 'convention',
      because: `it takes its arguments with ${path} and ends`,
    };
  }
  return {
    kind: 'job',
    file: main,
    line: null,
    confidence: 'guess',
    because: 'it listens on no port and waits for nothing',
  };
}
