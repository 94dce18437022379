import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { optionOf } from '../javascript/script-flags.ts';
import { startPlan } from '../javascript/start-plan.ts';

const LOCAL = /^(localhost|127\.|\[?::1)/;

/** `fastify start plugin.js`: the command line of Fastify opens the port, so no listen call of the project shows it. */
export const nodeFastifyCli = defineDetector({
  id: 'node-fastify-cli',
  layer: 'application',
  title: 'Server of the Fastify command line',
  docs: 'https://github.com/fastify/fastify-cli#options',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const { process } = startPlan(scope);
    if (!isNodeComponent(scope, known) || project === undefined || refusalOf(scope) !== undefined) return;
    if (process?.run.program !== 'fastify') return;
    const at = { file: project.path, line: dependencyLine(project, 'fastify-cli'), confidence: 'convention' } as const;
    const { args } = process.run;
    const { file, line } = at;
    yield { field: 'app.port', value: 3000, ...at, because: '3000 is the default of fastify-cli' };
    if (optionOf(args, '--port', '-p') === undefined) {
      yield { field: 'app.portVariable', value: 'PORT', ...at, because: 'fastify-cli reads it' };
    }
    yield { field: 'app.handlesSigterm', value: true, ...at, because: 'fastify-cli closes the server on SIGTERM' };
    const address = optionOf(args, '--address', '-a');
    if (address === undefined) {
      const because = 'fastify-cli reads its address there, and listens on localhost where it sees no container';
      yield { field: 'app.bindEnv', value: { FASTIFY_ADDRESS: '0.0.0.0' }, ...at, because };
    } else if (LOCAL.test(address)) {
      const detail = `The ${process.script} script passes --address ${address}`;
      yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: { file, line: process.line ?? line } } };
    }
  },
});
