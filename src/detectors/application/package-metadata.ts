import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isJavaScript } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { innerProject } from '../node/inner-projects.ts';
import { fileIn } from '../node/node-folder.ts';
import type { PackageJson } from '../node/package-json.ts';

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

/** The name; of the root of an Nx workspace, which Nx calls `@organisation/source`, that of the organisation. */
function nameOf(scope: Scope, { name, dir }: PackageJson): string | undefined {
  const organisation = /^@([^/]+)\/source$/.exec(name ?? '')?.[1];
  return organisation !== undefined && fileIn(scope, dir, 'nx.json') !== undefined ? organisation : name;
}

/** Name, version and license as package.json states them. */
export const packageMetadata = defineDetector({
  id: 'package-metadata',
  layer: 'application',
  title: 'Name, version and license from package.json',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const manifest = isJavaScript(scope, known) ? nodeProject(scope)?.manifest : undefined;
    if (manifest === undefined) return;
    const isInner = innerProject(scope) !== undefined;
    for (const key of ['name', 'version', 'license'] as const) {
      const value = key === 'name' ? nameOf(scope, manifest) : manifest[key];
      // The tool's own file names a project that shares a package.json.
      if (key === 'name' && isInner) continue;
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
