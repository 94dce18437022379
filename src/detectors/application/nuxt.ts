import { defineDetector } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { programUse } from '../javascript/script-flags.ts';

/** Nuxt: `nuxt build` makes a Nitro server with everything in it, `nuxt generate` makes files. */
export const nuxt = defineDetector({
  id: 'nuxt',
  layer: 'application',
  title: 'Nuxt',
  docs: 'https://nuxt.com/docs/getting-started/deployment',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found?.framework.id !== 'nuxt') return;
    const build = project.manifest.scripts.get('build') ?? '';
    const generates = ['nuxt', 'nuxi'].some((program) => programUse(build, program)?.args[0] === 'generate');
    if (generates) {
      const ground = { file: project.path, line: project.manifest.lineOf('scripts', 'build') };
      const because = 'nuxt generate writes one page for each path';
      yield* siteClaims(scope, known, ground, {
        title: 'Nuxt',
        output: relPath('.output/public'),
        spa: false,
        build: [],
        because,
      });
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
        bindEnv: { HOST: '0.0.0.0' },
        files: ['.output'],
        handlesSigterm: true,
        ownsStart: true,
      },
    );
  },
});
