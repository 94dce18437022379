import { defineDetector } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import { BUILT_SERVERS } from '../javascript/built-servers.ts';
import { foreignAdapter, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { nitroPages, nitroPreset } from '../javascript/nitro-preset.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';

/** Frameworks that differ only by data: their build makes one server in one known place. */
export const builtServer = defineDetector({
  id: 'built-server',
  layer: 'application',
  title: 'Frameworks that build a server of their own',
  docs: 'https://nitro.build/deploy/runtimes/node',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found === undefined) return;
    const plain =
      found.framework.id === 'tanstack-start' &&
      !['nitro', 'nitropack', 'vinxi'].some((name) => project.dependencies.has(name));
    const id = plain && project.dependencies.has('srvx') ? 'tanstack-start-srvx' : found.framework.id;
    const spec = Object.hasOwn(BUILT_SERVERS, id) ? BUILT_SERVERS[id] : undefined;
    if (spec === undefined) return;
    const preset = spec.files.includes('.output') || id === 'analog' ? nitroPreset(scope) : undefined;
    if (preset?.kind === 'platform') {
      const remedy = 'Leave the preset of Nitro out, or set it to node-server.';
      yield foreignAdapter(preset, spec.title, `the preset ${preset.value}`, remedy);
      return;
    }
    const place = { file: project.path, line: dependencyLine(project, found.packageName) };
    if (preset?.kind === 'files') {
      const because = `the preset ${preset.value} makes files`;
      const output = id === 'analog' ? relPath('dist/analog/public') : nitroPages(scope);
      yield* siteClaims(scope, known, preset, { title: spec.title, output, spa: false, build: spec.build, because });
      return;
    }
    yield* serverClaims(scope, known, place, spec);
  },
});
