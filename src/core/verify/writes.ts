/** The words in which run times report that the root file system is read-only. */
const REFUSED = /read-only file system|EROFS|errno 30\b/i;

function pathIn(line: string): string | undefined {
  const quoted = [...line.matchAll(/["'`](\/[^"'`]+)["'`]/g)].at(-1)?.[1];
  return quoted ?? /(?:^|[\s:(])(\/[^\s:;,()'"]+)/.exec(line)?.[1];
}

/** The paths that a process was not let write to, as its log names them; a line without a path counts as `?`. */
export function refusedPaths(lines: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const line of lines) if (REFUSED.test(line)) found.add(pathIn(line) ?? '?');
  // A stack trace repeats the error without its path.
  if (found.size > 1) found.delete('?');
  return [...found];
}

/** What an engine itself puts into every container; Podman also adds the numeric user to the lists of users. */
const ENGINE_FILES =
  /^\/(?:dev|proc|sys|run|etc\/(?:hosts|hostname|resolv\.conf|mtab|passwd|group)|\.dockerenv)(?:\/|$)/;

/** Folders that count as changed because the engine puts its own files into them. */
const ENGINE_FOLDERS = /^C \/(?:etc)?$/;

/**
 * The files that a container added, changed or deleted outside its volumes, from the lines of `diff` (`A /path`).
 * Folders count only when nothing in them does.
 */
export function changedPaths(diff: string, volumes: readonly string[]): readonly string[] {
  const lines = diff.split('\n').filter((line) => !ENGINE_FOLDERS.test(line.trimEnd()));
  const paths = lines.flatMap((line) => /^[ACD] (\/.*)$/.exec(line)?.[1] ?? []);
  const isInVolume = (path: string) =>
    volumes.some((volume) => path === volume || path.startsWith(`${volume}/`) || volume.startsWith(`${path}/`));
  return paths.filter(
    (path) => !ENGINE_FILES.test(path) && !isInVolume(path) && !paths.some((other) => other.startsWith(`${path}/`)),
  );
}
