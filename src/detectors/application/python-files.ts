import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { runFiles, writtenFolders } from '../python/run-files.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';

/** What the image needs of a Python component at run time, and where its process writes. */
export const pythonFilesDetector = defineDetector({
  id: 'python-files',
  layer: 'application',
  title: 'Files that a Python application needs at run time',
  docs: 'https://docs.docker.com/build/building/multi-stage/',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (!isPython(scope, known) || pythonRefusal(scope) !== undefined) return;
    const plan = pythonStart(scope);
    if (plan === undefined) return;
    const value = runFiles(scope);
    const because = 'code, templates and data of the component, without its tests and tools';
    if (value.length > 0)
      yield { field: 'app.files', value, file: plan.file, line: null, confidence: 'convention', because };
    if (plan.writable.length > 0) {
      const { file, line } = plan;
      const reason = `${plan.framework?.title ?? plan.command[0]} writes there`;
      yield { field: 'app.writable', value: plan.writable, file, line, confidence: 'convention', because: reason };
    }
    for (const { path, file, line } of writtenFolders(scope)) {
      yield {
        field: 'app.writable',
        value: [path],
        file,
        line,
        confidence: 'source',
        because: `the code writes to ${path}`,
      };
    }
  },
});
