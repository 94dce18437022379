/**
 * The path of a URL or of a path that settings name, with a slash before it and none behind: `/docs` for `/docs/` and
 * `https://example.com/docs/`. `undefined` for the root, for a relative path, and for anything that is not plain letters.
 */
export function urlPath(text: string): string | undefined {
  const path = text.replace(/^https?:\/\/[^/?#]*/, '').replace(/\/+$/, '');
  if (!/^(\/[A-Za-z0-9._~-]+)+$/.test(path)) return undefined;
  return path.split('/').includes('..') ? undefined : path;
}
