import { defineDetector } from '../../core/model/detector.ts';
import { buildScript } from '../javascript/build-scripts.ts';
import { NITRO_ALIASES } from '../javascript/built-servers.ts';
import { configFile, configValue } from '../javascript/config-file.ts';
import { foreignAdapter, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { nitroPages, nitroPreset } from '../javascript/nitro-preset.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { scriptsRunBy } from '../javascript/script-graph.ts';
import { buildUses } from '../javascript/site-setting.ts';

/** Nuxt: `nuxt build` makes a Nitro server with everything in it, `nuxt generate` makes files. */
export const nuxt = defineDetector({
  id: 'nuxt',
  layer: 'application',
  title: 'Nuxt',
  docs: 'https://nuxt.com/docs/getting-started/deployment',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found?.framework.id !== 'nuxt') return;
    const preset = nitroPreset(scope);
    const [generates] = ['nuxt', 'nuxi'].flatMap((program) => buildUses(scope, [program, 'generate']));
    // Where nothing else builds, a script that writes pages is the build.
    const own = buildScript(project.manifest.scripts);
    const isBuilt =
      generates !== undefined &&
      (own === undefined || scriptsRunBy(project.manifest.scripts, own).has(generates.script));
    if (isBuilt || preset?.kind === 'files') {
      // Without a server each path that no page was written for is the browser's to route: Nuxt writes 200.html for it.
      const ground = isBuilt
        ? { file: generates.file, line: generates.line }
        : { file: preset?.file ?? project.path, line: preset?.line ?? null };
      const ssr = configValue(scope, configFile(scope, 'nuxt.config'), 'ssr');
      yield* siteClaims(scope, known, ground, {
        title: 'Nuxt',
        output: nitroPages(scope),
        spa: ssr?.value === false,
        fallback: ssr?.value === false ? '200.html' : undefined,
        hashed: [],
        build: isBuilt ? ['nuxt', 'generate'] : ['nuxt', 'build'],
        because: isBuilt
          ? 'nuxt generate writes one page for each path'
          : `the preset ${preset?.value ?? ''} makes files`,
      });
      return;
    }
    if (preset?.kind === 'platform') {
      const remedy = 'Leave the preset of Nitro out, or set it to node-server.';
      yield foreignAdapter(preset, 'Nuxt', `the preset ${preset.value}`, remedy);
      return;
    }
    yield* serverClaims(
      scope,
      known,
      { file: project.path, line: dependencyLine(project, found.packageName) },
      {
        title: 'Nuxt',
        start: ['node', '.output/server/index.mjs'],
        build: ['nuxt', 'build'],
        port: 3000,
        portVariable: 'PORT',
        ...NITRO_ALIASES,
        bindEnv: { HOST: '0.0.0.0' },
        files: ['.output'],
        moved: { from: '.output', by: [{ stem: 'nuxt.config', keys: ['nitro', 'output', 'dir'] }] },
        handlesSigterm: true,
        ownsStart: true,
      },
    );
  },
});
