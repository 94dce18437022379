import type { Argv } from '../../core/model/facts.ts';

/** `java -jar`; the name of the archive in the image has no version, so that a release changes no file. */
export function runJar(name: string, ending: 'jar' | 'war' = 'jar'): Argv {
  return ['java', '-jar', `${name}.${ending}`];
}

/** `java` with a class path and a main class. */
export function runMain(classpath: string, main: string): Argv {
  return ['java', '-cp', classpath, main];
}
