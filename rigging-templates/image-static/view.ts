import type { Component } from '../../src/core/model/app-model.ts';
import { relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { urlPath } from '../../src/core/model/url-path.ts';
import { buildArgsOf } from '../_shared/views/build-args.ts';
import { containerFacts, userOf, WORKDIR } from '../_shared/views/container.ts';
import { copyBuilt } from '../_shared/views/copy-groups.ts';
import { ignoredOutput } from '../_shared/views/ignored-output.ts';
import { type BuildStages, buildStages } from '../_shared/views/node-build.ts';
import { generatorStage } from './generator.ts';

/** The stages of a site that Node has no part in: those of its generator, or none. */
function plainStages(input: ViewInput): BuildStages {
  const stage = generatorStage(input);
  const view = { hasBuild: false, hasDeps: false };
  return { image: '', context: input.component.dir, workdir: WORKDIR, isBuilt: stage.generator !== null, view };
}

/** What the web server answers below the base path and in the folder of each language, and how long browsers keep it. */
function serving(facts: Component['facts'], basePath: string): View {
  const page = urlPath(`/${facts['app.fallbackPage'] ?? 'index.html'}`) ?? '/index.html';
  const isSingle = facts['app.spaFallback'] === true;
  const folders = (facts['app.hashedFolders'] ?? []).flatMap((folder) => urlPath(`${basePath}/${folder}`) ?? []);
  const places = (facts['app.locales'] ?? ['']).map((folder) => `${basePath}${urlPath(`/${folder}`) ?? ''}`);
  const start = `${places[0] ?? basePath}/`;
  const entries = [...new Set(['/', `${basePath}/`])].filter((from) => !places.includes(from.slice(0, -1)));
  return {
    redirects: entries.map((from) => ({ from, to: start })),
    pages: places.map((place, at) => ({
      isFurther: at > 0,
      path: `${place}/`,
      found: isSingle ? `$uri/index.html ${place}${page}` : '$uri/ =404',
    })),
    notFoundPage: isSingle ? null : `${basePath}/404.html`,
    hashedFolders: folders.map((path) => ({ path: `${path}/`, pattern: `${path.replaceAll('.', '\\.')}/` })),
  };
}

/** What the Dockerfile and the web server's configuration of a static site say. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const user = userOf(component);
  const isNode = ['node', 'bun'].includes(String(facts['runtime.language'] ?? ''));
  const build = isNode ? buildStages(input) : plainStages(input);
  const folder = relativeTo(component.dir, build.context);
  const inContext = (path: string) => (folder === '.' ? path : `${folder}/${path}`);
  const output = facts['app.output'] ?? '.';
  const basePath = urlPath(facts['app.basePath'] ?? '') ?? '';
  const elsewhere = facts['app.builtInto'];
  const isToldOtherwise = component.decisions.some(
    ({ field, chosen }) => field === 'app.output' && chosen.confidence === 'declared',
  );
  const isElsewhere = build.isBuilt && elsewhere !== undefined && !isToldOtherwise;
  const inside = isElsewhere ? `${WORKDIR}/${relativeTo(elsewhere, build.context)}` : null;
  const site = inside ?? (build.isBuilt ? `${build.workdir}/${output}` : inContext(output));
  return {
    ...build.view,
    ...(isNode ? { generator: null } : generatorStage(input)),
    prune: null,
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    root: WORKDIR,
    runImage: facts['system.runImage'] ?? null,
    user: `${user.uid}:${user.gid}`,
    port: container.port,
    health: container.health,
    buildArgs: buildArgsOf(facts),
    configuration: [inContext('docker/nginx.conf'), '/etc/nginx/nginx.conf'],
    isBuilt: build.isBuilt,
    sites:
      inside === null && output === '.'
        ? copyBuilt(facts['app.files'] ?? [], build.isBuilt ? `${build.workdir}/` : inContext(''))
        : [[site, `.${basePath}/`]],
    ...serving(facts, basePath),
    hasBuildIgnore: build.context !== component.dir,
    contextIsDir: build.context === component.dir,
    ignoredOutput: ignoredOutput(component, build.context),
  };
}
