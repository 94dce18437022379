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
  // What follows the pattern stands in a shell line as it is: only harmless text may.
  if (at < 0 || !/^\*[\w.-]*$/.test(text.slice(at))) return [file, ''];
  return [file.slice(0, -name.length) + text.slice(0, at), text.slice(at)];
}

/** The arguments of a COPY whose source ends with a pattern. */
function copyPattern(before: string, after: string, target: string): string {
  const plain = copyArguments([before, target]);
  if (after === '') return plain;
  if (!plain.startsWith('[')) return `${copyArguments([before])}${after} ${copyArguments([target])}`;
  const [source = '', to = ''] = JSON.parse(plain) as readonly string[];
  return `[${JSON.stringify(`${source}${after}`)}, ${JSON.stringify(to)}]`;
}

/** What changes least comes first: libraries, then other folders, then the application's own. */
function rank(path: string): number {
  if (!path.endsWith('/')) return 2;
  const name = basename(path.slice(0, -1));
  return name === 'lib' || name === 'libs' ? 0 : name === 'app' ? 3 : 1;
}

/** Where the start command looks for the application's own jar. */
function jarName(component: Component): string {
  const words = component.facts['app.start'];
  const found =
    typeof words === 'string'
      ? undefined
      : words?.flatMap((word) => word.split(':')).find((word) => /^[^*/]+\.[jw]ar$/.test(word));
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
  for (const path of [...own].sort((one, other) => rank(one) - rank(other))) {
    const plain = path.replace(/\/$/, '');
    const isBuilt = /^(target|build)\//.test(path);
    // A start script looks for the jars beside its own folder.
    if (plain === 'target/universal/stage') copies.push(copyArguments([`${built}/${plain}`, './']));
    else if (path === archive) copies.push(copyPattern(`${built}/${before}`, after, `./${target}`));
    else copies.push(copyArguments([`${built}/${plain}`, `./${isBuilt ? basename(plain) : plain}`]));
  }
  return { ...base, copies };
}
