import type { Command } from '../../src/core/model/facts.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';

interface Program {
  readonly image: string;
  readonly file: string;
  readonly to: string;
}

/** Programs that the start command needs beside PHP, each from an image of its own. */
export function programsOf(start: Command, data: ViewInput['data']): readonly View[] {
  const rows = (data.php as { readonly programs?: Readonly<Record<string, Program>> } | undefined)?.programs ?? {};
  const words = typeof start === 'string' ? start.split(' ') : start;
  return Object.entries(rows)
    .filter(([name]) => words.includes(`--server=${name}`))
    .map(([, { image, file, to }]) => ({ image, line: [file, to] }));
}
