import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** A theme or a plugin of WordPress, by the header that WordPress itself looks for. */
interface Part {
  readonly what: 'theme' | 'plugin';
  readonly file: RelPath;
  readonly line: number;
}

/** WordPress reads a header from the first 8 KiB of a file. Source: https://developer.wordpress.org/reference/functions/get_file_data/ */
const HEADER = 8192;

function headerLine(scope: Scope, file: RelPath, key: string): number | undefined {
  const head = scope.text(file)?.text.slice(0, HEADER).split('\n') ?? [];
  const at = head.findIndex((line) => new RegExp(`^[\\s/*#@]*${key}:`, 'i').test(line));
  return at < 0 ? undefined : at + 1;
}

function partOf(scope: Scope): Part | undefined {
  // A whole site has its themes and plugins below wp-content, and is an application.
  if (['wp-content', 'wp-includes'].some((name) => scope.project.hasFolder(scope.at(name)))) return undefined;
  const style = scope.at('style.css');
  const theme = scope.project.has(style) ? headerLine(scope, style, 'Theme Name') : undefined;
  if (theme !== undefined) return { what: 'theme', file: style, line: theme };
  for (const file of scope.project.withExtension('php')) {
    if (file !== scope.at(file.slice(file.lastIndexOf('/') + 1))) continue;
    const plugin = headerLine(scope, file, 'Plugin Name');
    if (plugin !== undefined) return { what: 'plugin', file, line: plugin };
  }
  return undefined;
}

/** Refuses what runs inside a WordPress and is none: its package.json only builds its assets. */
export const wordpressPart = defineDetector({
  id: 'wordpress-part',
  layer: 'application',
  title: 'Themes and plugins of WordPress',
  docs: 'https://developer.wordpress.org/plugins/plugin-basics/header-requirements/',
  when: {},
  *detect(scope): Iterable<Claim<'application'>> {
    const part = partOf(scope);
    if (part === undefined) return;
    const { what, file, line } = part;
    const value = {
      kind: 'extension',
      reason: `this is a ${what} for WordPress: it runs inside a site, and is none`,
      remedy: `Name the folder of a site that uses it (wp-content/${what}s/), or copy it into an image of WordPress.`,
    } as const;
    yield { field: 'app.refusal', value, file, line, confidence: 'pinned', because: `the header of a ${what}` };
  },
});
