import type { Scope } from '../../core/workspace/scope.ts';

/** One process of a Procfile. */
export interface ProcfileLine {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/**
 * The processes of the component's Procfile in their order, and the one that the image starts by itself: `web`, else
 * `worker`, else the first that is no release. Source: https://devcenter.heroku.com/articles/procfile
 */
export function procfileLines(scope: Scope): {
  readonly lines: readonly ProcfileLine[];
  readonly main: ProcfileLine | undefined;
} {
  const lines: ProcfileLine[] = [];
  for (const [at, line] of (scope.text(scope.at('Procfile'))?.text.split('\n') ?? []).entries()) {
    const [, name, text] = /^([A-Za-z0-9_-]+):\s*(.+?)\s*$/.exec(line) ?? [];
    if (name !== undefined && text !== undefined) lines.push({ name, text, line: at + 1 });
  }
  const main =
    lines.find(({ name }) => name === 'web') ??
    lines.find(({ name }) => name === 'worker') ??
    lines.find(({ name }) => name !== 'release');
  return { lines, main };
}
