import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';

/** Name, version and license as package.json states them. */
export const packageMetadata = defineDetector({
  id: 'package-metadata',
  layer: 'application',
  title: 'Name, version and license from package.json',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const manifest = isNodeComponent(scope, known) ? nodeProject(scope)?.manifest : undefined;
    if (manifest === undefined) return;
    for (const key of ['name', 'version', 'license'] as const) {
      const value = manifest[key];
      if (value === undefined) continue;
      const because = `package.json states its ${key}`;
      yield {
        field: `app.${key}`,
        value,
        file: manifest.path,
        line: manifest.lineOf(key),
        confidence: 'manifest',
        because,
      };
    }
  },
});
