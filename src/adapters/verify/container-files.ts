import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { byPath, insideRoot, type RelPath } from '../../core/model/paths.ts';
import type { BuildContext } from '../../core/verify/copy-sources.ts';
import type { ProjectTexts } from '../../core/verify/project-text.ts';

const MOST_BYTES = 1024 * 1024;

/** Overlays only patch; what they patch is in the base. */
const OVERLAYS = ['**/overlays/**', '**/node_modules/**'];

function texts(root: string, patterns: readonly string[]): ReadonlyMap<RelPath, string> {
  const paths = fastGlob.sync([...patterns], {
    cwd: root,
    onlyFiles: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: OVERLAYS,
  });
  const found = new Map<RelPath, string>();
  for (const path of paths.sort(byPath)) {
    const inside = insideRoot(path);
    if (inside === undefined || lstatSync(join(root, path)).size > MOST_BYTES) continue;
    found.set(inside, readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n'));
  }
  return found;
}

/** The manifests, Compose files and pipelines of a project. */
export function projectTexts(root: string): ProjectTexts {
  return {
    manifests: texts(root, ['kubernetes/**/*.{yaml,yml}', 'k8s/**/*.{yaml,yml}']),
    compose: texts(root, ['{compose,docker-compose}.{yaml,yml}']),
    pipelines: texts(root, ['Jenkinsfile']),
  };
}

function textAt(path: string): string | null {
  try {
    return lstatSync(path).size > MOST_BYTES ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/**
 * The build context `dir` for a Dockerfile, both relative to `root`. Its ignore file is the one named after the
 * Dockerfile, else the context's own. Source: https://docs.docker.com/build/concepts/context/#filename-and-location
 */
export function buildContext(
  root: string,
  dir: RelPath,
  dockerfile: RelPath,
  sources: readonly string[],
): BuildContext {
  const cwd = join(root, dir);
  // What is installed or versioned is large and hardly ever copied: listed only when a COPY names it.
  const ignore = ['node_modules', '.git'].filter((name) => !sources.some((path) => path.split('/').includes(name)));
  const entries = fastGlob.sync('**', {
    cwd,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ignore.map((name) => `**/${name}/**`),
  });
  const places = [`${dockerfile}.dockerignore`, dir === '.' ? '.dockerignore' : `${dir}/.dockerignore`];
  const ignoreFile = places.find((path) => textAt(join(root, path)) !== null) ?? null;
  const ignoreText = ignoreFile === null ? '' : (textAt(join(root, ignoreFile)) ?? '');
  return { dir, entries: new Set(entries), ignoreText, ignoreFile };
}
