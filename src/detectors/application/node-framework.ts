import semver from 'semver';
import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { shapeOf } from '../javascript/shape.ts';
import { readLockfile } from '../node/lockfile.ts';

/** The version as locked, else the lowest that the range allows; `null` when neither says one. */
function versionOf(scope: Scope, lockfile: string | null, name: string, range: string): string | null {
  const path = lockfile === null ? undefined : scope.project.files.find((file) => file === lockfile);
  const locked = path && readLockfile(scope, path)?.packages.filter((one) => one.name === name);
  const fitting = locked?.find(({ version }) => semver.satisfies(version, range)) ?? locked?.[0];
  if (fitting !== undefined && semver.valid(fitting.version) !== null) return fitting.version;
  try {
    return semver.minVersion(range)?.version ?? null;
  } catch {
    return null;
  }
}

/** The framework by its dependency, with the version that the lockfile holds. */
export const nodeFramework = defineDetector({
  id: 'node-framework',
  layer: 'application',
  title: 'Framework of a Node application',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found === undefined) return;
    const { framework, packageName } = found;
    const range = project.dependencies.get(packageName) ?? '';
    const version = versionOf(scope, known.get('runtime.packageManager')?.lockfile ?? null, packageName, range);
    const place = { file: project.path, line: dependencyLine(project, packageName) };
    const because = `package.json depends on ${packageName}`;
    yield { field: 'app.framework', value: { name: framework.id, version }, ...place, confidence: 'manifest', because };
    if (framework.family !== 'server' || shapeOf(scope)?.kind !== 'web' || refusalOf(scope) !== undefined) return;
    const reason = `3000 is the habit of ${framework.title} applications`;
    yield { field: 'app.port', value: 3000, ...place, confidence: 'guess', because: reason };
  },
});
