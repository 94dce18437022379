import { defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { moduleOf } from '../go/modules.ts';
import { goPrograms, isShared, programOf } from '../go/programs.ts';

/** Go, where the folder is a module, or one of several programs of a module. */
export const goLanguage = defineDetector({
  id: 'go-language',
  layer: 'runtime',
  languages: ['go'],
  title: 'Go',
  docs: 'https://go.dev/ref/mod',
  when: { nearestFile: ['go.mod', 'main.go'] },
  marks: ['go.mod'],
  *folders(project) {
    for (const { dir, module } of goPrograms(project)) if (isShared(project, module)) yield dir;
  },
  *detect(scope) {
    const module = moduleOf(scope, scope.dir);
    if (module === undefined) return;
    const program = programOf(scope);
    const value = 'go' as Language;
    const common = { field: 'runtime.language', value } as const;
    if (module.mod === undefined) {
      if (program === undefined) return;
      const because = 'there is a Go program without a go.mod';
      yield { ...common, file: scope.at('main.go'), line: null, confidence: 'config', because };
      return;
    }
    if (program === undefined && scope.dir !== module.dir) return;
    const { path: file, module: name } = module.mod;
    yield { ...common, file, line: name?.line ?? null, confidence: 'manifest', because: 'there is a go.mod' };
  },
});
