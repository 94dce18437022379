import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readLein } from './lein.ts';
import type { JvmProject } from './project.ts';
import { readToolsBuild } from './tools-build.ts';

const NOTHING = { pom: undefined, gradle: undefined, mains: [], isUsed: false } as const;

/** The project of a folder with a project.clj. */
function leinProject(scope: Scope): JvmProject | undefined {
  const file = scope.at('project.clj');
  const lein = readLein(scope, file);
  if (lein === undefined) return undefined;
  const { name, version, main, ring } = lein;
  return {
    ...NOTHING,
    tool: 'lein',
    file,
    dir: scope.dir,
    root: scope.dir,
    name: { value: name.text.slice(name.text.indexOf('/') + 1), file, line: name.line },
    version: version === undefined ? undefined : { value: version.text, file, line: version.line },
    packaging: 'jar',
    plugins: lein.plugins,
    dependencies: lein.dependencies,
    mains: main === undefined || ring !== undefined ? [] : [{ name: main.text, file, line: main.line }],
    built:
      main === undefined && ring === undefined
        ? undefined
        : { jar: lein.jar, task: ring === undefined ? ['uberjar'] : ['ring', 'uberjar'] },
  };
}

/** The project of a folder with a deps.edn. */
function toolsProject(scope: Scope): JvmProject | undefined {
  const tools = readToolsBuild(scope, scope.dir);
  if (tools === undefined) return undefined;
  const { name, version, dependencies, uber } = tools;
  const value = name.value === 'app' && scope.dir !== '.' ? basename(scope.dir) : name.value;
  return {
    ...NOTHING,
    tool: 'clojure',
    file: uber === undefined ? scope.at('deps.edn') : scope.at('build.clj'),
    dir: scope.dir,
    root: scope.dir,
    name: { ...name, value },
    version,
    packaging: 'jar',
    plugins: [],
    dependencies,
    built: uber && { jar: uber.jar, task: [uber.flag, uber.task] },
  };
}

/** The project of a folder that Leiningen or tools.build builds. */
export function clojureProject(scope: Scope): JvmProject | undefined {
  return leinProject(scope) ?? toolsProject(scope);
}
