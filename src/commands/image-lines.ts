import type { BuiltImage } from '../adapters/engines/build-images.ts';

const MIB = 1024 * 1024;

function size(bytes: number | null): string {
  return bytes === null ? 'in the registry' : `${(bytes / MIB).toFixed(1)} MiB`;
}

/** What `derrick build` prints of each image: name, digest, size and time. */
export function imageLines(images: readonly BuiltImage[]): readonly string[] {
  return images.flatMap(({ tags, digest, sizeBytes, seconds }) => [
    `${tags.join(', ')}`,
    `  ${digest ?? 'no digest'}  ${size(sizeBytes)}  ${seconds.toFixed(1)} s`,
  ]);
}
