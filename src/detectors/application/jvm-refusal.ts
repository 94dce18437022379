import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { refusalOf } from '../jvm/refusals.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

/** JVM projects that no container runs, and manifests of Clojure that cannot be read. */
export const jvmRefusal = defineDetector({
  id: 'jvm-refusal',
  layer: 'application',
  title: 'JVM projects that are no programs, or that an unsupported tool builds',
  docs: 'https://docs.gradle.org/current/userguide/java_library_plugin.html',
  when: JVM_TRIGGER,
  *detect(scope): Iterable<Claim<'application'>> {
    const refusal = refusalOf(scope);
    if (refusal !== undefined) yield { field: 'app.refusal', confidence: 'manifest', ...refusal };
  },
});
