import { defineDetector } from '../../core/model/detector.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { optionOf } from '../javascript/script-flags.ts';
import { portOfScript } from '../javascript/script-port.ts';
import { serverProgram } from '../javascript/server-programs.ts';
import { startPlan } from '../javascript/start-plan.ts';

/** How an installed program serves that the start script runs: `probot run ./lib/index.js`. */
export const nodeServerProgram = defineDetector({
  id: 'node-server-program',
  layer: 'application',
  title: 'Programs that serve a file or a folder of the project',
  docs: 'https://probot.github.io/docs/configuration/',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const { process } = startPlan(scope);
    if (!isNodeComponent(scope, known) || project === undefined || refusalOf(scope) !== undefined) return;
    const program = serverProgram(process?.run.program, project.dependencies);
    // A framework that builds a server says itself what its program serves.
    const isBuilt = frameworkOf(scope)?.framework.family === 'meta';
    if (process === undefined || program === undefined || isBuilt) return;
    const at = { file: project.path, line: process.line, confidence: 'convention' } as const;
    const { title, port, portVariable, health, handlesSigterm } = program;
    if (port !== undefined) {
      yield* portOfScript(scope, portVariable ?? null);
      yield { field: 'app.port', value: port, ...at, because: `${port} is the default of ${title}` };
    }
    if (portVariable !== undefined && optionOf(process.run.args, '--port', '-p') === undefined) {
      yield { field: 'app.portVariable', value: portVariable, ...at, because: `${title} reads it` };
    }
    if (health !== undefined) yield { field: 'app.health', value: health, ...at, because: `${title} answers there` };
    if (handlesSigterm !== true) return;
    yield { field: 'app.handlesSigterm', value: true, ...at, because: `${title} ends by itself on SIGTERM` };
  },
});
