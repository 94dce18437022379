import { defineDetector } from '../../core/model/detector.ts';
import { configFile, configNode, configText, configValue } from '../javascript/config-file.ts';
import { inProduction } from '../javascript/config-object.ts';
import { bare, dotted, propertyOf, stringIn } from '../javascript/expressions.ts';
import { foreignAdapter, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { ownServer } from '../javascript/own-server.ts';
import { folderBelow, namedFolder } from '../javascript/site-output.ts';
import { toldByConfig } from '../javascript/site-setting.ts';
import { module } from '../javascript/site-tool.ts';
import { lineOf } from '../javascript/walk.ts';

const OUTPUT = module('astro.config', 'outDir');

/** Astro: files by default, a Node server with @astrojs/node, something for a platform with other adapters. */
export const astro = defineDetector({
  id: 'astro',
  layer: 'application',
  title: 'Astro',
  docs: 'https://docs.astro.build/en/guides/integrations-guide/node/',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'astro')) return;
    const config = configFile(scope, 'astro.config');
    const set = configNode(scope, config, 'adapter');
    const place = set && inProduction(scope, set);
    const call = place && bare(place.node);
    const name = call?.type === 'CallExpression' ? dotted(call.callee) : undefined;
    const adapter = name === undefined ? undefined : place?.module.imported.get(name)?.source;
    const dependency = { file: project.path, line: dependencyLine(project, 'astro') };
    const named = toldByConfig(scope, [OUTPUT]);
    const output = named === undefined ? folderBelow(scope, 'dist') : namedFolder(scope, named);
    const build = ['astro', 'build'];
    if (output === undefined) return;
    if (call === undefined || config === undefined || place === undefined) {
      yield* siteClaims(scope, known, dependency, {
        title: 'Astro',
        output,
        spa: false,
        hashed: [configText(scope, config, 'build', 'assets')?.value ?? '_astro'],
        build,
        because: 'Astro builds files when no adapter is set',
      });
      return;
    }
    const ground = { file: config.file, line: lineOf(call) };
    if (adapter !== undefined && !/^@astrojs\/node\b/.test(adapter)) {
      yield foreignAdapter(
        ground,
        'Astro',
        adapter,
        'Install @astrojs/node and set it as adapter with mode standalone in the Astro configuration.',
      );
      return;
    }
    const options = call.type === 'CallExpression' ? call.arguments[0] : undefined;
    const mode = options?.type === 'ObjectExpression' ? stringIn(propertyOf(options, 'mode')) : undefined;
    if (mode === 'middleware' && ownServer(scope, [output]) === undefined) {
      const reason =
        'its adapter builds a handler for a server of your own (mode middleware), and no script starts one';
      const remedy = 'Set mode: "standalone" in the Astro configuration, or add a start script that runs the server.';
      const value = { kind: 'unsupported', reason, remedy } as const;
      yield { field: 'app.refusal', value, ...ground, confidence: 'config', because: reason };
      return;
    }
    const port = configValue(scope, config, 'server', 'port');
    yield* serverClaims(scope, known, ground, {
      title: 'Astro',
      start: ['node', `./${output}/server/entry.mjs`],
      build,
      // The adapter builds the configured port into the server (dist/standalone.js of @astrojs/node).
      port: typeof port?.value === 'number' ? port.value : 4321,
      portVariable: 'PORT',
      bindEnv: { HOST: '0.0.0.0' },
      files: ['package.json', output],
      ownsStart: true,
    });
  },
});
