import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { jvmComponent } from '../jvm/component.ts';
import { packedPages } from '../jvm/front-end.ts';
import { kindOf } from '../jvm/kind.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

const NODE = 'node' as Language;

/** Pages that Node builds and the archive of a JVM server takes in. */
export const jvmFrontEnd = defineDetector({
  id: 'jvm-front-end',
  layer: 'application',
  title: 'Pages that Node builds and a JVM server packs into its archive',
  docs: 'https://docs.spring.io/spring-boot/reference/web/servlet.html#web.servlet.spring-mvc.static-content',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = jvmComponent(scope, known);
    if (project === undefined || kindOf(scope, project).kind !== 'web') return;
    for (const { path, from, file, line } of packedPages(scope, project)) {
      const value = [{ path, from, by: NODE, at: 'build', missing: null } as const];
      const because = from === null ? 'the archive takes this folder in' : 'the build runs Node there';
      yield { field: 'app.serves', value, file, line, confidence: 'manifest', because };
    }
  },
});
