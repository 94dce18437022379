import { NO_SOURCE, type SourceState } from '../core/build/request.ts';
import { sourceUrl } from '../core/build/source-url.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type RunStep, runStep } from './exec.ts';
import { programsOnPath } from './programs.ts';

/**
 * Settings by which a repository could have git run something of its own. Given on the command line they win over the
 * repository's. Source: https://git-scm.com/docs/git-config
 */
const HARMLESS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.untrackedCache=false', 'diff.external='];

/** Nothing is asked, locked, translated or paged. */
const QUIET = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_PAGER: 'cat', LC_ALL: 'C' };

type Git = (...args: readonly string[]) => Promise<string | undefined>;

/**
 * Asks git about the tree in `root`: commit, changes below `root` (untracked files too, since they get into the image),
 * remote. Without git, outside a repository, in one without a commit or owned by somebody else: {@link NO_SOURCE}.
 */
export async function readSource(root: string, run: RunStep = runStep): Promise<SourceState> {
  if (programsOnPath('git').length === 0) return NO_SOURCE;
  const git = gitIn(root, HARMLESS, run);
  const revision = await git('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (revision === undefined) return NO_SOURCE;
  const abbreviated = (await git('rev-parse', '--short', 'HEAD')) ?? '';
  const remote = await git('config', '--get', 'remote.origin.url');
  return {
    revision,
    short: abbreviated.length >= 7 ? abbreviated : revision.slice(0, 7),
    dirty: await isDirty(root, git, run),
    remote: remote === undefined ? null : sourceUrl(remote),
    committed: (await git('show', '--no-patch', '--no-show-signature', '--format=%cI', 'HEAD')) ?? null,
  };
}

/**
 * `git status` may run the repository's own clean filters on changed files: those that the repository itself defines
 * are switched off, those of the user (such as git-lfs) are not.
 */
async function isDirty(root: string, git: Git, run: RunStep): Promise<boolean> {
  const local = await git('config', '--local', '--includes', '--name-only', '--get-regexp', '^filter\\.');
  const worktree = await git('config', '--worktree', '--includes', '--name-only', '--get-regexp', '^filter\\.');
  const names = new Set(`${local ?? ''}\n${worktree ?? ''}`.split('\n').filter((name) => name !== ''));
  const drivers = new Set([...names].map((name) => name.slice(0, name.lastIndexOf('.'))));
  const off = [...drivers].flatMap((driver) => [`${driver}.clean=`, `${driver}.process=`, `${driver}.required=false`]);
  const careful = gitIn(root, [...HARMLESS, ...off], run);
  const changes = await careful(
    'status',
    '--porcelain',
    '--untracked-files=normal',
    '--ignore-submodules=all',
    '--',
    '.',
  );
  return changes !== '';
}

/** Runs git and gives its trimmed output; `undefined` when it failed. */
function gitIn(root: string, settings: readonly string[], run: RunStep): Git {
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return async (...args) => {
    try {
      const argv = ['git', ...flags, ...args] as const;
      const result = await run({ argv, cwd: root, env: QUIET, timeoutMs: 30_000 }, { maxCapture: 256 * 1024 });
      return result.code === 0 ? result.stdout.trim() : undefined;
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
}
