import { scan } from '../../src/adapters/scan-fs.ts';
import { detect } from '../../src/core/detect/run.ts';
import { detectorsFor } from '../../src/detectors/load.ts';
import { DETECTORS } from '../../src/detectors/registry.generated.ts';
import { fixtures } from '../support/fixture.ts';

describe('the families of detectors that a tree asks for', () => {
  it.each([...fixtures('apps'), ...fixtures('bad')].map(({ name, app }) => [name, app] as const))(
    'find in %s what all detectors find',
    async (_name, app) => {
      const workspace = await scan(app);
      const some = detect(workspace, await detectorsFor(workspace.tree));
      const all = detect(await scan(app), DETECTORS);
      expect({ model: some.model, diagnostics: some.diagnostics }).toEqual({
        model: all.model,
        diagnostics: all.diagnostics,
      });
    },
  );
});
