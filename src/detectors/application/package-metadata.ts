import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';

/** An SPDX expression; other texts (`SEE LICENSE IN x`) name no license. Source: https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/ */
const SPDX = /^[A-Za-z0-9.+() -]{1,64}$/;

/** The web address of the source repository, from the short and the long forms of the field. */
function repositoryOf(value: unknown): string | undefined {
  const text = typeof value === 'object' && value !== null ? (value as { readonly url?: unknown }).url : value;
  if (typeof text !== 'string') return undefined;
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(text)?.[1];
  const url = short === undefined ? text.replace(/^git\+/, '').replace(/\.git$/, '') : `https://github.com/${short}`;
  return /^https:\/\/[\w.-]+(\/[\w.~-]+)+$/.test(url) ? url : undefined;
}

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
      if (value === undefined || (key === 'license' && !SPDX.test(value))) continue;
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
    const repository = repositoryOf(manifest.get('repository'));
    if (repository === undefined) return;
    yield {
      field: 'app.repository',
      value: repository,
      file: manifest.path,
      line: manifest.lineOf('repository'),
      confidence: 'manifest',
      because: 'package.json states its repository',
    };
  },
});
