import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { innerBuild } from '../javascript/inner-build.ts';
import { isNodeComponent, runProgram } from '../javascript/node-component.ts';
import { type InnerProject, innerProject } from '../node/inner-projects.ts';
import { nxTarget } from '../node/nx.ts';

/** What checks the project, where its tool has a target for that. */
function* checks(scope: Scope, known: KnownFacts, project: InnerProject): Iterable<Claim<'application'>> {
  if (project.tool !== 'nx') return;
  for (const [field, work] of [
    ['app.test', 'test'],
    ['app.lint', 'lint'],
  ] as const) {
    const found = nxTarget(scope, project.root, project.dir, work);
    if (found === undefined) continue;
    const { target, file, line } = found;
    const because = `Nx has the target ${target} for it`;
    const value = runProgram(known, 'nx', 'run', `${project.name}:${target}`);
    yield { field, value, file, line, confidence: 'config', because };
  }
}

/** What the tool of a monorepo says of a project that has no package.json of its own. */
export const innerProjectFacts = defineDetector({
  id: 'inner-project',
  layer: 'application',
  title: 'Projects that share one package.json',
  docs: 'https://nx.dev/docs/reference/project-configuration',
  when: { nearestFile: ['nx.json', 'angular.json', 'nest-cli.json', '.nestcli.json', '.nest-cli.json', 'nest.json'] },
  *detect(scope, known) {
    const project = innerProject(scope);
    if (project === undefined || !isNodeComponent(scope, known)) return;
    const { doc, keys, name, root } = project;
    const line = keys.length === 0 ? doc.lineOf('name') : doc.lineOf(...keys);
    const named = 'the project is called so';
    yield { field: 'app.name', value: name, file: doc.path, line, confidence: 'manifest', because: named };
    yield* checks(scope, known, project);
    const build = innerBuild(scope);
    if (build === undefined) return;
    const at = { file: build.file, line: build.line, confidence: 'manifest' } as const;
    if (build.makes === 'server') {
      const because = 'its tool builds and runs it in the folder of the package.json';
      yield { field: 'app.home', value: root, ...at, because };
    }
    if (build.output === undefined || build.makes === 'server') return;
    const because = `its build writes ${build.output}`;
    yield { field: 'app.builtInto', value: build.output, ...at, because };
    if (build.makes !== 'site') return;
    const site = 'its build makes files for browsers';
    yield { field: 'app.kind', value: 'static', ...at, because: site };
    const single = 'one page routes in the browser';
    yield { field: 'app.spaFallback', value: true, ...at, confidence: 'convention', because: single };
  },
});
