import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { join } from '../../core/model/paths.ts';
import { DATA } from '../data.generated.ts';
import { jvmComponent } from '../jvm/component.ts';
import { frameworkOf } from '../jvm/framework.ts';
import { servletNeeds } from '../jvm/servlet.ts';
import { jvmSources } from '../jvm/sources.ts';

/** The image that a project is built in, and the Java runtime or servlet container that it runs on. */
export const jvmImages = defineDetector({
  id: 'jvm-images',
  layer: 'system',
  title: 'Base images of JVM applications',
  docs: 'https://hub.docker.com/_/eclipse-temurin',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'], anyExtension: ['java'] },
  *detect(scope, known): Iterable<Claim<'system'>> {
    const project = jvmComponent(scope, known);
    const version = known.get('runtime.version')?.resolved;
    if (project === undefined || version === undefined) return;
    const { suite, maven, gradle } = DATA.jvm;
    const place = { file: null, line: null, confidence: 'convention' } as const;
    const hasWrapper = scope.project.has(join(project.root, 'gradle/wrapper/gradle-wrapper.jar'));
    const stated = known.get('runtime.packageManager')?.version?.split('.').slice(0, 2).join('.');
    const jdk = `eclipse-temurin:${version}-jdk-${suite}`;
    const build =
      project.tool === 'maven'
        ? `maven:${maven}-eclipse-temurin-${version}-${suite}`
        : project.tool === 'gradle' && !hasWrapper
          ? `gradle:${stated ?? gradle}-jdk${version}-${suite}`
          : jdk;
    const because =
      project.tool === 'gradle' && hasWrapper
        ? 'the wrapper brings Gradle'
        : `the official image with ${project.tool === 'javac' ? 'the compiler' : project.tool}`;
    yield { ...place, field: 'system.buildImage', value: build, because };
    const isWar = project.packaging === 'war' && frameworkOf(project)?.id !== 'spring-boot';
    if (!isWar) {
      yield {
        ...place,
        field: 'system.runImage',
        value: `eclipse-temurin:${version}-jre-${suite}`,
        because: 'to run takes the runtime alone, not the compiler',
      };
      return;
    }
    const { namespace, tomcat } = servletNeeds(project, jvmSources(scope));
    yield {
      ...place,
      field: 'system.runImage',
      value: `tomcat:${tomcat}-jre${version}-temurin-${suite}`,
      because: `the code is written for ${namespace}.servlet`,
    };
  },
});
