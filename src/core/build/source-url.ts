/**
 * The address of a remote as it may be written into an image: without user, password, query and fragment.
 * `git@HOST:PATH` becomes `ssh://HOST/PATH`. A folder of this machine, or what is no address, gives `null`.
 * Source: https://git-scm.com/docs/git-clone#_git_urls
 */
export function sourceUrl(remote: string): string | null {
  const scp = /^(?:[^\s/:@]+@)?([\w.-]+):(?!\/\/)([^\s:@?#]+)$/.exec(remote);
  if (scp !== null) {
    const [, host = '', path = ''] = scp;
    // `C:/repository` is a folder.
    return host.length < 2 ? null : `ssh://${host}/${path.replace(/^\/+/, '')}`;
  }
  if (!/^(?:https?|ssh|git):\/\//.test(remote) || !URL.canParse(remote)) return null;
  const url = new URL(remote);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
