import { DATA } from '../data.generated.ts';
import { isAtLeast } from './framework.ts';
import type { JvmProject } from './project.ts';

/** A base image, and why it is that one. */
export interface BuildImage {
  readonly image: string;
  readonly because: string;
}

/** The lowest row that is at least the wanted line, else the highest. */
function rowFor<T extends { readonly java: number }>(rows: readonly T[], line: number): T | undefined {
  return rows.find(({ java }) => java >= line) ?? rows.at(-1);
}

function gradleImage(line: number, stated: string | null): string {
  const { gradle, gradleLines, gradleSuites } = DATA.jvm;
  const version = stated?.split('.').slice(0, 2).join('.') ?? gradle;
  const java = rowFor(gradleLines, line)?.java ?? line;
  const suite = gradleSuites.find(({ from }) => isAtLeast(version.includes('.') ? version : `${version}.0`, from));
  return `gradle:${version}-jdk${java}${suite === undefined ? '' : `-${suite.suite}`}`;
}

/** The image with the tool that builds a project, for a line of Java. */
export function buildImage({ tool }: JvmProject, line: number, stated: string | null, hasWrapper: boolean): BuildImage {
  const { suite, maven, sbt, clojure } = DATA.jvm;
  const jdk = `eclipse-temurin:${line}-jdk-${suite}`;
  const official = (image: string): BuildImage => ({ image, because: `the official image with ${tool}` });
  if (hasWrapper) return { image: jdk, because: 'the wrapper brings Gradle' };
  if (tool === 'maven') return official(`maven:${maven}-eclipse-temurin-${line}-${suite}`);
  if (tool === 'gradle') return official(gradleImage(line, stated));
  if (tool === 'sbt') {
    const row = rowFor(sbt.images, line);
    const because = 'it has an sbt that loads the version which the build asks for';
    return { image: `sbtscala/scala-sbt:${row?.tag ?? ''}`, because };
  }
  if (tool === 'lein' || tool === 'clojure') {
    const java = rowFor(clojure.lines, line)?.java ?? line;
    return official(`clojure:temurin-${java}-${clojure[tool]}-${clojure.suite}`);
  }
  return { image: jdk, because: 'the official image with the compiler' };
}
