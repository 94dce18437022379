import { factsOf, resolve } from '../../../src/core/detect/resolve.ts';
import type { Evidence } from '../../../src/core/model/evidence.ts';
import { ROOT, relPath } from '../../../src/core/model/paths.ts';

function claim(name: string, confidence: Evidence['confidence'], sensitive = false): Evidence {
  const value = [{ name, required: true, default: null, scope: 'run', sensitive } as const];
  return { field: 'app.env', value, file: relPath('a'), line: 1, confidence, detector: 'd', because: '' };
}

describe('the environment of a static component', () => {
  const claims = [claim('SITE', 'source'), claim('SITE_TOKEN', 'source', true), claim('DB_PASSWORD', 'config', true)];
  const kind = (value: 'static' | 'web'): Evidence => {
    return { field: 'app.kind', value, file: null, line: null, confidence: 'config', detector: 'd', because: '' };
  };

  it('belongs to its build, and holds nothing that nobody reads', () => {
    expect(factsOf(resolve([...claims, kind('static')], ROOT))['app.env']).toMatchObject([
      { name: 'SITE', scope: 'build-public' },
      { name: 'SITE_TOKEN', scope: 'build-secret' },
    ]);
  });

  it('is that of the process elsewhere', () => {
    const env = factsOf(resolve([...claims, kind('web')], ROOT))['app.env'];
    expect(env?.map(({ scope }) => scope)).toEqual(['run', 'run', 'run']);
  });
});
