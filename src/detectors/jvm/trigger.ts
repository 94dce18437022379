import type { Trigger } from '../../core/model/detector.ts';

/** Build files, each of which makes its folder a candidate. */
export const BUILD_MANIFESTS = [
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'build.sbt',
  'project.clj',
  'deps.edn',
] as const;

/** Build files of tools that derrick knows and does not support. */
export const UNSUPPORTED = [
  'build.mill',
  'build.sc',
  'pom.groovy',
  'pom.scala',
  'pom.rb',
  'pom.yaml',
  'pom.yml',
  'pom.kts',
] as const;

/** What must be there before a detector of JVM projects is asked. */
export const JVM_TRIGGER: Trigger = {
  anyFile: [...BUILD_MANIFESTS, 'settings.gradle', 'settings.gradle.kts', ...UNSUPPORTED],
  // The projects of an sbt build have no file of their own.
  nearestFile: ['build.sbt'],
  anyExtension: ['java'],
};
