import { defineDetector } from '../../core/model/detector.ts';
import { unsupportedLanguage } from '../unsupported-languages.ts';

/**
 * Says which language a project is written in that cannot be built here, where nothing else in it can be started. The
 * weakest evidence: a program of any language that is known wins, whatever manifests lie beside it.
 */
export const otherLanguages = defineDetector({
  id: 'other-languages',
  layer: 'application',
  title: 'Languages that no image is made of',
  docs: 'https://github.com/github-linguist/linguist',
  when: {},
  *detect(scope) {
    const found = unsupportedLanguage(scope);
    if (found === undefined) return;
    const { title, file } = found;
    const value = {
      kind: 'unsupported',
      reason: `this is a project in ${title}, of which derrick makes no image`,
      remedy:
        'Name a folder with an application that `derrick list` has a rigging for, or bring one in derrick-riggings/.',
    } as const;
    const because = `${file} is a manifest of ${title}`;
    yield { field: 'app.refusal', value, file, line: null, confidence: 'guess', because };
  },
});
