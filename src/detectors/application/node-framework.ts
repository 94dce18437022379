import { defineDetector } from '../../core/model/detector.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { lockedVersion } from '../javascript/locked-version.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { shapeOf } from '../javascript/shape.ts';

/** The framework by its dependency, with the version that the lockfile holds. */
export const nodeFramework = defineDetector({
  id: 'node-framework',
  layer: 'application',
  title: 'Framework of a Node application',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json#dependencies',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found === undefined) return;
    // Plain pages have no framework, only tools.
    if (found.framework.id === 'html') return;
    const { framework, packageName } = found;
    const range = project.dependencies.get(packageName) ?? '';
    const version = lockedVersion(scope, known, packageName, range);
    const place = { file: project.path, line: dependencyLine(project, packageName) };
    const because = `package.json depends on ${packageName}`;
    yield { field: 'app.framework', value: { name: framework.id, version }, ...place, confidence: 'manifest', because };
    if (framework.family !== 'server' || shapeOf(scope)?.kind !== 'web' || refusalOf(scope) !== undefined) return;
    const { port = 3000, title } = framework;
    const reason = `${port} is the habit of ${title} applications`;
    yield { field: 'app.port', value: port, ...place, confidence: 'guess', because: reason };
  },
});
