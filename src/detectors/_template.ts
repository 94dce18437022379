import { defineDetector } from '../core/model/detector.ts';

/** What the detector finds, in one sentence. */
export const templateDetector = defineDetector({
  id: 'template-detector',
  layer: 'runtime',
  title: 'What it finds, in a few words',
  docs: 'https://example.com/the-upstream-documentation',
  // Data: the detector is asked only where one of these files is.
  when: { anyFile: ['template.lock'] },
  *detect(scope) {
    const file = scope.nearest('template.lock');
    const raw = file === undefined ? undefined : scope.text(file)?.text.trim();
    if (file === undefined || raw === undefined || !/^\d+(\.\d+)*$/.test(raw)) return;
    const because = `${file} says ${JSON.stringify(raw)}`;
    yield { field: 'runtime.version', value: { raw, resolved: raw }, file, line: 1, confidence: 'pinned', because };
  },
});
