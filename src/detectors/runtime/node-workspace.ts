import { defineDetector } from '../../core/model/detector.ts';
import type { WorkspacePackage } from '../../core/model/workspace-slice.ts';
import { sliceOf } from '../node/slice.ts';
import { buildTask } from '../node/task-runner.ts';

/** Files in a monorepo's root that builds of its packages read; settings of editors, linters and tests are not among them. */
const SHARED =
  '{tsconfig*.json,jsconfig.json,turbo.json,turbo.jsonc,nx.json,lerna.json,babel.config.*,.babelrc*,.swcrc,.browserslistrc,postcss.config.*,tailwind.config.*,vite.config.*,webpack.config.*}';

/** The packages of a monorepo that the component is made of. */
export const nodeWorkspace = defineDetector({
  id: 'node-workspace',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Packages of a JavaScript monorepo that a component needs',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/workspaces',
  when: { nearestFile: ['package.json'] },
  *detect(scope) {
    const slice = sliceOf(scope);
    if (slice === undefined) return;
    const { root, declaredIn, rush } = slice.workspace;
    const packages = slice.packages.map((one): WorkspacePackage => {
      // Rush builds the whole slice at once.
      const build = rush === undefined && one.scripts.has('build');
      const task = build || rush !== undefined ? undefined : buildTask(scope, root, one);
      const development = !slice.production.has(one.dir);
      const runs = task && (task.place === 'package' ? { command: task.words } : { task: task.words });
      return { dir: one.dir, name: one.name ?? one.dir, build, ...runs, development };
    });
    const shared = scope.project.match(SHARED).filter((path) => !path.includes('/'));
    yield {
      field: 'runtime.workspace',
      value: { root, packages, shared },
      file: declaredIn,
      line: null,
      confidence: 'manifest',
      because: `the workspace lists this package; it needs ${packages.length - 1} others of it`,
    };
  },
});
