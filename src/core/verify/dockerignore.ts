import picomatch from 'picomatch';

interface Pattern {
  readonly negated: boolean;
  matches(path: string): boolean;
}

/** Tells whether a path of the build context is left out. */
export type Ignores = (path: string) => boolean;

function patternOf(raw: string): Pattern | undefined {
  const line = raw.trim();
  if (line === '' || line.startsWith('#')) return undefined;
  const negated = line.startsWith('!');
  const glob = line
    .slice(negated ? 1 : 0)
    .trim()
    .replace(/^(?:\.?\/+)+/, '')
    .replace(/\/+$/, '');
  if (glob === '' || glob === '.') return undefined;
  return { negated, matches: picomatch(glob, { dot: true, noextglob: true, nobrace: true }) };
}

/**
 * Reads a .dockerignore by Docker's rules, which are not git's: patterns are rooted at the context, a folder takes its
 * content with it, and the last match wins. Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function dockerignore(text: string): Ignores {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => patternOf(line) ?? []);
  return (path) => {
    const parts = path.split('/');
    const chain = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    return patterns.findLast(({ matches }) => chain.some((one) => matches(one)))?.negated === false;
  };
}
