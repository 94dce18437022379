/**
 * True for a path that no rigging and no ledger may name: the root itself, derrick's own folder, and anything inside a
 * `.git` folder, where a file can become a hook, that is to say a program. Case does not count, because it does not on
 * some file systems; nor do dots and blanks at the end of a name, which Windows drops, nor its short name `git~1`.
 */
export function isProtected(path: string): boolean {
  const parts = path.split('/').map((part) => part.toLowerCase().replace(/[. ]+$/, ''));
  return path === '.' || path === '' || parts[0] === '.derrick' || parts.some((part) => /^(\.git|git~\d+)$/.test(part));
}
