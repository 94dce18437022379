import { defineDetector } from '../../core/model/detector.ts';
import { configFile, configText, configValue } from '../javascript/config-file.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { programArgv } from '../javascript/start-tools.ts';

/**
 * React Router 7 as a framework, and Remix 2, from which it came. Their servers end by themselves on SIGTERM
 * (dist/cli.js of @react-router/serve and @remix-run/serve).
 */
export const reactRouter = defineDetector({
  id: 'react-router',
  layer: 'application',
  title: 'React Router and Remix',
  docs: 'https://reactrouter.com/start/framework/deploying',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    const id = found?.framework.id;
    if (!isNodeComponent(scope, known) || project === undefined || found === undefined) return;
    if (id !== 'react-router' && id !== 'remix') return;
    const ground = { file: project.path, line: dependencyLine(project, found.packageName) };
    const config = configFile(scope, 'react-router.config');
    const folder = folderBelow(scope, configText(scope, config, 'buildDirectory')?.value ?? 'build');
    const ssr = configValue(scope, config, 'ssr');
    if (ssr?.value === false) {
      const output = folderBelow(scope, folder ?? 'build', 'client');
      if (output === undefined) return;
      const at = { file: ssr.file, line: ssr.line };
      const site = {
        title: 'React Router',
        output,
        spa: true,
        hashed: ['assets'],
        build: ['react-router', 'build'],
        because: 'ssr is false: files only',
      };
      yield* siteClaims(scope, known, at, site);
      return;
    }
    const vite = id === 'react-router' || configFile(scope, 'vite.config') !== undefined;
    const server = vite ? `./${folder ?? 'build'}/server/index.js` : './build/index.js';
    yield* serverClaims(scope, known, ground, {
      title: found.framework.title,
      start: programArgv(id === 'remix' ? 'remix-serve' : 'react-router-serve', [server]),
      build: id === 'remix' ? ['remix', vite ? 'vite:build' : 'build'] : ['react-router', 'build'],
      port: 3000,
      portVariable: 'PORT',
      bindEnv: { HOST: '0.0.0.0' },
      files: ['package.json', folder ?? 'build', 'public?', 'prisma?', 'drizzle?'],
      handlesSigterm: true,
    });
  },
});
