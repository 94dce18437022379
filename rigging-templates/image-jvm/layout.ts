import type { Component } from '../../src/core/model/app-model.ts';
import { basename } from '../../src/core/model/paths.ts';
import { copyArguments, shellWord } from '../../src/core/render/escape.ts';

/** How the built files get into the image. */
export interface Layout {
  /** Arguments of COPY --from=build. */
  readonly copies: readonly string[];
  /** True where Spring Boot's jar is taken apart into layers. */
  readonly layered: boolean;
  /** True where a WAR is unpacked for a servlet container. */
  readonly exploded: boolean;
  /** The built archive as a shell word, with a pattern in place of its version. */
  readonly jar: string;
  /** The archive's name in the image. */
  readonly target: string;
}

/** The folders that Spring Boot puts the layers of a jar into, those first that change least. */
const LAYERS = ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'];

/** The folder of the extracted layers in the build stage. */
export const EXTRACTED = '/layers';

/** A file name with a pattern in place of the version, so that a release needs no new Dockerfile. */
function unversioned(file: string, version: string | undefined): readonly [before: string, after: string] {
  const name = basename(file);
  const text = version !== undefined && name.includes(`-${version}`) ? name.replace(`-${version}`, '-*') : name;
  const at = text.indexOf('*');
  return at < 0 ? [file, ''] : [file.slice(0, -name.length) + text.slice(0, at), text.slice(at)];
}

/** Where the start command looks for the application's own jar. */
function jarName(component: Component): string {
  const words = component.facts['app.start'];
  const found =
    typeof words === 'string'
      ? undefined
      : words?.flatMap((word) => word.split(':')).find((word) => /^[^*/]+\.jar$/.test(word));
  return found ?? 'application.jar';
}

/** The COPY lines for what the build made, and what must happen before them. */
export function layoutOf(component: Component, built: string, isLayered: boolean): Layout {
  const { facts } = component;
  const files = facts['app.files'] ?? [];
  const target = jarName(component);
  const archive = files.find((path) => /\.(jar|war)$/.test(path)) ?? target;
  const [before, after] = unversioned(archive, facts['app.version']);
  const jar = `${shellWord(`${built}/${before}`)}${after}`;
  const isWar = archive.endsWith('.war') && !isLayered && facts['app.framework']?.name !== 'spring-boot';
  const base = { layered: isLayered, exploded: isWar, jar, target: `/tmp/${shellWord(target)}` };
  if (isWar) return { ...base, copies: [copyArguments(['/webapp', '/usr/local/tomcat/webapps/ROOT'])] };
  const own = files.filter((path) => path !== archive || !isLayered);
  const copies = isLayered ? LAYERS.map((layer) => copyArguments([`${EXTRACTED}/${layer}/`, './'])) : [];
  for (const path of own.filter((one) => one.endsWith('/'))) {
    const folder = path.slice(0, -1);
    const isBuilt = /^(target|build)\//.test(path);
    copies.push(copyArguments([`${built}/${folder}`, `./${isBuilt ? basename(folder) : folder}`]));
  }
  for (const path of own.filter((one) => !one.endsWith('/'))) {
    if (path === archive)
      copies.push(`${copyArguments([`${built}/${before}`]).trim()}${after} ${copyArguments([`./${target}`])}`);
    else copies.push(copyArguments([`${built}/${path}`, /^(target|build)\//.test(path) ? './' : `./${path}`]));
  }
  return { ...base, copies };
}
