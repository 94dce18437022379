import { type ParserPlugin, parse } from '@babel/parser';
import type { File } from '@babel/types';
import type { Parsed } from './parsers.ts';

function pluginsFor(path: string): ParserPlugin[] {
  const common: ParserPlugin[] = ['decorators', 'importAttributes', 'explicitResourceManagement'];
  if (/\.tsx$/.test(path)) return [...common, 'typescript', 'jsx'];
  if (/\.[cm]?ts$/.test(path)) return [...common, 'typescript'];
  return [...common, 'jsx'];
}

/** Parses JavaScript, TypeScript or JSX without resolving, importing or running anything. */
export function parseSyntax(text: string, path: string): Parsed<File> {
  try {
    const value = parse(text, {
      sourceType: 'unambiguous',
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      errorRecovery: true,
      attachComment: false,
      plugins: pluginsFor(path),
    });
    return { ok: true, value: value as unknown as File };
  } catch (error) {
    const place = (error as { loc?: { line: number; column: number } }).loc;
    const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, '') : 'unreadable';
    return { ok: false, message, line: place?.line ?? null, column: place ? place.column + 1 : null };
  }
}
