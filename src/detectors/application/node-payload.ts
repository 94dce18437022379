import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';

/** What Payload needs while Next.js renders pages at build time, besides at run time. Source: https://payloadcms.com/docs/production/building-without-a-db-connection */
const NEEDED = ['DATABASE_URI', 'PAYLOAD_SECRET'];

/** Secrets of Payload's build: pages that read content are rendered then. */
export const nodePayload = defineDetector({
  id: 'node-payload',
  layer: 'application',
  title: 'Build secrets of Payload',
  docs: 'https://payloadcms.com/docs/production/building-without-a-db-connection',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project?.manifest.dependencies.has('payload') !== true) return;
    const at = { file: project.path, line: dependencyLine(project, 'payload'), confidence: 'convention' } as const;
    const because = 'Payload reads content while Next.js builds pages';
    yield { field: 'app.buildSecrets', value: NEEDED, ...at, because };
  },
});
