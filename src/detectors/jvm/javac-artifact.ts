import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import { shellLine } from '../../core/render/escape.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { JvmArtifact } from './artifact.ts';
import { jarManifest } from './jar-manifest.ts';
import type { JvmProject } from './project.ts';
import { runJar, runMain } from './start-commands.ts';

/** The folder that holds the sources of a program without a build tool. */
function sourceFolder(scope: Scope, file: RelPath, packageName: string): string {
  const inside = relativeTo(file, scope.dir);
  const folder = inside.includes('/') ? inside.slice(0, inside.lastIndexOf('/')) : '.';
  const path = packageName.replaceAll('.', '/');
  if (path === '' || folder === path) return path === '' ? folder : '.';
  return folder.endsWith(`/${path}`) ? folder.slice(0, -path.length - 1) : folder;
}

/** What javac and jar make of sources without a build tool. */
export function javacArtifact(scope: Scope, project: JvmProject): JvmArtifact {
  const [main] = project.mains;
  const name = project.name.value;
  const packageName =
    main === undefined || !main.name.includes('.') ? '' : main.name.slice(0, main.name.lastIndexOf('.'));
  const sources = main === undefined ? '.' : sourceFolder(scope, main.file, packageName);
  const libs = ['lib', 'libs'].find((folder) =>
    scope.tree.withExtension('jar').some((path) => relativeTo(path, scope.dir).startsWith(`${folder}/`)),
  );
  const resources = ['src/main/resources', 'resources'].find((folder) => scope.tree.hasFolder(scope.at(folder)));
  const manifest = jarManifest(scope);
  const classpath = libs === undefined ? [] : ['-cp', `${libs}/*`];
  const steps = [
    `find ${shellLine([sources])} -name '*.java' > /tmp/sources`,
    shellLine(['javac', '-encoding', 'UTF-8', ...classpath, '-d', '/tmp/classes', '@/tmp/sources']),
    ...(resources === undefined ? [] : [shellLine(['cp', '-R', `${resources}/.`, '/tmp/classes/'])]),
    shellLine([
      ...(manifest === undefined
        ? ['jar', 'cfe', `${name}.jar`, main?.name ?? 'Main']
        : ['jar', 'cfm', `${name}.jar`, relativeTo(manifest.file, scope.dir)]),
      ...['-C', '/tmp/classes', '.'],
    ]),
  ];
  const start =
    main === undefined ? undefined : libs === undefined ? runJar(name) : runMain(`${name}.jar:${libs}/*`, main.name);
  const files = [...(libs === undefined ? [] : [`${libs}/`]), `${name}.jar`];
  return {
    build: steps.join(' && '),
    files,
    start,
    rivals: project.mains.length > 1 && manifest === undefined ? project.mains : [],
    because: 'javac and jar make it',
  };
}
