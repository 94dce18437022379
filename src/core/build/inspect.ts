import type { Argv } from '../model/facts.ts';
import type { Engine, EngineKind } from './engine.ts';
import { parseReference } from './reference.ts';

/** What the engine's store says of an image. */
export interface ImageFacts {
  /** `sha256:…` of the image's configuration, or of its manifest where the store is containerd's. */
  readonly id: string | null;
  /** `REPOSITORY@sha256:…`, as far as a registry knows the image. */
  readonly repoDigests: readonly string[];
  readonly sizeBytes: number | null;
}

/** The program that prints the facts of a local image. */
export function inspectArgv(engine: Engine, tag: string): Argv {
  if (engine.kind === 'buildah') return [engine.program, 'inspect', '--type', 'image', tag];
  return [engine.program, 'image', 'inspect', tag];
}

/** Reads what {@link inspectArgv} printed; what is missing or unreadable is `null`. */
export function readInspect(kind: EngineKind, printed: string): ImageFacts {
  const document = parse(printed);
  const image = Array.isArray(document) ? document[0] : document;
  if (!isRecord(image)) return { id: null, repoDigests: [], sizeBytes: null };
  if (kind === 'buildah') return buildahFacts(image);
  const digests = Array.isArray(image.RepoDigests) ? image.RepoDigests : [];
  return {
    id: prefixed(image.Id),
    repoDigests: digests.filter((digest) => typeof digest === 'string'),
    sizeBytes: typeof image.Size === 'number' ? image.Size : null,
  };
}

/** The digest under which the registry of `tag` knows the image. */
export function pushedDigest(facts: ImageFacts, tag: string): string | null {
  const repository = parseReference(tag)?.repository;
  const found = facts.repoDigests.find((digest) => digest.slice(0, digest.indexOf('@')) === repository);
  return found === undefined ? null : found.slice(found.indexOf('@') + 1);
}

/** Reads the file of `--metadata-file` (buildx) or `--digestfile` (Podman, Buildah). */
export function readDigestFile(text: string): string | null {
  const plain = /^\s*(sha256:[0-9a-f]{64})\s*$/.exec(text)?.[1];
  if (plain !== undefined) return plain;
  const metadata = parse(text);
  const digest = isRecord(metadata) ? metadata['containerimage.digest'] : undefined;
  return typeof digest === 'string' ? digest : null;
}

/** Buildah prints sizes for people only; the manifest has them by layer. */
function buildahFacts(image: Readonly<Record<string, unknown>>): ImageFacts {
  const manifest = parse(typeof image.Manifest === 'string' ? image.Manifest : '');
  const layers = isRecord(manifest) && Array.isArray(manifest.layers) ? manifest.layers : undefined;
  const sizes = layers?.map((layer) => (isRecord(layer) && typeof layer.size === 'number' ? layer.size : 0));
  let sizeBytes = 0;
  for (const size of sizes ?? []) sizeBytes += size;
  return { id: prefixed(image.FromImageID), repoDigests: [], sizeBytes: sizes === undefined ? null : sizeBytes };
}

function prefixed(id: unknown): string | null {
  if (typeof id !== 'string' || id === '') return null;
  return id.startsWith('sha256:') ? id : `sha256:${id}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
