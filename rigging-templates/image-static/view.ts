import { relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { containerFacts, USER, WORKDIR } from '../_shared/views/container.ts';
import { ignoredOutput } from '../_shared/views/ignored-output.ts';
import { buildStages } from '../_shared/views/node-build.ts';

const HTML = '/usr/share/nginx/html';

/** What the Dockerfile and the web server's configuration of a static site say. */
export function view(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const container = containerFacts(component, input);
  const build = buildStages(input);
  const folder = relativeTo(component.dir, build.context);
  const inContext = (path: string) => (folder === '.' ? path : `${folder}/${path}`);
  const output = facts['app.output'] ?? '.';
  const site = build.isBuilt ? `${build.workdir}/${output}` : inContext(output);
  const publicEnv = (facts['app.env'] ?? []).filter(({ scope }) => scope === 'build-public');
  return {
    ...build.view,
    prune: null,
    title: container.name,
    license: facts['app.license'] ?? null,
    source: facts['app.repository'] ?? '',
    root: WORKDIR,
    runImage: facts['system.runImage'] ?? null,
    user: `${USER.uid}:${USER.gid}`,
    port: container.port,
    health: container.health,
    buildArgs: publicEnv.map(({ name, default: value }) => ({ name, value: value ?? '' })),
    configuration: [inContext('docker/nginx.conf'), '/etc/nginx/nginx.conf'],
    site: [site, build.isBuilt || output !== '.' ? './' : HTML],
    spaFallback: facts['app.spaFallback'] === true,
    notFoundPage: facts['app.spaFallback'] !== true,
    hasBuildIgnore: build.context !== component.dir,
    contextIsDir: build.context === component.dir,
    ignoredOutput: ignoredOutput(component, build.context),
  };
}
