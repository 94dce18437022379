import { rename, rm, writeFile } from 'node:fs/promises';
import { UserError } from '../../core/errors/user-error.ts';
import type { BuiltImage } from './build-images.ts';

/**
 * Writes the digests for the next step of a pipeline: an object by component, each entry as buildx writes it, so that
 * a script for `docker buildx bake --metadata-file` reads it too. The old file or the new one, never half of it.
 * Source: https://docs.docker.com/reference/cli/docker/buildx/bake/#metadata-file
 * @throws {UserError} DRK2002 when it cannot be written.
 */
export async function writeMetadata(path: string, images: readonly BuiltImage[]): Promise<void> {
  const document: Record<string, unknown> = {};
  for (const image of images) {
    document[image.component] = {
      'containerimage.digest': image.digest,
      'image.name': image.tags.join(','),
    };
  }
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(document, null, 2)}\n`, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `the metadata file ${path} cannot be written: ${reason}`;
    throw new UserError(
      [
        {
          code: 'DRK2002',
          severity: 'error',
          detail,
          hint: 'The images are built. Name a folder that can be written.',
        },
      ],
      {
        cause: error,
      },
    );
  }
}
