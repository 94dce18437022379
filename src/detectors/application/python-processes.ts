import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import { djangoSite, managePath, settingsFlag } from '../python/django.ts';
import { has, placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';
import { workersOf } from '../python/workers.ts';

/** Workers and clocks of queues, and the migration that runs before a release: never at build, never in each replica. */
export const pythonProcesses = defineDetector({
  id: 'python-processes',
  layer: 'application',
  title: 'Workers, clocks and migrations of a Python application',
  docs: 'https://docs.celeryq.dev/en/stable/userguide/workers.html',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (!isPython(scope, known) || pythonRefusal(scope) !== undefined) return;
    const project = pythonProject(scope);
    const start = pythonStart(scope);
    if (start === undefined) return;
    const claim = (name: string, command: Argv, file: RelPath, line: number | null, because: string) =>
      ({ field: 'app.processes', value: [{ name, command }], file, line, confidence: 'source', because }) as const;
    for (const { name, command, file, line, because } of workersOf(scope, project)) {
      if (start.kind === 'worker' && command.join(' ') === start.command.join(' ')) continue;
      yield claim(name, command, file, line, because);
    }
    const site = djangoSite(scope);
    if (site !== undefined) {
      const migrate: Argv = ['python', managePath(scope, site), 'migrate', '--noinput', ...settingsFlag(site)];
      yield claim('release', migrate, site.manage, null, 'Django migrates the database before a release');
      return;
    }
    const alembic = scope.at('alembic.ini');
    if (
      project !== undefined &&
      scope.project.has(alembic) &&
      (has(project, 'alembic') || has(project, 'flask-migrate'))
    ) {
      yield claim(
        'release',
        ['alembic', 'upgrade', 'head'],
        alembic,
        null,
        'Alembic migrates the database before a release',
      );
    } else if (project !== undefined && has(project, 'flask-migrate') && scope.tree.hasFolder(scope.at('migrations'))) {
      const place = placeOf(project, 'flask-migrate');
      const [module = 'app'] = (start.command.at(-1) ?? '').split(':');
      yield claim(
        'release',
        ['flask', '--app', module, 'db', 'upgrade'],
        place.file,
        place.line,
        'Flask-Migrate migrates the database before a release',
      );
    }
  },
});
