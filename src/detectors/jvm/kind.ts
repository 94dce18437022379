import type { AppKind } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { frameworkOf, type JvmFramework } from './framework.ts';
import { blocksOf } from './gradle-tokens.ts';
import { listens } from './listens.ts';
import type { Place } from './place.ts';
import { dependencyOf, type JvmProject } from './project.ts';
import { settingsOf } from './settings.ts';
import { type JvmSource, jvmSources } from './sources.ts';
import { isSign } from './tokens.ts';

/** What kind of process it is. */
export interface JvmKind extends Place {
  readonly kind: AppKind;
}

/** Artifacts that make a server of a framework that also has other uses. */
const SERVERS: Readonly<Record<string, RegExp>> = {
  'spring-boot':
    /^spring-boot-starter-(web|webmvc|webflux|jersey|websocket|graphql|rsocket|web-services|webservices|hateoas|data-rest|undertow|jetty|tomcat|actuator)$|^spring-cloud-starter-gateway|^spring-boot-admin-starter-server$|^vaadin-spring-boot-starter$|^spring-cloud-(config-server|starter-netflix-eureka-server)$/,
  quarkus:
    /^quarkus-(rest|resteasy|vertx-http|undertow|reactive-routes|smallrye-graphql|grpc|websockets|qute-web|rest-qute|spring-web|smallrye-health)/,
  micronaut: /^micronaut-http-server|^micronaut-servlet|^micronaut-http-server-netty/,
  ktor: /^ktor-server/,
  vertx: /^vertx-(web|core|grpc)/,
  jetty: /^jetty-(server|ee\d+-servlet|servlet|webapp)|^jetty-ee/,
  undertow: /^undertow-/,
  grpc: /^grpc-(netty|okhttp|servlet)/,
  http4s: /^http4s-\w+-server/,
};

/** Frameworks that are clients too, so that only a listening call shows a server. */
const NEED_A_CALL = /^(vertx|jetty|undertow|grpc|pekko-http|akka-http|http4s|zio-http)$/;

const LISTENERS = new Set(['KafkaListener', 'RabbitListener', 'JmsListener', 'SqsListener', 'Incoming', 'Scheduled']);
const SCHEDULING = new Set(['scheduleAtFixedRate', 'scheduleWithFixedDelay']);

function serverArtifact(project: JvmProject, id: string) {
  const pattern = SERVERS[id];
  const usable = project.dependencies.filter(({ scope }) => !/^test/.test(scope));
  return pattern === undefined ? usable[0] : usable.find(({ artifact }) => pattern.test(artifact));
}

/** A server by what it depends on, and by what it calls where that alone proves nothing. */
function byFramework(scope: Scope, project: JvmProject, framework: JvmFramework): JvmKind | undefined {
  const serves = serverArtifact(project, framework.id);
  const isOff = settingsOf(scope).get('spring.main.webapplicationtype')?.value === 'none';
  const isCalled = !NEED_A_CALL.test(framework.id) || listens(scope).length > 0;
  if (serves === undefined || isOff || !isCalled) return undefined;
  const { file, line, artifact } = SERVERS[framework.id] === undefined ? framework.via : serves;
  return { kind: 'web', file, line, confidence: 'manifest', because: `it depends on ${artifact}` };
}

/** The line of something that goes on until it is stopped: a listener for messages, a schedule, an endless loop. */
function endlessLine({ tokens, calls }: JvmSource): number | undefined {
  const call = calls.find(({ name, isAnnotation }) => (isAnnotation ? LISTENERS : SCHEDULING).has(name));
  if (call !== undefined) return call.line;
  const at = tokens.findIndex((token, index) => {
    if (token.kind !== 'word' || !isSign(tokens[index + 1], '(')) return false;
    if (token.text === 'while') return tokens[index + 2]?.text === 'true' && isSign(tokens[index + 3], ')');
    return token.text === 'for' && isSign(tokens[index + 2], ';') && isSign(tokens[index + 3], ';');
  });
  return at < 0 ? undefined : tokens[at]?.line;
}

function worker(scope: Scope, project: JvmProject): JvmKind | undefined {
  const via = dependencyOf(project, DATA.jvm.workers);
  if (via !== undefined) {
    const { file, line, artifact } = via;
    return { kind: 'worker', file, line, confidence: 'manifest', because: `it waits for work with ${artifact}` };
  }
  for (const source of jvmSources(scope)) {
    const line = endlessLine(source);
    if (line === undefined) continue;
    const because = 'it works until it is stopped';
    return { kind: 'worker', file: source.path, line, confidence: 'source', because };
  }
  return undefined;
}

/**
 * `micronaut { runtime("netty") }`: its plugin adds the server that it names.
 * Source: https://micronaut-projects.github.io/micronaut-gradle-plugin/latest/#_the_runtime_dsl
 */
function micronautRuntime({ gradle }: JvmProject): JvmKind | undefined {
  for (const { tokens } of gradle === undefined ? [] : blocksOf(gradle.statements, 'micronaut')) {
    const [first] = tokens;
    const named = tokens.find(({ kind }) => kind === 'string');
    if (gradle === undefined || first?.text !== 'runtime' || named === undefined) continue;
    if (!/^(netty|jetty|tomcat|undertow)$/.test(named.text)) continue;
    const because = `the runtime of Micronaut is ${named.text}`;
    return { kind: 'web', file: gradle.path, line: first.line, confidence: 'manifest', because };
  }
  return undefined;
}

/** A server where a framework or the code serves, a worker where it waits for work, else a job. */
export function kindOf(scope: Scope, project: JvmProject): JvmKind {
  const { file, packaging, mains } = project;
  if (packaging === 'war')
    return { kind: 'web', file, line: null, confidence: 'manifest', because: 'its packaging is war' };
  const framework = frameworkOf(project);
  const served =
    (framework && byFramework(scope, project, framework)) ??
    (framework?.id === 'micronaut' ? micronautRuntime(project) : undefined);
  if (served !== undefined) return served;
  const [listen] = listens(scope);
  if (listen !== undefined) {
    const because = 'it listens for connections here';
    return { kind: 'web', file: listen.file, line: listen.line, confidence: 'source', because };
  }
  const [main] = mains;
  return (
    worker(scope, project) ?? {
      kind: 'job',
      file: main?.file ?? file,
      line: main?.line ?? null,
      confidence: 'source',
      because: 'it has a main class and serves nothing',
    }
  );
}
