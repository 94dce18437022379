import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { isPlatformVariable, isSensitive } from '../javascript/env-names.ts';
import { jvmComponent } from '../jvm/component.ts';
import { environmentReads } from '../jvm/env-reads.ts';
import { envSettings } from '../jvm/env-settings.ts';
import { portOf } from '../jvm/port.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

/** A default that is right on a developer's machine only. */
const LOCAL = /(^|[/@,])(localhost|127\.0\.0\.1)\b/;

function variable(name: string, stated: string | null, optional: boolean): EnvVar {
  const sensitive = isSensitive(name, 'run');
  const isLocal = stated !== null && LOCAL.test(stated);
  const value = stated === null || stated === '' || sensitive || isLocal ? null : stated;
  const required = (stated === null || isLocal) && (!optional || sensitive);
  return { name, required, default: value, scope: 'run', sensitive };
}

/** Environment variables that the code and the configuration read. */
export const jvmEnv = defineDetector({
  id: 'jvm-env',
  layer: 'application',
  title: 'Environment variables of a JVM application',
  docs: 'https://docs.spring.io/spring-boot/reference/features/external-config.html',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = jvmComponent(scope, known);
    if (project === undefined) return;
    const seen = new Set([portOf(scope, project).variable]);
    const isNew = (name: string) => !seen.has(name) && !isPlatformVariable(name) && seen.add(name) !== undefined;
    for (const { name, default: stated, optional, file, line } of envSettings(scope)) {
      if (!isNew(name)) continue;
      const value = [variable(name, stated, optional)];
      const because = `the configuration reads ${name}`;
      yield { field: 'app.env', value, file, line, confidence: 'config', because };
    }
    for (const { name, default: stated, file, line } of environmentReads(scope)) {
      if (!isNew(name)) continue;
      // A read whose default the code gives in another way must not stop the pod: only a secret is called for.
      const value = [variable(name, stated, true)];
      yield { field: 'app.env', value, file, line, confidence: 'source', because: `the code reads ${name}` };
    }
  },
});
