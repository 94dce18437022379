import { instructions } from '../render/verify/dockerfile.ts';
import type { Keys, Place } from '../render/verify/documents.ts';

/** An image that a file names, with its line. */
export interface NamedImage {
  readonly image: string;
  readonly line: number;
}

/** The images that a Dockerfile takes from elsewhere: `FROM` and `COPY --from`, without stages and `scratch`. */
export function dockerfileImages(text: string): readonly NamedImage[] {
  const stages = new Set<string>(['scratch']);
  const found: NamedImage[] = [];
  for (const { keyword, rest, line } of instructions(text)) {
    if (keyword === 'FROM') {
      const [, image = '', , name] = /^(?:--\S+\s+)*(\S+)(\s+AS\s+(\S+))?/i.exec(rest) ?? [];
      if (!stages.has(image)) found.push({ image, line });
      if (name !== undefined) stages.add(name);
    }
    const from = keyword === 'COPY' ? /--from=(\S+)/.exec(rest)?.[1] : undefined;
    if (from !== undefined && !stages.has(from)) found.push({ image: from, line });
  }
  return found;
}

/** The images that a YAML document names: the text at any key `image`, and its `name` where it is a map. */
export function documentImages(place: Place): readonly NamedImage[] {
  const found: NamedImage[] = [];
  const visit = (value: unknown, keys: Keys): void => {
    if (typeof value !== 'object' || value === null || keys.length > 40) return;
    for (const [key, child] of Object.entries(value)) {
      const next = [...keys, Array.isArray(value) ? Number(key) : key];
      const name = typeof child === 'object' && child !== null ? (child as { name?: unknown }).name : child;
      if (key === 'image' && typeof name === 'string') found.push({ image: name, line: place.lineOf(...next) });
      else visit(child, next);
    }
  };
  visit(place.value, []);
  return found;
}
