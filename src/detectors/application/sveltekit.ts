import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { type ConfigFile, configFile, configNode } from '../javascript/config-file.ts';
import { bare, dotted, propertyOf, stringIn } from '../javascript/expressions.ts';
import { foreignAdapter, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { lineOf } from '../javascript/walk.ts';

interface Adapter {
  readonly packageName: string;
  readonly line: number;
  option(name: string): string | undefined;
}

function adapterOf(scope: Scope, config: ConfigFile | undefined): Adapter | undefined {
  const place = configNode(scope, config, 'kit', 'adapter');
  const call = place && bare(place.node);
  if (place === undefined || call?.type !== 'CallExpression') return undefined;
  const from = place.module.imported.get(dotted(call.callee) ?? '');
  const [options] = call.arguments;
  if (from === undefined) return undefined;
  return {
    packageName: from.source,
    line: lineOf(call),
    option: (name) => (options?.type === 'ObjectExpression' ? stringIn(propertyOf(options, name)) : undefined),
  };
}

/** SvelteKit: its adapter decides whether the build is a Node server, files, or something for a platform. */
export const sveltekit = defineDetector({
  id: 'sveltekit',
  layer: 'application',
  title: 'SvelteKit',
  docs: 'https://svelte.dev/docs/kit/adapter-node',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'sveltekit')) return;
    const config = configFile(scope, 'svelte.config');
    const adapter = adapterOf(scope, config);
    const ground =
      adapter !== undefined && config !== undefined
        ? { file: config.file, line: adapter.line }
        : { file: project.path, line: dependencyLine(project, '@sveltejs/kit') };
    const named = adapter?.packageName ?? '@sveltejs/adapter-auto';
    const build = ['vite', 'build'];
    if (named === '@sveltejs/adapter-static') {
      const output = folderBelow(scope, adapter?.option('pages') ?? 'build');
      const spa = adapter?.option('fallback') !== undefined;
      if (output === undefined) return;
      yield* siteClaims(scope, known, ground, {
        title: 'SvelteKit',
        output,
        spa,
        build,
        because: 'adapter-static builds files',
      });
      return;
    }
    if (/^@sveltejs\/adapter-(?!node)/.test(named)) {
      const remedy = 'Install @sveltejs/adapter-node and set it as kit.adapter in svelte.config.js.';
      yield foreignAdapter(ground, 'SvelteKit', named, remedy);
      return;
    }
    const out = folderBelow(scope, adapter?.option('out') ?? 'build') ?? 'build';
    yield* serverClaims(scope, known, ground, {
      title: 'SvelteKit',
      start: ['node', out],
      build,
      port: 3000,
      portVariable: `${adapter?.option('envPrefix') ?? ''}PORT`,
      files: ['package.json', out],
      handlesSigterm: true,
      ownsStart: true,
    });
  },
});
