import { dirname, insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';

/** A dependency or a plugin with the place that names it. */
export interface Coordinates {
  readonly group: string;
  readonly artifact: string;
  readonly version: string | null;
  readonly scope: string;
  readonly file: RelPath;
  readonly line: number | null;
}

/** A pom.xml with what it inherits from the poms of the same tree. */
export interface Pom {
  readonly path: RelPath;
  readonly dir: RelPath;
  readonly doc: Doc;
  readonly parent: Pom | undefined;
  /** The parent as written, also where it is not in the tree. */
  readonly parentCoordinates: Coordinates | undefined;
  readonly artifact: string | undefined;
  /** `undefined` where it is not written, or holds a property that the tree does not define. */
  readonly version: string | undefined;
  readonly packaging: string;
  readonly modules: readonly RelPath[];
  readonly dependencies: readonly Coordinates[];
  readonly plugins: readonly Coordinates[];
  /** The text with every property replaced; `undefined` where one is not defined. */
  resolve(text: string | undefined): string | undefined;
  /** A property of this pom or of a parent, with its place. */
  property(name: string): { readonly value: string; readonly file: RelPath; readonly line: number | null } | undefined;
  /** The text of an element of this pom or of a parent. */
  inherited(...keys: readonly string[]): { readonly value: string; readonly pom: Pom } | undefined;
}

const DEEPEST = 12;

/** The text of an element; the library gives an object where there are attributes. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  const inner = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['#text'] : undefined;
  return typeof inner === 'string' && inner.trim() !== '' ? inner.trim() : undefined;
}

/** An element that may stand once, several times or not at all, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value];
}

/** A key of plain data; nothing where there is none. */
export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Active profiles: those that are so by default. Others need a switch that the build does not give. */
function profiles(doc: Doc): readonly unknown[] {
  return listOf(doc.get('project', 'profiles', 'profile')).filter(
    (profile) => textOf(field(field(profile, 'activation'), 'activeByDefault')) === 'true',
  );
}

function lineOfText(scope: Scope, path: RelPath, text: string): number | null {
  const at = (scope.text(path)?.text.split('\n') ?? []).findIndex((line) => line.includes(text));
  return at < 0 ? null : at + 1;
}

function parentPath(scope: Scope, doc: Doc, dir: RelPath): RelPath | undefined {
  const parent = doc.get('project', 'parent');
  if (typeof parent !== 'object' || parent === null) return undefined;
  const written = field(parent, 'relativePath');
  if (written === '') return undefined;
  const base = insideRoot(`${dir}/${textOf(written) ?? '../pom.xml'}`);
  if (base === undefined) return undefined;
  return [base, join(base, 'pom.xml')].find((path) => scope.project.has(path) && path.endsWith('.xml'));
}

/**
 * Reads a pom.xml and its parents inside the tree. `undefined` where there is none or it cannot be parsed.
 * Source: https://maven.apache.org/pom.html
 */
export function readPom(scope: Scope, path: RelPath, depth = 0): Pom | undefined {
  const doc = scope.project.has(path) ? scope.doc(path, 'xml') : undefined;
  if (doc === undefined || typeof doc.get('project') !== 'object') return undefined;
  const dir = dirname(path);
  const above = depth < DEEPEST ? parentPath(scope, doc, dir) : undefined;
  const found = above === undefined || above === path ? undefined : readPom(scope, above, depth + 1);
  const wanted = textOf(doc.get('project', 'parent', 'artifactId'));
  const parent = found !== undefined && (wanted === undefined || found.artifact === wanted) ? found : undefined;
  const own = new Map<string, string>();
  for (const source of [doc.get('project', 'properties'), ...profiles(doc).map((one) => field(one, 'properties'))]) {
    if (typeof source !== 'object' || source === null) continue;
    for (const [name, value] of Object.entries(source)) own.set(name, textOf(value) ?? '');
  }
  function property(name: string): ReturnType<Pom['property']> {
    const value = own.get(name);
    if (value === undefined) return parent?.property(name);
    return { value, file: path, line: doc?.lineOf('project', 'properties', name) ?? null };
  }
  const rawVersion = textOf(doc.get('project', 'version'));
  const rawArtifact = textOf(doc.get('project', 'artifactId'));
  const writtenParent = textOf(doc.get('project', 'parent', 'version'));
  function builtin(name: string): string | undefined {
    const key = name.replace(/^(project|pom)\./, '');
    if (key === name) return undefined;
    if (key === 'artifactId') return rawArtifact;
    if (key === 'version') return rawVersion ?? writtenParent;
    if (key === 'parent.version') return writtenParent;
    if (key === 'groupId') return textOf(doc?.get('project', 'groupId') ?? doc?.get('project', 'parent', 'groupId'));
    return key === 'name' ? textOf(doc?.get('project', 'name')) : undefined;
  }
  function resolve(text: string | undefined, deep = 0): string | undefined {
    if (text === undefined || deep > DEEPEST) return undefined;
    let isKnown = true;
    const result = text.replace(/\$\{([^${}]*)\}/g, (_, name: string) => {
      const value = resolve(builtin(name) ?? property(name)?.value, deep + 1);
      isKnown &&= value !== undefined;
      return value ?? '';
    });
    return isKnown && !result.includes('${') ? result : undefined;
  }
  function coordinates(value: unknown, group: string): Coordinates | undefined {
    const artifact = resolve(textOf(field(value, 'artifactId')));
    if (artifact === undefined) return undefined;
    return {
      group: resolve(textOf(field(value, 'groupId'))) ?? group,
      artifact,
      version: resolve(textOf(field(value, 'version'))) ?? null,
      scope: textOf(field(value, 'scope')) ?? 'compile',
      file: path,
      line: lineOfText(scope, path, `>${artifact}<`),
    };
  }
  function all(value: unknown, group: string): readonly Coordinates[] {
    return listOf(value)
      .map((one) => coordinates(one, group))
      .filter((one) => one !== undefined);
  }
  const folders = [
    doc.get('project', 'modules', 'module'),
    ...profiles(doc).map((one) => field(field(one, 'modules'), 'module')),
  ]
    .flatMap(listOf)
    .map((one) => insideRoot(`${dir}/${textOf(one) ?? ''}`))
    .filter((one) => one !== undefined);
  const pom: Pom = {
    path,
    dir,
    doc,
    parent,
    parentCoordinates: coordinates(doc.get('project', 'parent'), ''),
    artifact: resolve(rawArtifact),
    version: resolve(rawVersion ?? writtenParent),
    packaging: textOf(doc.get('project', 'packaging')) ?? 'jar',
    modules: folders,
    dependencies: [
      ...all(doc.get('project', 'dependencies', 'dependency'), ''),
      ...all(doc.get('project', 'dependencyManagement', 'dependencies', 'dependency'), '').filter(
        ({ scope: one }) => one === 'import',
      ),
      ...(parent?.dependencies ?? []),
    ],
    plugins: [
      ...all(doc.get('project', 'build', 'plugins', 'plugin'), 'org.apache.maven.plugins'),
      ...(parent?.plugins ?? []),
    ],
    resolve: (text) => resolve(text),
    property,
    inherited(...keys) {
      const value = textOf(doc.get('project', ...keys));
      return value === undefined ? parent?.inherited(...keys) : { value, pom };
    },
  };
  return pom;
}

/** The declarations of a build plugin, of this pom and its parents, as plain data. */
export function pluginsNamed(pom: Pom, artifact: string): readonly unknown[] {
  const own = listOf(pom.doc.get('project', 'build', 'plugins', 'plugin'));
  const found = own.filter((one) => textOf(field(one, 'artifactId')) === artifact);
  return [...found, ...(pom.parent === undefined ? [] : pluginsNamed(pom.parent, artifact))];
}

/** The configuration of a build plugin of this pom or of a parent, as plain data. */
export function pluginConfiguration(pom: Pom, artifact: string): unknown {
  for (let at: Pom | undefined = pom; at !== undefined; at = at.parent) {
    const plugins = [
      ...listOf(at.doc.get('project', 'build', 'plugins', 'plugin')),
      ...listOf(at.doc.get('project', 'build', 'pluginManagement', 'plugins', 'plugin')),
    ];
    const plugin = plugins.find((one) => textOf(field(one, 'artifactId')) === artifact);
    if (plugin === undefined) continue;
    const executions = listOf(field(field(plugin, 'executions'), 'execution')).map((one) =>
      field(one, 'configuration'),
    );
    const found = [field(plugin, 'configuration'), ...executions].filter(
      (one) => typeof one === 'object' && one !== null,
    );
    if (found.length > 0) return Object.assign({}, ...found);
  }
  return undefined;
}

/** The text at a path of keys in plain data. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  let at = value;
  for (const key of keys) at = field(at, key);
  return textOf(at);
}

/** The topmost folder whose pom lists this one as a module, directly or through others. */
export function reactorRoot(scope: Scope, dir: RelPath): RelPath {
  let root = dir;
  for (let at = dir; at !== '.'; ) {
    at = dirname(at);
    const pom = readPom(scope, join(at, 'pom.xml'));
    if (pom?.modules.includes(root) === true) root = at;
  }
  return root;
}

/** Every pom of a reactor, the root's first. */
export function reactorPoms(scope: Scope, root: RelPath): readonly Pom[] {
  const found = new Map<RelPath, Pom>();
  const queue: RelPath[] = [root];
  for (let dir = queue.shift(); dir !== undefined; dir = queue.shift()) {
    const pom = found.has(dir) ? undefined : readPom(scope, join(dir, 'pom.xml'));
    if (pom === undefined) continue;
    found.set(dir, pom);
    queue.push(...pom.modules);
  }
  return [...found.values()];
}
