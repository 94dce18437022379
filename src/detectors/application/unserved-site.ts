import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configNode, entryOfType, pluginOption } from '../javascript/config-file.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';

/** True where Vike is told to write pages as files: in a `+config` file, or as an option of its plugin. */
function prerenders(scope: Scope): boolean {
  const plugin = pluginOption(scope, 'vike/plugin', 'prerender');
  if (plugin !== undefined && plugin.node.type !== 'BooleanLiteral') return true;
  if (plugin?.node.type === 'BooleanLiteral') return plugin.node.value;
  const configs = scope.tree.files.flatMap((file) => /^(?:.*\/)?\+config(?=\.[cm]?[jt]s$)/.exec(file)?.[0] ?? []);
  return configs.some((stem) => {
    const below = scope.dir === '.' ? stem : stem.slice(scope.dir.length + 1);
    const value = configNode(scope, configFile(scope, below), 'prerender')?.node;
    return value !== undefined && !(value.type === 'BooleanLiteral' && !value.value);
  });
}

/** True for a project of Stencil whose build makes a library only, because no target of it is a site. */
function hasNoSite(scope: Scope): boolean {
  const config = configFile(scope, 'stencil.config', 'config');
  if (configNode(scope, config, 'outputTargets') === undefined) return false;
  return entryOfType(scope, config, 'outputTargets', 'www') === undefined;
}

/** Sites whose build leaves nothing that a web server could serve: pages that need a server, or a library. */
export const unservedSite = defineDetector({
  id: 'unserved-site',
  layer: 'application',
  title: 'Builds that make no site',
  docs: 'https://vike.dev/prerendering',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const found = frameworkOf(scope);
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || found === undefined || project === undefined) return;
    const { framework, packageName } = found;
    const place = { file: project.path, line: dependencyLine(project, packageName), confidence: 'config' } as const;
    if (framework.id === 'vike' && !prerenders(scope)) {
      const reason = 'Vike renders pages on a server here, and no script starts one';
      const remedy = 'Add a server and a start script that runs it, or set prerender: true in pages/+config.';
      yield { field: 'app.refusal', value: { kind: 'unsupported', reason, remedy }, ...place, because: reason };
    }
    if (framework.id === 'stencil' && hasNoSite(scope)) {
      const reason = 'its Stencil build makes components for other programs and no site';
      const remedy = 'Add an output target of type www to stencil.config, or name the folder of an application.';
      yield { field: 'app.refusal', value: { kind: 'library', reason, remedy }, ...place, because: reason };
    }
  },
});
