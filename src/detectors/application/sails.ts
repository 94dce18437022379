import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configNode, configValue } from '../javascript/config-file.ts';
import { keyName } from '../javascript/expressions.ts';
import { serverClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { bestHealth } from '../javascript/health-path.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import type { Route } from '../javascript/routes.ts';
import { portIn } from '../javascript/setting-value.ts';
import { programArgv } from '../javascript/start-tools.ts';
import { lineOf } from '../javascript/walk.ts';

/** The paths that answer GET, from the keys of `config/routes.js`: `GET /health`, or a path alone for every method. */
function routes(scope: Scope): readonly Route[] {
  const table = configNode(scope, configFile(scope, 'config/routes', 'routes'));
  if (table?.node.type !== 'ObjectExpression') return [];
  return table.node.properties.flatMap((entry) => {
    const key = entry.type === 'SpreadElement' ? undefined : keyName(entry.key);
    const path = /^(?:(?:GET|ALL)\s+)?(\/\S*)$/i.exec(key ?? '')?.[1];
    return path === undefined ? [] : [{ path, file: table.module.path, line: lineOf(entry) }];
  });
}

/** Sails: its configuration for production says the port, which PORT overrides (lib/app/configuration/load.js). */
export const sails = defineDetector({
  id: 'sails',
  layer: 'application',
  title: 'Sails',
  docs: 'https://sailsjs.com/documentation/reference/configuration/sails-config',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'sails')) return;
    const ground = { file: project.path, line: dependencyLine(project, 'sails') };
    const stems = ['config/env/production', 'config/local', 'config/http'];
    const port = stems
      .map((stem) => configValue(scope, configFile(scope, stem), 'port'))
      .find((one) => one !== undefined);
    yield* serverClaims(scope, known, ground, {
      title: 'Sails',
      start: scope.project.has(scope.at('app.js')) ? ['node', 'app.js'] : programArgv('sails', ['lift']),
      build: [],
      port: (port && portIn(port)) ?? 1337,
      portVariable: 'PORT',
      files: [
        ...['package.json', 'app.js?', '.sailsrc?', 'Gruntfile.js?', 'webpack.mix.js?'],
        ...['api?', 'assets?', 'config?', 'generators?', 'lib?', 'scripts?', 'tasks?', 'views?'],
      ],
      // The pipeline of Grunt makes the files for browsers there when the server starts.
      writable: ['.tmp'],
      handlesSigterm: true,
    });
    const health = bestHealth(routes(scope));
    if (health === undefined) return;
    const { path, file, line } = health;
    const because = `a route answers GET ${path}`;
    yield { field: 'app.health', value: path, file, line, confidence: 'source', because };
  },
});
