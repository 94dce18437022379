import { defineDetector } from '../../core/model/detector.ts';
import { type RelPath, relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configNode, pluginOption } from '../javascript/config-file.ts';
import { inProduction } from '../javascript/config-object.ts';
import { bare, dotted, propertyOf, stringIn } from '../javascript/expressions.ts';
import type { Place } from '../javascript/follow.ts';
import { foreignAdapter, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { lineOf } from '../javascript/walk.ts';

interface Adapter {
  readonly packageName: string;
  readonly file: RelPath;
  readonly line: number;
  option(name: string): string | undefined;
}

/** A setting of SvelteKit: up to version 2 in svelte.config, from 2.62 on also as an option of its Vite plugin. */
function settingAt(scope: Scope, ...keys: readonly string[]): Place | undefined {
  const own = configNode(scope, configFile(scope, 'svelte.config'), 'kit', ...keys);
  return own ?? pluginOption(scope, '@sveltejs/kit/vite', ...keys);
}

function adapterOf(scope: Scope): Adapter | undefined {
  const set = settingAt(scope, 'adapter');
  const place = set && inProduction(scope, set);
  const call = place && bare(place.node);
  if (place === undefined || call?.type !== 'CallExpression') return undefined;
  const from = place.module.imported.get(dotted(call.callee) ?? '');
  const [options] = call.arguments;
  if (from === undefined) return undefined;
  return {
    packageName: from.source,
    file: place.module.path,
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
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'sveltekit')) return;
    const adapter = adapterOf(scope);
    const ground =
      adapter !== undefined
        ? { file: adapter.file, line: adapter.line }
        : { file: project.path, line: dependencyLine(project, '@sveltejs/kit') };
    const named = adapter?.packageName ?? '@sveltejs/adapter-auto';
    const build = ['vite', 'build'];
    if (named === '@sveltejs/adapter-static') {
      const output = folderBelow(scope, adapter?.option('pages') ?? 'build');
      const fallback = adapter?.option('fallback');
      const appDir = settingAt(scope, 'appDir');
      if (output === undefined) return;
      yield* siteClaims(scope, known, ground, {
        title: 'SvelteKit',
        output,
        spa: fallback !== undefined,
        fallback,
        hashed: [`${stringIn(appDir?.node) ?? '_app'}/immutable`],
        build,
        because: 'adapter-static builds files',
      });
      return;
    }
    if (/^@sveltejs\/adapter-(?!node)/.test(named)) {
      const remedy = 'Install @sveltejs/adapter-node and set it as adapter of SvelteKit in the place of this one.';
      yield foreignAdapter(ground, 'SvelteKit', named, remedy);
      return;
    }
    const folder = adapter?.option('out');
    const out = folderBelow(scope, folder ?? 'build') ?? relPath('build');
    yield* serverClaims(scope, known, ground, {
      title: 'SvelteKit',
      start: ['node', out],
      build,
      port: 3000,
      portVariable: `${adapter?.option('envPrefix') ?? ''}PORT`,
      files: ['package.json', out],
      output: folder === undefined ? undefined : { ...ground, folder: out },
      handlesSigterm: true,
      ownsStart: true,
    });
  },
});
