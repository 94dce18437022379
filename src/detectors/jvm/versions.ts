import type { Confidence } from '../../core/model/evidence.ts';
import { basename, dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { assigned, blocksOf, type Statement } from './gradle-tokens.ts';
import { type Pom, pluginConfiguration, textAt } from './pom.ts';
import type { JvmProject } from './project.ts';
import { sbtJava } from './sbt-java.ts';
import type { Token } from './tokens.ts';

/** One place that says something about the Java version. */
export interface JavaSource {
  readonly raw: string;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly label: string;
  /** `minimum`: the level that the code is compiled for; later Java runs it too. */
  readonly kind: 'exact' | 'minimum';
}

/** A row of the table. */
export interface JavaLine {
  readonly line: number;
  readonly lts: boolean;
  readonly end: string;
}

/** Newest first. Source: rigging-templates/_shared/data/jvm.yaml. */
export const JAVA_LINES: readonly JavaLine[] = DATA.jvm.lines;

/** The day on which the table was true. */
export const JAVA_TABLE_DATE: string = DATA.jvm.date;

/**
 * The line of a version as files write it: `21`, `1.8`, `21.0.4`, `temurin-21.0.2+13`, `21.0.4-tem`, `VERSION_17`;
 * `undefined` for a text that names none.
 */
export function javaLine(raw: string): number | undefined {
  const text = raw
    .trim()
    .replace(/^JavaVersion\./, '')
    .replace(/^VERSION_(1_)?/, '')
    .replace(/^[a-zA-Z][a-zA-Z_-]*?[-_@](?=\d)/, '')
    .replace(/^v(?=\d)/, '');
  const [, old, line] = /^(?:(1\.[5-8])|(\d{1,3}))(?![\d])/.exec(text) ?? [];
  const number = old === undefined ? line : old.slice(2);
  return number === undefined ? undefined : Number(number);
}

/** The row of a line. */
export function rowOf(line: number | undefined): JavaLine | undefined {
  return JAVA_LINES.find((row) => row.line === line);
}

/** Properties that set the level, here or in the parents of Spring, Micronaut and others. */
const PROPERTIES = [
  'maven.compiler.release',
  'java.version',
  'release.version',
  'jdk.version',
  'maven.compiler.source',
  'maven.compiler.target',
];

function fromPom(pom: Pom): readonly JavaSource[] {
  const found: JavaSource[] = [];
  const configuration = pluginConfiguration(pom, 'maven-compiler-plugin');
  for (const key of ['release', 'source']) {
    const raw = pom.resolve(textAt(configuration, key));
    const written = textAt(configuration, key) ?? '';
    if (raw === undefined || found.length > 0) continue;
    const place = pom.property(/^\$\{([^}]+)\}$/.exec(written)?.[1] ?? '');
    found.push({
      raw,
      file: place?.file ?? pom.path,
      line: place?.line ?? null,
      confidence: 'manifest',
      label: `<${key}> of the compiler plugin`,
      kind: 'minimum',
    });
  }
  for (const name of PROPERTIES) {
    const property = found.length > 0 ? undefined : pom.property(name);
    const raw = property && pom.resolve(property.value);
    if (property === undefined || raw === undefined) continue;
    found.push({ raw, file: property.file, line: property.line, confidence: 'manifest', label: name, kind: 'minimum' });
  }
  const enforced = textAt(pluginConfiguration(pom, 'maven-toolchains-plugin'), 'toolchains', 'jdk', 'version');
  if (enforced !== undefined) {
    found.unshift({
      raw: pom.resolve(enforced) ?? enforced,
      file: pom.path,
      line: null,
      confidence: 'manifest',
      label: 'the toolchain',
      kind: 'exact',
    });
  }
  return found;
}

function numberIn(tokens: readonly Token[] | undefined): Token | undefined {
  return tokens?.find(
    ({ kind, text }) =>
      javaLine(text) !== undefined && (kind === 'string' || /^(\d|VERSION_|JavaVersion\.VERSION_)/.test(text)),
  );
}

function fromStatements(file: RelPath, statements: readonly Statement[]): readonly JavaSource[] {
  const found: JavaSource[] = [];
  const add = (token: Token | undefined, label: string, kind: JavaSource['kind']): void => {
    if (token !== undefined)
      found.push({ raw: token.text, file, line: token.line, confidence: 'manifest', label, kind });
  };
  const java = [...statements, ...blocksOf(statements, 'java'), ...blocksOf(statements, 'kotlin')];
  add(
    numberIn(
      assigned(
        [...blocksOf(statements, 'java', 'toolchain'), ...blocksOf(statements, 'kotlin', 'toolchain')],
        'languageVersion',
      ),
    ),
    'the toolchain',
    'exact',
  );
  add(
    numberIn(assigned(java, 'jvmToolchain') ?? assigned(blocksOf(java, 'jvmToolchain'), 'languageVersion')),
    'jvmToolchain',
    'exact',
  );
  for (const name of ['toolchain.languageVersion', 'java.toolchain.languageVersion'])
    if (found.length === 0) add(numberIn(assigned(java, name)), 'the toolchain', 'exact');
  if (found.length === 0) {
    const release = assigned(blocksOf(statements, 'JavaCompile'), 'options.release');
    add(numberIn(release), 'options.release', 'minimum');
    for (const name of ['sourceCompatibility', 'targetCompatibility']) {
      if (found.length === 0) add(numberIn(assigned(java, name)), name, 'minimum');
    }
  }
  return found;
}

function firstLine(text: string): { readonly word: string; readonly line: number } | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim();
    if (word !== '') return { word, line: index + 1 };
  }
  return undefined;
}

function* fromFolder(scope: Scope, dir: RelPath): Iterable<JavaSource> {
  const common = { confidence: 'pinned', kind: 'exact' } as const;
  const path = join(dir, '.java-version');
  const own = firstLine(scope.text(path)?.text ?? '');
  if (own !== undefined) yield { ...common, raw: own.word, file: path, line: own.line, label: '.java-version' };
  const sdkman = join(dir, '.sdkmanrc');
  for (const [index, line] of (scope.text(sdkman)?.text.split('\n') ?? []).entries()) {
    const raw = /^\s*java\s*=\s*(\S+)/.exec(line)?.[1];
    if (raw !== undefined) yield { ...common, raw, file: sdkman, line: index + 1, label: '.sdkmanrc' };
  }
  for (const name of ['mise.toml', '.mise.toml', '.config/mise.toml']) {
    const file = join(dir, name);
    const doc = scope.project.has(file) ? scope.doc(file, 'toml') : undefined;
    const value = doc?.get('tools', 'java');
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (doc !== undefined && (typeof first === 'string' || typeof first === 'number')) {
      yield { ...common, raw: String(first), file, line: doc.lineOf('tools', 'java'), label: basename(file) };
    }
  }
  const tools = join(dir, '.tool-versions');
  for (const [index, line] of (scope.text(tools)?.text.split('\n') ?? []).entries()) {
    const [name, raw] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (name === 'java' && raw !== undefined)
      yield { ...common, raw, file: tools, line: index + 1, label: '.tool-versions' };
  }
  const system = join(dir, 'system.properties');
  const doc = scope.project.has(system) ? scope.doc(system, 'properties') : undefined;
  const raw = doc?.get('java.runtime.version');
  if (typeof raw === 'string')
    yield {
      ...common,
      raw,
      file: system,
      line: doc?.lineOf('java.runtime.version') ?? null,
      label: 'system.properties',
    };
}

/** Every place that names a Java version, in the order in which they count. */
export function javaSources(scope: Scope, project: JvmProject): readonly JavaSource[] {
  const found: JavaSource[] = [];
  if (project.pom !== undefined) found.push(...fromPom(project.pom));
  if (project.gradle !== undefined) {
    const { path, statements, shared, sharedPath, conventions } = project.gradle;
    const places = [{ path, statements }, { path: sharedPath, statements: shared }, ...conventions];
    const all = places.map((one) => fromStatements(one.path, one.statements));
    found.push(...(all.find((some) => some.length > 0) ?? []));
  }
  if (project.tool === 'sbt') found.push(...sbtJava(scope, project));
  for (let dir = project.dir; ; dir = dirname(dir)) {
    found.push(...fromFolder(scope, dir));
    if (dir === '.') return found;
  }
}
