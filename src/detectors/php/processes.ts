import type { Claim, Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { PhpProject } from './project.ts';

type Told = Claim<'application'> | Notice;

/** Laravel's queue, scheduler and migrations. */
export function* laravel(scope: Scope): Iterable<Told> {
  const jobs = scope.tree.files.find((path) => /(^|\/)app\/(Jobs|Listeners)\/\w+\.php$/.test(path));
  if (jobs !== undefined) {
    const value = [
      { name: 'queue', command: ['php', 'artisan', 'queue:work', '--tries=3', '--max-time=3600'] as const },
    ];
    yield {
      field: 'app.processes',
      value,
      file: jobs,
      line: null,
      confidence: 'config',
      because: 'there are jobs for a queue',
    };
  }
  for (const name of ['routes/console.php', 'app/Console/Kernel.php', 'bootstrap/app.php']) {
    const file = scope.at(name);
    const at = (scope.text(file)?.text.split('\n') ?? []).findIndex(
      (line) => /\bSchedule::\w|\$schedule->|->withSchedule\(/.test(line) && !/^\s*(\/\/|\*|#)/.test(line),
    );
    if (at < 0) continue;
    const value = [{ name: 'scheduler', command: ['php', 'artisan', 'schedule:run'] as const }];
    const place = {
      file,
      line: at + 1,
      confidence: 'config',
      because: 'it plans tasks; the scheduler asks each minute what is due',
    } as const;
    yield { field: 'app.processes', value, ...place };
    yield { field: 'app.schedule', value: '* * * * *', ...place };
    break;
  }
  const migration = scope.tree.files.find((path) => /(^|\/)database\/migrations\/\w+\.php$/.test(path));
  if (migration !== undefined) {
    const value = [{ name: 'release', command: ['php', 'artisan', 'migrate', '--force'] as const }];
    yield {
      field: 'app.processes',
      value,
      file: migration,
      line: null,
      confidence: 'config',
      because: 'there are migrations, which run once for each release',
    };
  }
}

/** Symfony's message consumers and migrations. */
export function* symfony(scope: Scope, { requires, file: manifest }: PhpProject): Iterable<Told> {
  const messenger = requires.get('symfony/messenger');
  if (messenger !== undefined) {
    const value = [
      {
        name: 'messenger',
        command: ['php', 'bin/console', 'messenger:consume', 'async', '--time-limit=3600'] as const,
      },
    ];
    yield {
      field: 'app.processes',
      value,
      file: manifest,
      line: messenger.line,
      confidence: 'config',
      because: 'it requires symfony/messenger',
    };
  }
  const migration = scope.tree.files.find((path) => /(^|\/)migrations\/Version\w+\.php$/.test(path));
  if (migration !== undefined) {
    const value = [
      {
        name: 'release',
        command: [
          'php',
          'bin/console',
          'doctrine:migrations:migrate',
          '--no-interaction',
          '--allow-no-migration',
        ] as const,
      },
    ];
    yield {
      field: 'app.processes',
      value,
      file: migration,
      line: null,
      confidence: 'config',
      because: 'there are migrations, which run once for each release',
    };
  }
}
