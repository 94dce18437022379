import { defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { languageConfidence } from '../python/main-language.ts';
import { modulesOf } from '../python/modules.ts';
import { pythonProject } from '../python/project.ts';
import { isPythonFolder, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonStart } from '../python/start-plan.ts';
import { unsupportedLanguage } from '../unsupported-languages.ts';

/** Python, by its manifests or its files. */
export const pythonLanguage = defineDetector({
  id: 'python-language',
  layer: 'runtime',
  languages: ['python'],
  title: 'Python',
  docs: 'https://packaging.python.org/en/latest/',
  when: { ...PYTHON_TRIGGER, anyFile: ['pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.cfg'] },
  marks: ['pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py', 'environment.yml'],
  *detect(scope) {
    if (!isPythonFolder(scope)) return;
    const value = 'python' as Language;
    const field = 'runtime.language';
    const project = pythonProject(scope);
    if (project !== undefined) {
      const { file, because } = project.shownBy;
      const confidence = languageConfidence(scope);
      yield { field, value, file, line: null, confidence, because };
      return;
    }
    const [first] = modulesOf(scope);
    if (first === undefined) return;
    // Beside the manifest of another language, a script that no framework runs is a tool of its developers.
    if (unsupportedLanguage(scope) !== undefined && (pythonStart(scope)?.framework ?? null) === null) return;
    const because = 'there are Python files and no manifest';
    yield { field, value, file: first.path, line: null, confidence: 'guess', because };
  },
});
