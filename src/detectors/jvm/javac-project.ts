import { dnsLabel } from '../../core/model/names.ts';
import { basename, dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILD_FILES } from './gradle.ts';
import { jarManifest } from './jar-manifest.ts';
import { mainClasses } from './main-classes.ts';
import type { JvmProject } from './project.ts';
import { UNSUPPORTED } from './trigger.ts';

/** Manifests of other languages: beside one of them, a stray Java file makes no Java application. */
const OTHERS = [
  'package.json',
  'go.mod',
  'pyproject.toml',
  'requirements.txt',
  'Cargo.toml',
  'composer.json',
  'Gemfile',
  'build.sbt',
  'project.clj',
  'build.xml',
  'pubspec.yaml',
  'BUILD.bazel',
  'MODULE.bazel',
  'WORKSPACE',
];

/** The project of a folder with sources and no build tool. */
export function javacProject(scope: Scope): JvmProject | undefined {
  if ([...OTHERS, ...UNSUPPORTED].some((name) => scope.project.has(scope.at(name)))) return undefined;
  if (scope.nearest('pom.xml', ...BUILD_FILES, 'build.sbt') !== undefined) return undefined;
  // A path with a control character can stand in no shell line.
  const found = mainClasses(scope).filter(({ file }) => file.endsWith('.java') && !/\p{Cc}/u.test(file));
  const named = jarManifest(scope)?.main;
  const mains = [...found.filter(({ name }) => name === named), ...found.filter(({ name }) => name !== named)];
  const [main] = mains;
  if (main === undefined) return undefined;
  const simple = main.name.slice(main.name.lastIndexOf('.') + 1);
  const value =
    scope.dir === '.' ? simple.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase() : dnsLabel(basename(scope.dir));
  return {
    tool: 'javac',
    file: main.file,
    dir: scope.dir,
    root: scope.dir,
    name: { value, file: main.file, line: main.line },
    version: undefined,
    packaging: 'jar',
    plugins: [],
    dependencies: [],
    pom: undefined,
    gradle: undefined,
    mains,
    isUsed: false,
  };
}

/** Folders of programs that no build tool builds: above `src`, else the folder of the file's package. */
export function looseFolders(project: Scope): readonly RelPath[] {
  const found = new Set<RelPath>();
  for (const path of project.project.withExtension('java').slice(0, 200)) {
    if (/(^|\/)(test|tests|node_modules|target|build)\//.test(path)) continue;
    const at = `/${path}`.indexOf('/src/');
    if (at < 0) continue;
    const dir = (at === 0 ? '.' : path.slice(0, at - 1)) as RelPath;
    let isBuilt = false;
    for (let up: RelPath = dir; ; up = dirname(up)) {
      isBuilt ||= ['pom.xml', ...BUILD_FILES, ...OTHERS].some((name) => project.project.has(join(up, name)));
      if (up === '.') break;
    }
    if (!isBuilt) found.add(dir);
  }
  return [...found];
}
