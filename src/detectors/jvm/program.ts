import type { Confidence } from '../../core/model/evidence.ts';
import type { AppKind } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { dependencyOf, frameworkOf, type JvmProject } from './project.ts';
import { portSetting, type Setting, settingsOf, yamlDocuments } from './settings.ts';
import { jvmSources, type Listen, lineAt, listens } from './sources.ts';

interface Place {
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
}

/** What kind of process it is. */
export interface JvmKind extends Place {
  readonly kind: AppKind;
}

/** A port with its evidence. */
export interface JvmPort extends Place {
  readonly port: number;
  readonly variable: string | null;
}

/** Artifacts that make a server of a framework that also has other uses. */
const SERVERS: Readonly<Record<string, RegExp>> = {
  'spring-boot':
    /^spring-boot-starter-(web|webmvc|webflux|jersey|websocket|graphql|rsocket|web-services|webservices|hateoas|data-rest|undertow|jetty|tomcat|actuator)$|^spring-cloud-starter-gateway|^spring-boot-admin-starter-server$|^vaadin-spring-boot-starter$|^spring-cloud-(config-server|starter-netflix-eureka-server)$/,
  quarkus:
    /^quarkus-(rest|resteasy|vertx-http|undertow|reactive-routes|smallrye-graphql|grpc|websockets|qute-web|rest-qute|spring-web|smallrye-health)/,
  micronaut: /^micronaut-http-server|^micronaut-servlet|^micronaut-http-server-netty/,
  vertx: /^vertx-(web|core|grpc)/,
  jetty: /^jetty-(server|ee\d+-servlet|servlet|webapp)|^jetty-ee/,
  undertow: /^undertow-/,
  grpc: /^grpc-(netty|okhttp|servlet)/,
};

/** The setting of the port by framework. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'spring-boot': ['server.port'],
  quarkus: ['quarkus.http.port'],
  micronaut: ['micronaut.server.port'],
  helidon: ['server.port'],
  ktor: ['ktor.deployment.port'],
};

function webArtifact(project: JvmProject, id: string) {
  const pattern = SERVERS[id];
  const usable = project.dependencies.filter(({ scope }) => !/^test/.test(scope));
  return pattern === undefined ? usable[0] : usable.find(({ artifact }) => pattern.test(artifact));
}

/** A server where a framework or the code serves, a worker where it waits for work, else a job. */
export function kindOf(scope: Scope, project: JvmProject): JvmKind {
  const framework = frameworkOf(project);
  if (project.packaging === 'war') {
    return { kind: 'web', file: project.file, line: null, confidence: 'manifest', because: 'its packaging is war' };
  }
  const [listen] = listens(scope);
  const serves = framework && webArtifact(project, framework.id);
  const isOff = settingsOf(scope).get('spring.main.webapplicationtype');
  const isServer = serves !== undefined && isOff?.value !== 'none';
  if (
    framework !== undefined &&
    isServer &&
    (listen !== undefined || !/^(vertx|jetty|undertow|grpc)$/.test(framework.id))
  ) {
    const via = SERVERS[framework.id] === undefined ? framework.via : serves;
    return {
      kind: 'web',
      file: via.file,
      line: via.line,
      confidence: 'manifest',
      because: `it depends on ${via.artifact}`,
    };
  }
  if (listen !== undefined)
    return {
      kind: 'web',
      file: listen.file,
      line: listen.line,
      confidence: 'source',
      because: 'it listens for connections here',
    };
  const worker = dependencyOf(project, DATA.jvm.workers);
  if (worker !== undefined) {
    return {
      kind: 'worker',
      file: worker.file,
      line: worker.line,
      confidence: 'manifest',
      because: `it waits for work with ${worker.artifact}`,
    };
  }
  for (const { path: file, text } of jvmSources(scope)) {
    const endless =
      /\bwhile\s*\(\s*true\s*\)|\bfor\s*\(\s*;\s*;\s*\)|\.scheduleAtFixedRate\s*\(|\.scheduleWithFixedDelay\s*\(|@Scheduled\b/.exec(
        text,
      );
    if (endless !== null)
      return {
        kind: 'worker',
        file,
        line: lineAt(text, endless.index),
        confidence: 'source',
        because: 'it works until it is stopped',
      };
  }
  const [main] = project.mains;
  return {
    kind: 'job',
    file: main?.file ?? project.file,
    line: main?.line ?? null,
    confidence: 'source',
    because: 'it has a main class and serves nothing',
  };
}

function ofSetting(setting: Setting, key: string): JvmPort | undefined {
  const { port, variable } = portSetting(setting.value);
  if (port === null) return undefined;
  return { port, variable, file: setting.file, line: setting.line, confidence: 'config', because: `${key} says so` };
}

/** Ktor's HOCON file: the last plain number counts, `${?NAME}` is a variable. */
function ofHocon(scope: Scope): JvmPort | undefined {
  const file = scope.at('src/main/resources/application.conf');
  let port: number | undefined;
  let line = 0;
  let variable: string | null = null;
  for (const [index, text] of (scope.text(file)?.text.split('\n') ?? []).entries()) {
    const value = /^\s*(?:[\w.]+\.)?port\s*[=:]\s*(.+?)\s*$/.exec(text)?.[1];
    if (value === undefined) continue;
    const name = /^\$\{\??(\w+)\}$/.exec(value)?.[1];
    if (name !== undefined) variable = name;
    else if (/^"?\d{2,5}"?$/.test(value)) [port, line] = [Number(value.replaceAll('"', '')), index + 1];
  }
  return port === undefined
    ? undefined
    : { port, variable, file, line, confidence: 'config', because: 'application.conf says so' };
}

/** The configuration file that a Dropwizard application is started with. */
export function dropwizardFile(scope: Scope): RelPath | undefined {
  return scope.tree.files.find((path) => {
    if (!/\.ya?ml$/.test(path) || /(^|\/)(src\/test|\.github)\//.test(path)) return false;
    return (yamlDocuments(scope, path)[0]?.size ?? 0) > 0 && /^server:/m.test(scope.text(path)?.text ?? '');
  });
}

function ofDropwizard(scope: Scope): JvmPort | undefined {
  const file = dropwizardFile(scope);
  const settings = file === undefined ? undefined : yamlDocuments(scope, file)[0];
  const setting = settings?.get('server.applicationconnectors.0.port') ?? settings?.get('server.connector.port');
  return setting && ofSetting(setting, 'the configuration of the connector');
}

/** The port of a server with its evidence. */
export function portOf(scope: Scope, project: JvmProject): readonly JvmPort[] {
  const framework = frameworkOf(project);
  const found: JvmPort[] = [];
  if (project.packaging === 'war' && framework?.id !== 'spring-boot') {
    return [
      { port: 8080, variable: null, file: null, line: null, confidence: 'convention', because: 'Tomcat listens on it' },
    ];
  }
  for (const key of KEYS[framework?.id ?? ''] ?? []) {
    const setting = settingsOf(scope).get(key);
    const port = setting && ofSetting(setting, key);
    if (port !== undefined) found.push(port);
  }
  const other =
    framework?.id === 'ktor' ? ofHocon(scope) : framework?.id === 'dropwizard' ? ofDropwizard(scope) : undefined;
  if (other !== undefined) found.push(other);
  if (framework?.id === 'helidon' && found.length === 0) {
    const file = scope.at('src/main/resources/META-INF/microprofile-config.properties');
    const doc = scope.project.has(file) ? scope.doc(file, 'properties') : undefined;
    const value = doc?.get('server.port');
    const port =
      typeof value === 'string'
        ? ofSetting({ value, file, line: doc?.lineOf('server.port') ?? null }, 'server.port')
        : undefined;
    if (port !== undefined) found.push(port);
  }
  if (found.length > 0) return found;
  const own: Listen | undefined = /^(spring-boot|quarkus|micronaut)$/.test(framework?.id ?? '')
    ? undefined
    : listens(scope)[0];
  if (own?.port != null) {
    return [
      {
        port: own.port,
        variable: own.variable,
        file: own.file,
        line: own.line,
        confidence: 'source',
        because: 'the code listens on it',
      },
    ];
  }
  if (own?.variable != null) {
    return [
      {
        port: 8080,
        variable: own.variable,
        file: own.file,
        line: own.line,
        confidence: 'guess',
        because: `${own.variable} sets it, and the code has no default`,
      },
    ];
  }
  const port = framework?.port ?? 8080;
  const because = framework === undefined ? 'nothing names a port' : `${framework.id} listens on it by default`;
  return [
    {
      port,
      variable: null,
      file: null,
      line: null,
      confidence: framework === undefined ? 'guess' : 'convention',
      because,
    },
  ];
}
