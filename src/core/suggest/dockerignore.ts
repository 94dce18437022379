import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';

/** What must never enter an image or its build context, and the patterns that already keep it out. */
const ENTRIES: readonly (readonly [id: string, entry: string, covered: RegExp, why: string])[] = [
  ['git', '.git', /^(\*\*\/)?\.git\/?$|^\.\*$|^\*\*?$/m, 'the history is large and may hold secrets'],
  ['env-files', '**/.env*', /^(\*\*\/)?\.env(\*|\.\*|\.local)?$|^\.\*$|^\*\*?$/m, 'local settings hold secrets'],
  [
    'node-modules',
    '**/node_modules',
    /^(\*\*\/)?node_modules\/?$|^\*\*?$/m,
    'modules of this machine do not fit the image',
  ],
  ['keys', '**/*.pem', /^(\*\*\/)?\*\.pem$|^\*\*?$/m, 'keys do not belong into an image'],
];

/** Entries that a .dockerignore (LF line ends) lacks; `isNode` where the folder holds a Node project. */
export function dockerignoreSuggestions(text: string, file: RelPath, isNode: boolean): readonly Suggestion[] {
  const end = text.replace(/\n+$/, '').split('\n').length + 1;
  return ENTRIES.filter(([id, , covered]) => (isNode || id !== 'node-modules') && !covered.test(text)).map(
    ([id, entry, , why]) => ({
      id: `ignore-${id}`,
      rule: 'D27',
      file,
      line: end,
      title: `leave ${entry} out of the build context: ${why}`,
      edits: [{ line: end, remove: 0, insert: [entry] }],
    }),
  );
}
