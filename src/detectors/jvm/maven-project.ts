import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { lineOf } from './line-of.ts';
import { mainClasses } from './main-classes.ts';
import { reactorPoms, reactorRoot, readPom } from './pom.ts';
import type { JvmProject } from './project.ts';

/** The project of a folder with a pom.xml. */
export function mavenProject(scope: Scope): JvmProject | undefined {
  const path = scope.at('pom.xml');
  const pom = readPom(scope, path);
  if (pom === undefined) return undefined;
  const root = reactorRoot(scope, scope.dir);
  const artifact = pom.artifact ?? basename(scope.dir);
  const isUsed = reactorPoms(scope, root).some(
    (other) =>
      other.path !== path && other.packaging !== 'pom' && other.dependencies.some((one) => one.artifact === artifact),
  );
  const version = pom.version;
  const versionLine = pom.doc.lineOf('project', 'version') ?? lineOf(scope, path, '<version>');
  return {
    tool: 'maven',
    file: path,
    dir: scope.dir,
    root,
    name: { value: artifact, file: path, line: lineOf(scope, path, `<artifactId>${artifact}<`) },
    version: version === undefined ? undefined : { value: version, file: path, line: versionLine },
    packaging: pom.packaging === 'pom' ? 'pom' : pom.packaging === 'war' ? 'war' : 'jar',
    plugins: pom.plugins,
    dependencies: pom.dependencies,
    pom,
    gradle: undefined,
    mains: mainClasses(scope),
    isUsed,
  };
}
