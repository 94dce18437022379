import { defineDetector } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile } from '../javascript/config-file.ts';
import { stringIn } from '../javascript/expressions.ts';
import { serverClaims, siteClaims } from '../javascript/framework-claims.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { settingOf } from '../javascript/setting.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { placeOf, type SettingSource, toldByConfig } from '../javascript/site-setting.ts';
import { programArgv } from '../javascript/start-tools.ts';
import { lineOf } from '../javascript/walk.ts';

/** A setting of React Router's own file, or of Remix's Vite plugin, which took it before there was such a file. */
function setting(key: string): readonly SettingSource[] {
  return [
    { stem: 'react-router.config', keys: [key] },
    { plugin: '@remix-run/dev', keys: [key] },
  ];
}

/**
 * True where the home page is written as a file, so that the page for every other path has a name of its own.
 * Source: https://reactrouter.com/how-to/pre-rendering
 */
function writesHome(scope: Scope): boolean {
  const node = setting('prerender').flatMap((source) => placeOf(scope, source)?.node ?? [])[0];
  if (node?.type === 'BooleanLiteral') return node.value;
  return node?.type === 'ArrayExpression' && node.elements.some((element) => stringIn(element) === '/');
}

/**
 * React Router 7 as a framework, and Remix 2, from which it came. Their servers end by themselves on SIGTERM
 * (dist/cli.js of @react-router/serve and @remix-run/serve).
 */
export const reactRouter = defineDetector({
  id: 'react-router',
  layer: 'application',
  title: 'React Router and Remix',
  docs: 'https://reactrouter.com/start/framework/deploying',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    const found = frameworkOf(scope);
    const id = found?.framework.id;
    if (!isNodeComponent(scope, known) || project === undefined || found === undefined) return;
    if (id !== 'react-router' && id !== 'remix') return;
    const ground = { file: project.path, line: dependencyLine(project, found.packageName) };
    const folder = folderBelow(scope, toldByConfig(scope, setting('buildDirectory'))?.value ?? 'build') ?? 'build';
    const ssr = setting('ssr').flatMap((source) => placeOf(scope, source) ?? [])[0];
    if (ssr !== undefined && settingOf(scope, ssr).value === false) {
      const output = folderBelow(scope, folder, 'client');
      if (output === undefined) return;
      yield* siteClaims(
        scope,
        known,
        { file: ssr.module.path, line: lineOf(ssr.node) },
        {
          title: found.framework.title,
          output,
          spa: true,
          fallback: writesHome(scope) ? '__spa-fallback.html' : undefined,
          hashed: ['assets'],
          build: id === 'remix' ? ['remix', 'vite:build'] : ['react-router', 'build'],
          because: 'ssr is false: files only',
        },
      );
      return;
    }
    const vite = id === 'react-router' || configFile(scope, 'vite.config') !== undefined;
    const server = vite ? `./${folder}/server/index.js` : './build/index.js';
    yield* serverClaims(scope, known, ground, {
      title: found.framework.title,
      start: programArgv(id === 'remix' ? 'remix-serve' : 'react-router-serve', [server]),
      build: id === 'remix' ? ['remix', vite ? 'vite:build' : 'build'] : ['react-router', 'build'],
      port: 3000,
      portVariable: 'PORT',
      bindEnv: { HOST: '0.0.0.0' },
      files: ['package.json', folder, 'public?', 'prisma?', 'drizzle?'],
      handlesSigterm: true,
    });
  },
});
