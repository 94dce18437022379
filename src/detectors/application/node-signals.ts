import { defineDetector } from '../../core/model/detector.ts';
import { otherEntries } from '../javascript/entry.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { serverModules } from '../javascript/shape.ts';
import { signalHandler } from '../javascript/signals.ts';

/** Whether the code stops by itself on SIGTERM: as process 1, Node ignores the signal unless it is handled. */
export const nodeSignals = defineDetector({
  id: 'node-signals',
  layer: 'application',
  title: 'SIGTERM handling',
  docs: 'https://nodejs.org/api/process.html#signal-events',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known)) return;
    const handler = signalHandler(scope, serverModules(scope));
    // One image has one entry point for all of its processes.
    const others = otherEntries(scope).map((entry) => signalHandler(scope, reachableModules(scope, [entry])));
    if (handler === undefined || others.includes(undefined)) return;
    const { file, line, because } = handler;
    yield { field: 'app.handlesSigterm', value: true, file, line, confidence: 'source', because };
  },
});
