import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { jvmComponent } from '../jvm/component.ts';
import { kindOf } from '../jvm/program.ts';
import { dependencyOf, frameworkOf, type JvmProject } from '../jvm/project.ts';
import { portSetting, type Setting, type Settings, settingsOf } from '../jvm/settings.ts';

type Told = Claim<'application'> | Notice;

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

/** The setting of the address that a server listens on, and the variable that overrides it. */
const ADDRESS: Readonly<Record<string, readonly [key: string, variable: string]>> = {
  'spring-boot': ['server.address', 'SERVER_ADDRESS'],
  quarkus: ['quarkus.http.host', 'QUARKUS_HTTP_HOST'],
  micronaut: ['micronaut.server.host', 'MICRONAUT_SERVER_HOST'],
};

function joined(...parts: readonly (string | undefined)[]): string {
  return `/${parts.map((part) => part ?? '').join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}

function plain(settings: Settings, ...keys: readonly string[]): Setting | undefined {
  for (const key of keys) {
    const setting = settings.get(key);
    if (setting !== undefined && !setting.value.includes('${')) return setting;
  }
  return undefined;
}

/** Spring Boot's readiness group, unless it is served on a port of its own. */
function* actuator(settings: Settings, project: JvmProject): Iterable<Told> {
  const via = dependencyOf(project, ['spring-boot-starter-actuator', 'spring-boot-actuator-autoconfigure']);
  if (via === undefined) return;
  const own = settings.get('management.server.port');
  const main = settings.get('server.port')?.value ?? '8080';
  if (own !== undefined && portSetting(own.value).port !== portSetting(main).port) {
    const detail =
      'the actuator has a port of its own, so that the probes only see whether the server accepts connections';
    const hint = 'Remove management.server.port, and keep /actuator away from the ingress instead.';
    yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file: own.file, line: own.line }, hint } };
    return;
  }
  const base = plain(settings, 'management.endpoints.web.basepath');
  const context = plain(settings, 'server.servlet.contextpath', 'spring.webflux.basepath');
  const value = joined(context?.value, base?.value ?? 'actuator', 'health/readiness');
  yield {
    field: 'app.health',
    value,
    file: via.file,
    line: via.line,
    confidence: 'manifest',
    because: `${via.artifact} answers it`,
  };
}

function* quarkusHealth(settings: Settings, project: JvmProject): Iterable<Told> {
  const via = dependencyOf(project, ['quarkus-smallrye-health']);
  if (via === undefined || settings.has('quarkus.management.enabled')) return;
  const root = plain(settings, 'quarkus.http.rootpath')?.value;
  const nonApplication = plain(settings, 'quarkus.http.nonapplicationrootpath')?.value ?? 'q';
  const base = nonApplication.startsWith('/') ? nonApplication : joined(root, nonApplication);
  const health = plain(settings, 'quarkus.smallryehealth.rootpath')?.value ?? 'health';
  yield {
    field: 'app.health',
    value: joined(health.startsWith('/') ? '' : base, health, 'ready'),
    file: via.file,
    line: via.line,
    confidence: 'manifest',
    because: `${via.artifact} answers it`,
  };
}

function* micronautHealth(project: JvmProject): Iterable<Told> {
  const via = dependencyOf(project, ['micronaut-management']);
  if (via === undefined) return;
  yield {
    field: 'app.health',
    value: '/health/readiness',
    file: via.file,
    line: via.line,
    confidence: 'manifest',
    because: `${via.artifact} answers it`,
  };
}

function* bind(settings: Settings, id: string): Iterable<Told> {
  const [key, variable] = ADDRESS[id] ?? [];
  const setting = key === undefined ? undefined : settings.get(key.replaceAll('-', ''));
  if (variable === undefined || setting === undefined || !LOCAL.test(setting.value)) return;
  const { file, line } = setting;
  yield {
    field: 'app.bindEnv',
    value: { [variable]: '0.0.0.0' },
    file,
    line,
    confidence: 'config',
    because: `${key} is ${setting.value}, which nothing outside the container reaches`,
  };
}

function* detectIn(scope: Scope, project: JvmProject): Iterable<Told> {
  const framework = frameworkOf(project);
  if (framework === undefined || kindOf(scope, project).kind !== 'web') return;
  const settings = settingsOf(scope);
  yield* bind(settings, framework.id);
  if (framework.id === 'spring-boot') yield* actuator(settings, project);
  if (framework.id === 'quarkus') yield* quarkusHealth(settings, project);
  if (framework.id === 'micronaut') yield* micronautHealth(project);
}

/** Health paths and addresses of Spring Boot, Quarkus and Micronaut. */
export const jvmFrameworks = defineDetector({
  id: 'jvm-frameworks',
  layer: 'application',
  title: 'Health paths and addresses of Spring Boot, Quarkus and Micronaut',
  docs: 'https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.kubernetes-probes',
  when: { anyFile: ['pom.xml', 'build.gradle', 'build.gradle.kts'] },
  *detect(scope, known): Iterable<Told> {
    const project = jvmComponent(scope, known);
    if (project !== undefined) yield* detectIn(scope, project);
  },
});
