import type { Argv } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { JvmArtifact } from './artifact.ts';
import type { JvmProject } from './project.ts';
import { type Setting, settingsOf } from './settings.ts';
import { runJar } from './start-commands.ts';

/** The setting that asks for a native executable. Source: https://quarkus.io/guides/building-native-image */
export function nativeSetting(scope: Scope): Setting | undefined {
  const settings = settingsOf(scope);
  const asked = settings.get('quarkus.native.enabled');
  if (asked?.value === 'true') return asked;
  const type = settings.get('quarkus.package.type');
  return type?.value === 'native' ? type : undefined;
}

/** What overrules a native executable that the settings ask for, so that a jar is made. */
function jarFlags(scope: Scope): readonly string[] {
  if (nativeSetting(scope) === undefined) return [];
  const isOld = settingsOf(scope).get('quarkus.package.type')?.value === 'native';
  return isOld
    ? ['-Dquarkus.package.type=fast-jar']
    : ['-Dquarkus.native.enabled=false', '-Dquarkus.package.jar.enabled=true'];
}

/** Quarkus makes a folder with a jar that starts it, or one jar with everything. Source: https://quarkus.io/guides/maven-tooling#configuration-reference */
export function quarkusArtifact(
  scope: Scope,
  project: JvmProject,
  build: Argv,
  output: string,
  base: string,
): JvmArtifact {
  const settings = settingsOf(scope);
  const type = settings.get('quarkus.package.jar.type') ?? settings.get('quarkus.package.type');
  const line: Argv = [...build, ...jarFlags(scope)];
  if (type?.value === 'uber-jar') {
    const suffix =
      settings.get('quarkus.package.jar.runnersuffix')?.value ??
      settings.get('quarkus.package.runnersuffix')?.value ??
      '-runner';
    const named = settings.get('quarkus.package.outputname')?.value ?? base;
    return {
      build: line,
      files: [`${output}/${named}${suffix}.jar`],
      start: runJar(project.name.value),
      rivals: [],
      because: 'the settings ask for one jar with everything',
    };
  }
  const folder = `${output}/quarkus-app`;
  return {
    build: line,
    files: [`${folder}/lib/`, `${folder}/quarkus-run.jar`, `${folder}/app/`, `${folder}/quarkus/`],
    start: ['java', '-jar', 'quarkus-run.jar'],
    rivals: [],
    because: 'Quarkus makes a folder with a jar that starts it',
  };
}
