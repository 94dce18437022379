import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { jvmComponent } from '../jvm/component.ts';
import { contextPath, joinedPath, plainSetting } from '../jvm/context-path.ts';
import { dropwizardFile } from '../jvm/dropwizard.ts';
import { frameworkOf } from '../jvm/framework.ts';
import { kindOf } from '../jvm/kind.ts';
import { dependencyOf, type JvmProject } from '../jvm/project.ts';
import { portSetting, type Settings, settingsOf } from '../jvm/settings.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

type Told = Claim<'application'> | Notice;

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

/** The setting of the address that a server listens on, and the variable that overrides it. */
const ADDRESS: Readonly<Record<string, readonly [key: string, variable: string]>> = {
  'spring-boot': ['server.address', 'SERVER_ADDRESS'],
  quarkus: ['quarkus.http.host', 'QUARKUS_HTTP_HOST'],
  micronaut: ['micronaut.server.host', 'MICRONAUT_SERVER_HOST'],
};

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
  const base = plainSetting(settings, 'management.endpoints.web.basepath');
  const value = joinedPath(contextPath(settings, 'spring-boot'), base?.value ?? 'actuator', 'health/readiness');
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
  const root = contextPath(settings, 'quarkus');
  const nonApplication = plainSetting(settings, 'quarkus.http.nonapplicationrootpath')?.value ?? 'q';
  const base = nonApplication.startsWith('/') ? nonApplication : joinedPath(root, nonApplication);
  const health = plainSetting(settings, 'quarkus.smallryehealth.rootpath')?.value ?? 'health';
  yield {
    field: 'app.health',
    value: joinedPath(health.startsWith('/') ? '' : base, health, 'ready'),
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

/** Helidon's health checks: SE serves them below /observe, MP where MicroProfile says. Source: https://helidon.io/docs/latest/se/guides/health.html */
function* helidonHealth(project: JvmProject): Iterable<Told> {
  const se = dependencyOf(project, ['helidon-webserver-observe-health']);
  const via = se ?? dependencyOf(project, ['helidon-microprofile', 'helidon-microprofile-health']);
  if (via === undefined) return;
  const value = se === undefined ? '/health/ready' : '/observe/health/ready';
  const { file, line, artifact } = via;
  yield { field: 'app.health', value, file, line, confidence: 'manifest', because: `${artifact} answers it` };
}

/** Dropwizard answers health checks on the port for administrators only. */
function* dropwizardHealth(scope: Scope): Iterable<Told> {
  const config = dropwizardFile(scope);
  const admin = config?.settings.get('server.adminconnectors.0.port');
  if (config === undefined || admin === undefined) return;
  const detail =
    'the health checks are on the port for administrators, so that the probes only see whether the server accepts connections';
  const hint = 'A resource of its own under the application path, such as /healthz, lets the probes see more.';
  yield {
    diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file: admin.file, line: admin.line }, hint },
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
  if (framework.id === 'helidon') yield* helidonHealth(project);
  if (framework.id === 'dropwizard') yield* dropwizardHealth(scope);
}

/** What frameworks answer health checks with, and the addresses that they listen on. */
export const jvmFrameworks = defineDetector({
  id: 'jvm-frameworks',
  layer: 'application',
  title: 'Health paths and addresses of JVM frameworks',
  docs: 'https://docs.spring.io/spring-boot/reference/actuator/endpoints.html#actuator.endpoints.kubernetes-probes',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Told> {
    const project = jvmComponent(scope, known);
    if (project !== undefined) yield* detectIn(scope, project);
  },
});
