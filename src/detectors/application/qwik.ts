import { defineDetector } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configNode } from '../javascript/config-file.ts';
import { stringIn } from '../javascript/expressions.ts';
import { foreignAdapter, type Ground, serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { listenCalls } from '../javascript/listen-calls.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { optionOf, programUse } from '../javascript/script-flags.ts';

/** Adapters that only another platform runs. Source: https://qwik.dev/docs/deployments/ */
const PLATFORMS = /^(cloudflare|vercel|netlify|azure|firebase|aws|deno)/;

/** The adapter that the build uses: the folder that the build.server script names, else the only one there is. */
function adapterOf(scope: Scope): string | undefined {
  const script = nodeProject(scope)?.manifest.scripts.get('build.server') ?? '';
  const config = optionOf(programUse(script, 'vite')?.args ?? [], '-c', '--config');
  const named = config === undefined ? undefined : /(?:^|\/)adapters\/([^/]+)\//.exec(config)?.[1];
  if (named !== undefined) return named;
  const folders = scope.tree.files.flatMap((file) => /(?:^|\/)adapters\/([^/]+)\/vite\.config\./.exec(file)?.[1] ?? []);
  return folders[0];
}

/** The source file that the adapter's configuration builds into the server: `src/entry.express.tsx`. */
function entryOf(scope: Scope, adapter: string): string | undefined {
  const config = configFile(scope, `adapters/${adapter}/vite.config`);
  const input = configNode(scope, config, 'build', 'rollupOptions', 'input');
  const names = input?.node.type === 'ArrayExpression' ? input.node.elements.map((one) => stringIn(one)) : [];
  return names.find((name) => name !== undefined && !name.startsWith('@'));
}

/** Qwik City: its adapter decides whether the build is a server, files, or something for a platform. */
export const qwik = defineDetector({
  id: 'qwik',
  layer: 'application',
  title: 'Qwik City',
  docs: 'https://qwik.dev/docs/deployments/node/',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    if (!isNodeComponent(scope, known) || project === undefined || found?.framework.id !== 'qwik') return;
    const adapter = adapterOf(scope);
    const config = adapter === undefined ? undefined : configFile(scope, `adapters/${adapter}/vite.config`);
    const ground: Ground =
      config === undefined
        ? { file: project.path, line: dependencyLine(project, found.packageName) }
        : { file: config.file, line: null };
    const site = { title: 'Qwik City', output: relPath('dist'), spa: false, build: ['qwik', 'build'] };
    const remedy = 'Add an adapter that runs anywhere: `qwik add express` or `qwik add static`.';
    if (adapter === undefined || PLATFORMS.test(adapter)) {
      const name = adapter === undefined ? 'a build without an adapter' : `the adapter ${adapter}`;
      yield foreignAdapter(ground, 'Qwik City', name, remedy);
      return;
    }
    if (adapter === 'static') {
      yield* siteClaims(scope, known, ground, {
        ...site,
        hashed: ['build'],
        because: 'the static adapter writes files',
      });
      return;
    }
    const entry = entryOf(scope, adapter) ?? `src/entry.${adapter}.tsx`;
    const name = entry.slice(entry.lastIndexOf('/') + 1).replace(/\.[cm]?[jt]sx?$/, '');
    const source = scope.tree.files.find((file) => file.startsWith(scope.at(entry.replace(/\.[cm]?[jt]sx?$/, '.'))));
    const [listen] = source === undefined ? [] : listenCalls(scope, reachableModules(scope, [source]));
    if (listen?.port != null) {
      const at = { file: listen.file, line: listen.line };
      const because = 'the listen call names it';
      yield { field: 'app.port', value: listen.port, ...at, confidence: 'source', because };
    }
    yield* serverClaims(scope, known, ground, {
      title: 'Qwik City',
      start: ['node', `server/${name}.js`],
      build: site.build,
      port: 3000,
      portVariable: listen?.portVariable ?? 'PORT',
      files: ['package.json', 'server', 'dist'],
      ownsStart: true,
    });
  },
});
