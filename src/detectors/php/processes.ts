import type { Claim } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import type { Named, PhpProject } from './project.ts';
import { phpFile } from './source.ts';

type Told = Claim<'application'>;

function process(
  name: string,
  command: Argv,
  { file, line }: { readonly file: RelPath; readonly line: number | null },
  because: string,
): Told {
  return { field: 'app.processes', value: [{ name, command }], file, line, confidence: 'config', because };
}

/** Row of the table of migrations. */
interface Migrations {
  readonly framework?: string;
  readonly package?: string;
  readonly folder: string;
  readonly command: readonly string[];
}

/** Migrations run once for each release, in a job of their own. */
export function* migrations(scope: Scope, { framework, requires }: PhpProject): Iterable<Told> {
  for (const row of DATA.php.migrations as readonly Migrations[]) {
    if (row.framework !== undefined && row.framework !== framework?.id) continue;
    const required = row.package === undefined ? undefined : requires.get(row.package);
    if (row.package !== undefined && required === undefined) continue;
    const first = scope.tree.files.find((path) => path.endsWith('.php') && path.includes(`${row.folder}/`));
    const place = row.folder === '' ? required : first && { file: first, line: null };
    const [program = 'php', ...args] = row.command;
    if (place === undefined) continue;
    yield process('release', [program, ...args], place, 'there are migrations, which run once for each release');
    return;
  }
}

/** Where tasks are planned: calls on Schedule or $schedule. */
function planned(scope: Scope): { readonly file: RelPath; readonly line: number } | undefined {
  for (const name of ['routes/console.php', 'app/Console/Kernel.php', 'bootstrap/app.php']) {
    const file = phpFile(scope, scope.at(name));
    const isScheduler = name.endsWith('Kernel.php');
    const call = file?.calls.find(
      (one) =>
        one.on === 'Schedule' || one.name === 'withSchedule' || (isScheduler && /^(command|job|call)$/.test(one.name)),
    );
    if (file !== undefined && call !== undefined) return { file: file.path, line: call.line };
  }
  return undefined;
}

/** Laravel's queue or Horizon, its scheduler and its socket server. */
export function* laravel(scope: Scope, { requires }: PhpProject): Iterable<Told> {
  const jobs = scope.tree.files.find((path) => /(^|\/)app\/(Jobs|Listeners)\/\w+\.php$/.test(path));
  const horizon = requires.get('laravel/horizon');
  if (horizon !== undefined)
    yield process('horizon', ['php', 'artisan', 'horizon'], horizon, 'Horizon runs the workers of the queue');
  else if (jobs !== undefined) {
    const command = ['php', 'artisan', 'queue:work', '--tries=3', '--max-time=3600'] as const;
    yield process('queue', command, { file: jobs, line: null }, 'there are jobs for a queue');
  }
  const tasks = planned(scope);
  if (tasks === undefined) return;
  const because = 'it plans tasks; the scheduler asks each minute what is due';
  yield process('scheduler', ['php', 'artisan', 'schedule:run'], tasks, because);
  yield { field: 'app.schedule', value: '* * * * *', ...tasks, confidence: 'config', because };
}

/** Symfony's message consumers. */
export function* symfony({ requires }: PhpProject): Iterable<Told> {
  const messenger: Named | undefined = requires.get('symfony/messenger');
  if (messenger === undefined) return;
  const command = ['php', 'bin/console', 'messenger:consume', 'async', '--time-limit=3600'] as const;
  yield process('messenger', command, messenger, 'it requires symfony/messenger');
}
