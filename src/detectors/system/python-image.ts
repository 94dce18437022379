import { defineDetector } from '../../core/model/detector.ts';
import { DATA } from '../data.generated.ts';
import { suiteFor } from '../python/releases.ts';

/** The official image that a Python component is built on and runs on. */
export const pythonImage = defineDetector({
  id: 'python-image',
  layer: 'system',
  title: 'Base image of Python',
  docs: 'https://hub.docker.com/_/python',
  when: {},
  *detect(_scope, known) {
    const version = known.get('runtime.version')?.resolved;
    if (known.get('runtime.language') !== 'python' || version === undefined) return;
    const common = { file: null, line: null, confidence: 'convention' } as const;
    if (known.get('runtime.packageManager')?.id === 'conda') {
      const { micromamba, base } = DATA.python.conda;
      const why = 'conda brings Python and its libraries itself';
      yield { ...common, field: 'system.buildImage', value: micromamba, because: 'micromamba makes the environment' };
      yield { ...common, field: 'system.runImage', value: base, because: why };
      return;
    }
    const value = `python:${version}-slim-${suiteFor(version)}`;
    const because = 'the slim Debian image: glibc, for which packages publish their wheels';
    yield { ...common, field: 'system.buildImage', value, because };
    if (known.get('app.kind') !== 'static') yield { ...common, field: 'system.runImage', value, because };
  },
});
