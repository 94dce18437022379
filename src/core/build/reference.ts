import { basename } from '../model/paths.ts';

/** A reference to an image, taken apart. */
export interface ImageReference {
  /** Host with its port; `null` where the reference names none. */
  readonly registry: string | null;
  /** Name with the registry, without the tag. */
  readonly repository: string;
  readonly tag: string | null;
}

const HOST = '(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?';
const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^(?:(?:${HOST})/)?${PART}(?:/${PART})*$`);

/**
 * Takes `[HOST/]NAME[:TAG]` apart; `undefined` when it is no reference that every engine accepts.
 * Source: https://github.com/distribution/reference (grammar of reference.go)
 */
export function parseReference(text: string): ImageReference | undefined {
  const last = basename(text);
  const colon = last.indexOf(':');
  const tag = colon < 0 ? null : last.slice(colon + 1);
  const repository = colon < 0 ? text : text.slice(0, text.length - last.length + colon);
  if (repository.length > 255 || !REPOSITORY.test(repository)) return undefined;
  if (tag !== null && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  const slash = repository.indexOf('/');
  const first = slash < 0 ? '' : repository.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost';
  return { registry: isHost ? first : null, repository, tag };
}
