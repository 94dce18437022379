import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { isPlatformVariable, isSensitive } from '../javascript/env-names.ts';
import { jvmComponent } from '../jvm/component.ts';
import { environmentReads } from '../jvm/env-reads.ts';
import { portOf } from '../jvm/port.ts';
import { dependencyOf } from '../jvm/project.ts';
import { settingsOf } from '../jvm/settings.ts';

function variable(name: string, value: string | null): EnvVar {
  const sensitive = isSensitive(name, 'run');
  return { name, required: value === null, default: sensitive || value === '' ? null : value, scope: 'run', sensitive };
}

/** Environment variables that the code and the configuration read, and the services that the dependencies talk to. */
export const jvmEnv = defineDetector({
  id: 'jvm-env',
  layer: 'application',
  title: 'Environment variables and backing services of a JVM application',
  docs: 'https://docs.spring.io/spring-boot/reference/features/external-config.html',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'], anyExtension: ['java'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = jvmComponent(scope, known);
    if (project === undefined) return;
    for (const [kind, artifacts] of Object.entries(DATA.jvm.services)) {
      const via = dependencyOf(project, artifacts);
      if (via === undefined) continue;
      yield {
        field: 'app.services',
        value: [{ kind, via: via.artifact }],
        file: via.file,
        line: via.line,
        confidence: 'manifest',
        because: `it depends on ${via.artifact}`,
      };
    }
    const seen = new Set([portOf(scope, project).variable]);
    for (const read of environmentReads(scope)) {
      if (seen.has(read.name) || isPlatformVariable(read.name)) continue;
      seen.add(read.name);
      // A read whose default the code gives in another way must not stop the pod: only a connection is called for.
      const value = {
        ...variable(read.name, read.default),
        required: read.default === null && isSensitive(read.name, 'run'),
      };
      yield {
        field: 'app.env',
        value: [value],
        file: read.file,
        line: read.line,
        confidence: 'source',
        because: `the code reads ${read.name}`,
      };
    }
    for (const { value: text, file, line } of settingsOf(scope).values()) {
      for (const [, name, fallback] of text.matchAll(/\$\{([A-Z][A-Z0-9_]*)(?::([^{}]*))?\}/g)) {
        if (name === undefined || seen.has(name) || isPlatformVariable(name)) continue;
        seen.add(name);
        const value = variable(name, fallback ?? null);
        yield {
          field: 'app.env',
          value: [value],
          file,
          line,
          confidence: 'config',
          because: `the configuration reads ${name}`,
        };
      }
    }
  },
});
