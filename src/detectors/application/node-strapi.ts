import { defineDetector } from '../../core/model/detector.ts';
import { configFile, configValue } from '../javascript/config-file.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { portIn } from '../javascript/setting-value.ts';

/** The port of Strapi, which its own configuration names. */
export const nodeStrapi = defineDetector({
  id: 'node-strapi',
  layer: 'application',
  title: 'Port of a Strapi server',
  docs: 'https://docs.strapi.io/cms/configurations/server',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || !isFramework(scope, 'strapi')) return;
    const config = configFile(scope, 'config/env/production/server') ?? configFile(scope, 'config/server');
    const port = configValue(scope, config, 'port');
    const value = port && portIn(port);
    if (port === undefined || value === null || value === undefined) return;
    const { file, line } = port;
    yield { field: 'app.port', value, file, line, confidence: 'config', because: 'the configuration of the server' };
    if (port.variable === null) return;
    const because = 'the configuration of the server reads it';
    yield { field: 'app.portVariable', value: port.variable, file, line, confidence: 'config', because };
  },
});
