import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { shown } from '../node/version-source.ts';
import { type PythonProject, pythonProject } from '../python/project.ts';
import { PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonStart } from '../python/start-plan.ts';

function several({ lockfile, otherLocks }: PythonProject): Diagnostic | undefined {
  if (lockfile === null || otherLocks.length === 0) return undefined;
  const names = [lockfile, ...otherLocks].map((path) => basename(path)).join(', ');
  const detail = `${names} lie side by side; ${basename(lockfile)} is used`;
  return { code: 'DRK1103', severity: 'warning', detail, at: { file: lockfile, line: null } };
}

/** An install that resolves versions anew: a warning where the manager has lockfiles, advice for plain requirements. */
function unlocked({
  manager,
  source,
  requirements,
  lockfile,
  shownBy,
  dependencies,
}: PythonProject): Diagnostic | undefined {
  if (lockfile !== null || dependencies.size === 0) return undefined;
  const at = { file: shownBy.file, line: null };
  if (manager !== 'pip') {
    const detail = `there is no lockfile of ${manager}; the install resolves versions anew each time`;
    return { code: 'DRK1102', severity: 'warning', detail, at };
  }
  const loose = requirements?.entries.find(({ pinned }) => !pinned);
  if (source === 'requirements' && loose === undefined) return undefined;
  const what =
    loose === undefined ? 'the dependencies are' : `"${shown(loose.name === '' ? loose.spec : loose.name)}" is`;
  const detail = `${what} not pinned to one version; two builds of the same commit may differ`;
  const hint = 'Pin versions with pip-compile or uv pip compile, with hashes if you can.';
  return {
    code: 'DRK1102',
    severity: 'info',
    detail,
    at: loose === undefined ? at : { file: loose.file, line: loose.line },
    hint,
  };
}

function* missing({ requirements }: PythonProject): Iterable<Notice> {
  for (const { name, file, line } of requirements?.missing ?? []) {
    const detail = `${file} includes ${shown(name)}, which is not in the project`;
    yield {
      diagnostic: {
        code: 'DRK1108',
        severity: 'warning',
        detail,
        at: { file, line },
        hint: 'Add the file, or take the line out: the install fails without it.',
      },
    };
  }
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  const project = pythonProject(scope);
  if (project === undefined) return;
  const { manager, lockfile, root, shownBy, source } = project;
  const pinned = source === 'requirements' && project.requirements?.entries.every((one) => one.pinned) === true;
  const lock = lockfile ?? (pinned && project.requirements !== undefined ? project.requirements.path : null);
  yield {
    field: 'runtime.packageManager',
    value: { id: manager, version: project.managerVersion, lockfile: lock, root },
    file: shownBy.file,
    line: null,
    confidence: shownBy.isLock ? 'config' : 'manifest',
    because: shownBy.because,
  };
  for (const diagnostic of [several(project), unlocked(project)]) if (diagnostic !== undefined) yield { diagnostic };
  yield* missing(project);
  const start = pythonStart(scope);
  if (start?.added == null) return;
  const detail = `the project brings no server for production: ${start.added} is added to the install`;
  yield { diagnostic: { code: 'DRK1109', severity: 'info', detail, at: { file: shownBy.file, line: null } } };
}

/** The tool that installs a Python component's dependencies, and whether two installs are alike. */
export const pythonPackageManager = defineDetector({
  id: 'python-package-manager',
  layer: 'runtime',
  languages: ['python'],
  title: 'Package manager of Python',
  docs: 'https://packaging.python.org/en/latest/guides/tool-recommendations/',
  when: PYTHON_TRIGGER,
  detect,
});
