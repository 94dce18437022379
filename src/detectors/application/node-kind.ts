import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { shapeOf } from '../javascript/shape.ts';

/** Whether a Node component is a server, a worker or a program, or nothing that runs in a container. */
export const nodeKind = defineDetector({
  id: 'node-kind',
  layer: 'application',
  title: 'Server, worker or library',
  docs: 'https://nodejs.org/api/net.html#serverlisten',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known)) return;
    const refused = refusalOf(scope);
    if (refused !== undefined) {
      const { refusal, file, line } = refused;
      yield { field: 'app.refusal', value: refusal, file, line, confidence: 'manifest', because: refusal.reason };
      return;
    }
    const shape = shapeOf(scope);
    if (shape === undefined) return;
    const { kind, file, line, confidence, because } = shape;
    yield { field: 'app.kind', value: kind, file, line, confidence, because };
  },
});
