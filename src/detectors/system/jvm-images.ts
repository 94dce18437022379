import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { buildImage } from '../jvm/build-image.ts';
import { jvmComponent } from '../jvm/component.ts';
import { frameworkOf } from '../jvm/framework.ts';
import type { JvmProject } from '../jvm/project.ts';
import { servletNeeds } from '../jvm/servlet.ts';
import { jvmSources } from '../jvm/sources.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

/** True where Gradle's wrapper is committed with its jar. */
function hasWrapper(scope: Scope, { tool, root }: JvmProject): boolean {
  return tool === 'gradle' && scope.project.has(join(root, 'gradle/wrapper/gradle-wrapper.jar'));
}

/** The image that a project is built in, and the Java runtime or servlet container that it runs on. */
export const jvmImages = defineDetector({
  id: 'jvm-images',
  layer: 'system',
  title: 'Base images of JVM applications',
  docs: 'https://hub.docker.com/_/eclipse-temurin',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Claim<'system'>> {
    const project = jvmComponent(scope, known);
    const version = known.get('runtime.version')?.resolved;
    if (project === undefined || version === undefined) return;
    const place = { file: null, line: null, confidence: 'convention' } as const;
    const tool = known.get('runtime.packageManager')?.version ?? null;
    const build = buildImage(project, Number(version), tool, hasWrapper(scope, project));
    yield { ...place, field: 'system.buildImage', value: build.image, because: build.because };
    const { suite } = DATA.jvm;
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
