import { defineDetector } from '../../core/model/detector.ts';
import { outputFolder } from '../javascript/compiled-path.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { opensPort } from '../javascript/listen-calls.ts';
import { isNodeComponent, runProgram } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { serverModules } from '../javascript/shape.ts';
import { startPlan } from '../javascript/start-plan.ts';

/** The NestJS command line compiles before it starts, so its start script is for development. */
export const nestjs = defineDetector({
  id: 'nestjs',
  layer: 'application',
  title: 'NestJS',
  docs: 'https://docs.nestjs.com/cli/overview',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'nestjs')) return;
    if (refusalOf(scope) !== undefined) return;
    const place = { file: project.path, line: dependencyLine(project, '@nestjs/core') };
    const cli = scope.doc(scope.at('nest-cli.json'), 'json');
    const text = (key: string, fallback: string): string => {
      const value = cli?.get(key);
      return typeof value === 'string' ? value : fallback;
    };
    const modules = serverModules(scope);
    const serves = modules.length === 0 || opensPort(modules);
    const reason = serves ? 'NestJS serves requests' : 'its entry file opens no port';
    yield { field: 'app.kind', value: serves ? 'web' : 'worker', ...place, confidence: 'convention', because: reason };
    if (serves) {
      yield {
        field: 'app.port',
        value: 3000,
        ...place,
        confidence: 'guess',
        because: '3000 is the habit of NestJS applications',
      };
    }
    if (startPlan(scope).process === undefined) {
      const project_ = cli?.get('monorepo') === true ? `/apps/${text('root', '').replace(/^apps\//, '')}` : '';
      const folder = `${outputFolder(scope) ?? 'dist'}${project_}`;
      const value = ['node', `${folder}/${text('entryFile', 'main')}.js`] as const;
      const because = `nest build compiles ${text('sourceRoot', 'src')}/${text('entryFile', 'main')}.ts to it`;
      yield { field: 'app.start', value, ...place, confidence: 'convention', because };
    }
    if (
      ![...project.manifest.scripts.keys()].some((name) => /^build/.test(name)) &&
      project.dependencies.has('@nestjs/cli')
    ) {
      const because = 'no script builds it; this is the command of NestJS';
      yield {
        field: 'app.build',
        value: runProgram(known, 'nest', 'build'),
        ...place,
        confidence: 'convention',
        because,
      };
    }
  },
});
