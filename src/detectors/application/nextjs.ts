import { defineDetector } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import { configFile, configText } from '../javascript/config-file.ts';
import { outputClaim, siteClaims } from '../javascript/framework-claims.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { cacheClaims } from '../javascript/next-cache.ts';
import { nextRunFiles } from '../javascript/next-config.ts';
import { isNodeComponent, runProgram } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { ownServer } from '../javascript/own-server.ts';
import { portOfScript } from '../javascript/script-port.ts';
import { folderBelow } from '../javascript/site-output.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { programArgv } from '../javascript/start-tools.ts';

/**
 * Next.js as its own server, as standalone output or as exported files. Its server ends by itself on SIGTERM
 * (next/dist/server/lib/start-server.js), which `next start` and the standalone server.js share.
 */
export const nextjs = defineDetector({
  id: 'nextjs',
  layer: 'application',
  title: 'Next.js',
  docs: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/output',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'nextjs')) return;
    const config = configFile(scope, 'next.config');
    const output = configText(scope, config, 'output');
    const distDir = configText(scope, config, 'distDir');
    const package_ = { file: project.path, line: dependencyLine(project, 'next') };
    const set = output === undefined ? package_ : { file: output.file, line: output.line };
    if (![...project.manifest.scripts.keys()].some((name) => /^build/.test(name))) {
      const because = 'no script builds it; this is the command of Next.js';
      yield {
        field: 'app.build',
        value: runProgram(known, 'next', 'build'),
        ...package_,
        confidence: 'convention',
        because,
      };
    }
    if (output?.value === 'export') {
      const folder = folderBelow(scope, distDir?.value ?? 'out');
      if (folder === undefined) return;
      yield* siteClaims(scope, known, distDir === undefined ? set : { file: distDir.file, line: distDir.line }, {
        title: 'Next.js',
        output: folder,
        spa: false,
        hashed: ['_next/static'],
        build: [],
        because: `output is export: next build writes files to ${folder}`,
      });
      return;
    }
    const { process } = startPlan(scope);
    const dist = folderBelow(scope, distDir?.value ?? '.next') ?? relPath('.next');
    if (distDir !== undefined) yield outputClaim({ folder: dist, file: distDir.file, line: distDir.line });
    const entry = process?.run.entry ?? null;
    const custom = process !== undefined && entry !== null && !entry.replace(/^\.\//, '').startsWith(`${dist}/`);
    const next = process?.run.program === 'next' ? process : undefined;
    yield {
      field: 'app.kind',
      value: 'web',
      ...package_,
      confidence: 'convention',
      because: 'Next.js renders on a server',
    };
    if (custom) {
      const value = [...(ownServer(scope, [dist])?.files ?? []), dist, ...nextRunFiles(scope)];
      yield {
        field: 'app.files',
        value,
        ...package_,
        confidence: 'convention',
        because: 'a server of its own starts Next.js',
      };
      yield* cacheClaims(dist, package_);
      yield {
        field: 'app.port',
        value: 3000,
        ...package_,
        confidence: 'guess',
        because: '3000 is the habit of Next.js applications',
      };
      return;
    }
    yield {
      field: 'app.handlesSigterm',
      value: true,
      ...package_,
      confidence: 'convention',
      because: 'the server of Next.js handles SIGTERM',
    };
    const standalone = output?.value === 'standalone';
    const args = next?.run.args ?? [];
    if (standalone) {
      const because = 'output is standalone: the build writes its own server.js';
      yield { field: 'app.start', value: ['node', 'server.js'], ...set, confidence: 'manifest', because };
      yield {
        field: 'app.bindEnv',
        value: { HOSTNAME: '0.0.0.0' },
        ...set,
        confidence: 'config',
        because: 'the standalone server listens on HOSTNAME',
      };
      const value = [
        `${dist}/standalone`,
        `${dist}/static`,
        ...(scope.tree.hasFolder(scope.at('public')) ? ['public'] : []),
      ];
      yield {
        field: 'app.files',
        value,
        ...set,
        confidence: 'config',
        because: 'the standalone server needs these and nothing else',
      };
    } else {
      const host = args.findIndex((arg) => arg === '-H' || arg === '--hostname');
      const local = host >= 0 && /^(localhost|127\.|::1)/.test(args[host + 1] ?? '');
      const kept = local ? args.filter((_, at) => at !== host && at !== host + 1) : args;
      const value = programArgv('next', kept.length === 0 ? ['start'] : kept);
      const place = next === undefined ? package_ : { file: project.path, line: next.line };
      const because =
        next === undefined ? 'the server of Next.js serves the build' : `the ${next.script} script runs it`;
      const written = typeof next?.run.command === 'string' ? next.run.command : undefined;
      const shell = written?.replace(local ? / (-H|--hostname) \S+/ : /$^/, '') ?? value;
      yield {
        field: 'app.start',
        value: shell,
        ...place,
        confidence: next === undefined ? 'convention' : 'manifest',
        because,
      };
      const files = [dist, ...nextRunFiles(scope)];
      yield {
        field: 'app.files',
        value: files,
        ...package_,
        confidence: 'convention',
        because: 'next start reads the build and these',
      };
    }
    yield* cacheClaims(dist, package_);
    yield* portOfScript(scope, 'PORT');
    yield {
      field: 'app.port',
      value: 3000,
      ...package_,
      confidence: 'convention',
      because: '3000 is the default of Next.js',
    };
    yield {
      field: 'app.portVariable',
      value: 'PORT',
      ...package_,
      confidence: 'convention',
      because: 'the server of Next.js reads PORT',
    };
  },
});
