import type { Refusal } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isLibrary } from './artifact.ts';
import { clojureFile } from './clojure-files.ts';
import { type JvmProject, jvmProject, pluginOf } from './project.ts';
import { sbtVersion } from './sbt-project.ts';
import { UNSUPPORTED } from './trigger.ts';

/** Plugins of applications that run on phones. */
export const ANDROID = ['com.android.application', 'com.android.library'];

/** Why something is not turned into a container, and what shows it. */
export interface JvmRefusal {
  readonly value: Refusal;
  readonly file: RelPath;
  readonly line: number | null;
  readonly because: string;
}

/** Build files of tools that are known by name only. */
function otherTool(scope: Scope): JvmRefusal | undefined {
  const name = UNSUPPORTED.find((one) => scope.project.has(scope.at(one)));
  if (name === undefined) return undefined;
  const isMill = name.startsWith('build.');
  const what = isMill ? `Mill builds this (${name})` : `this is a Maven project in another language than XML (${name})`;
  const reason = `${what}, which derrick cannot read`;
  const remedy = isMill
    ? 'write a Dockerfile that runs `mill app.assembly`: derrick then keeps it and writes everything else'
    : 'write the project as pom.xml, or a Dockerfile: derrick then keeps it and writes everything else';
  return {
    value: { kind: 'unsupported', reason, remedy },
    file: scope.at(name),
    line: null,
    because: `there is a ${name}`,
  };
}

/** An sbt or Clojure build that makes nothing which starts. */
function unpackaged(scope: Scope, project: JvmProject): JvmRefusal | undefined {
  const { tool, root, file, built, packaging } = project;
  const version = tool === 'sbt' ? sbtVersion(scope, root) : undefined;
  if (version?.version.startsWith('2') === true && packaging !== 'pom') {
    const reason = `sbt ${version.version} puts what it makes into other folders than sbt 1, which derrick does not know yet`;
    const remedy = 'write a Dockerfile: derrick then keeps it and writes everything else';
    const value = { kind: 'unsupported', reason, remedy } as const;
    return { value, file: version.file, line: version.line, because: `it asks for sbt ${version.version}` };
  }
  if (built !== undefined || project.mains.length === 0) return undefined;
  if (tool !== 'sbt' && tool !== 'lein' && tool !== 'clojure') return undefined;
  const reason = `${project.name.value} has a main class, but its build makes nothing that runs by itself`;
  const remedy = 'add sbt-native-packager with enablePlugins(JavaAppPackaging), or sbt-assembly';
  return { value: { kind: 'unsupported', reason, remedy }, file, line: null, because: 'no plugin packages it' };
}

/** deps.edn without a task that makes a jar. */
function withoutUber(project: JvmProject): JvmRefusal | undefined {
  if (project.tool !== 'clojure' || project.built !== undefined) return undefined;
  const reason = `${project.name.value} has a deps.edn, but no build.clj with a task that makes a jar`;
  const remedy = 'add a build.clj that calls b/uber, as https://clojure.org/guides/tools_build shows';
  const value = { kind: 'unsupported', reason, remedy } as const;
  return { value, file: project.file, line: null, because: 'nothing makes a jar of it' };
}

/** A manifest of Clojure whose brackets do not match. */
function unreadable(scope: Scope): JvmRefusal | undefined {
  for (const name of ['project.clj', 'deps.edn', 'build.clj']) {
    const file = scope.at(name);
    const problem = clojureFile(scope, file)?.problem;
    if (problem === undefined) continue;
    const reason = `${file} cannot be read: ${problem.message}`;
    const value = { kind: 'unsupported', reason, remedy: 'mend the brackets' } as const;
    return { value, file, line: problem.line, because: 'its brackets do not match' };
  }
  return undefined;
}

/** Why a folder's JVM project is refused; `undefined` where it is not. */
export function refusalOf(scope: Scope): JvmRefusal | undefined {
  const broken = unreadable(scope);
  if (broken !== undefined) return broken;
  const project = jvmProject(scope);
  if (project === undefined) return otherTool(scope);
  if (project.packaging === 'pom') return undefined;
  const android = pluginOf(project, ...ANDROID);
  if (android !== undefined) {
    const reason = 'this is an Android application: it runs on phones, not in a container';
    const value = { kind: 'mobile', reason, remedy: 'name the folder of a server instead' } as const;
    return { value, file: android.file, line: android.line, because: 'the Android plugin is applied' };
  }
  const known = unpackaged(scope, project) ?? withoutUber(project);
  if (known !== undefined) return known;
  if (!isLibrary(scope, project) || project.isUsed) return undefined;
  const reason = `${project.name.value} is a library: it has no main class, no framework that starts it, and is no WAR`;
  const value = { kind: 'library', reason, remedy: 'name the folder of a program that uses it' } as const;
  return { value, file: project.file, line: null, because: 'nothing in it can be started' };
}
