import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isOurs } from '../own-files.ts';
import { fileIn } from './node-folder.ts';
import type { Tool, VersionSource } from './version-source.ts';

/** Official images by tool, with the version as first part of the tag or in the name. */
const IMAGES: Readonly<Record<Tool, RegExp>> = {
  node: /(?:^|\/)(?:node:v?(\d+(?:\.\d+){0,2})|distroless\/nodejs(\d+)(?=[-:@]|$)|javascript-node:(?:\d-)?(\d+))/,
  python: /(?:^|\/)python:v?(\d+(?:\.\d+){0,2})/,
  bun: /(?:^|\/)(?:oven\/)?bun:v?(\d+(?:\.\d+){0,2})/,
};

/** True for a file that derrick wrote, which must not be evidence for derrick's next run. */
function isOwnWork(scope: Scope, path: RelPath, text: string): boolean {
  if (isOurs(scope, path)) return true;
  return text.split('\n', 5).some((line) => line.startsWith('#') && /\bderrick\b/i.test(line));
}

/** Replaces `${NAME}`, `$NAME` and `${NAME:-default}` by the defaults of earlier ARG lines. */
function expand(text: string, args: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
    (whole, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
      args.get(braced ?? bare ?? '') ?? fallback ?? whole,
  );
}

/**
 * The version of the base image in an existing Dockerfile: the last stage that has one.
 * Source: https://docs.docker.com/reference/dockerfile/#from
 */
export function dockerfileVersion(scope: Scope, dir: RelPath, tool: Tool): VersionSource | undefined {
  const path = fileIn(scope, dir, 'Dockerfile', 'Containerfile');
  const text = path && scope.text(path)?.text;
  if (path === undefined || text === undefined || isOwnWork(scope, path, text)) return undefined;
  const args = new Map<string, string>();
  let found: VersionSource | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const arg = /^\s*ARG\s+(\w+)=["']?([^"'\s]*)/i.exec(line);
    if (arg?.[1] !== undefined && arg[2] !== undefined) args.set(arg[1], arg[2]);
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line);
    const match = from?.[1] === undefined ? null : IMAGES[tool].exec(expand(from[1], args));
    const raw = match?.slice(1).find((part) => part !== undefined);
    if (raw !== undefined) found = { raw, file: path, line: index + 1, confidence: 'config', label: 'the base image' };
  }
  return found;
}
