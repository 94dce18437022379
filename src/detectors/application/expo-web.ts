import { defineDetector } from '../../core/model/detector.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { buildUses, type SettingSource, toldByConfig } from '../javascript/site-setting.ts';

const OUTPUT: readonly SettingSource[] = [
  { doc: 'app.json', format: 'json', keys: ['expo', 'web', 'output'] },
  { stem: 'app.config', keys: ['web', 'output'] },
  { stem: 'app.config', keys: ['expo', 'web', 'output'] },
];

/** Expo for the web: one page, a page for each route, or nothing that files can serve. Elsewhere it is for telephones. */
export const expoWeb = defineDetector({
  id: 'expo-web',
  layer: 'application',
  title: 'Expo for the web',
  docs: 'https://docs.expo.dev/router/web/static-rendering/',
  when: { anyFile: ['app.json', 'app.config.js', 'app.config.ts'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'expo')) return;
    const output = toldByConfig(scope, OUTPUT);
    const exports = buildUses(scope, ['expo', 'export'])[0];
    if (output === undefined && exports === undefined) {
      const reason = 'it is a mobile application (expo): no setting and no script makes a site of it';
      const remedy = 'Set expo.web.output to single or static in app.json, or name the folder of the server behind it.';
      const place = { file: project.path, line: dependencyLine(project, 'expo'), confidence: 'config' } as const;
      yield { field: 'app.refusal', value: { kind: 'mobile', reason, remedy }, ...place, because: reason };
      return;
    }
    if (output === undefined) return;
    if (output.value === 'server') {
      const reason = 'web.output is server: the routes of Expo need a server, and no script starts one';
      const remedy = 'Set web.output to static or single, or add a server that uses expo-server.';
      const { file, line } = output;
      const value = { kind: 'unsupported', reason, remedy } as const;
      yield { field: 'app.refusal', value, file, line, confidence: 'config', because: reason };
      return;
    }
    const isSingle = output.value !== 'static';
    const because = `web.output is ${output.value}`;
    yield { ...output, field: 'app.spaFallback', value: isSingle, because };
  },
});
