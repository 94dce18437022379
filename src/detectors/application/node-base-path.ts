import { defineDetector } from '../../core/model/detector.ts';
import { basePathOf } from '../javascript/base-path.ts';
import { isNodeComponent } from '../javascript/node-component.ts';

/** The path below which a site or a server answers, as its framework is told: `basePath`, `base`, `homepage` … */
export const nodeBasePath = defineDetector({
  id: 'node-base-path',
  layer: 'application',
  title: 'Base path of a Node application',
  docs: 'https://vite.dev/guide/build#public-base-path',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const told = isNodeComponent(scope, known) ? basePathOf(scope) : undefined;
    if (told !== undefined) yield { field: 'app.basePath', ...told };
  },
});
