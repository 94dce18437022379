import type { BuildRequest } from './request.ts';

/**
 * The labels of the image: what is known of its source, then the user's own, which win.
 * Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md
 */
export function imageLabels(request: BuildRequest): Readonly<Record<string, string>> {
  const known: Record<string, string | null> = {
    'org.opencontainers.image.created': request.created,
    'org.opencontainers.image.revision': revisionOf(request),
    'org.opencontainers.image.source': request.source.remote,
    'org.opencontainers.image.version': request.version ?? request.source.short,
  };
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(known)) {
    if (value !== null) labels[name] = value;
  }
  return { ...labels, ...request.options.labels };
}

/** What derrick offers to the Dockerfile's own `ARG` instructions. */
export function offeredArgs(request: BuildRequest): Readonly<Record<string, string>> {
  const offers: Record<string, string | null> = {
    CREATED: request.created,
    REVISION: revisionOf(request),
    SOURCE: request.source.remote,
    VERSION: request.version ?? request.source.short,
  };
  const args: Record<string, string> = {};
  for (const [name, value] of Object.entries(offers)) {
    if (value !== null) args[name] = value;
  }
  return args;
}

function revisionOf(request: BuildRequest): string | null {
  const { revision, dirty } = request.source;
  return revision !== null && dirty ? `${revision}-dirty` : revision;
}
