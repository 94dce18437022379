import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bestHealth } from '../javascript/health-path.ts';
import { jvmComponent } from '../jvm/component.ts';
import { contextPath, joinedPath } from '../jvm/context-path.ts';
import { frameworkOf } from '../jvm/framework.ts';
import { kindOf } from '../jvm/kind.ts';
import { listens } from '../jvm/listens.ts';
import { portOf } from '../jvm/port.ts';
import type { JvmProject } from '../jvm/project.ts';
import { routes } from '../jvm/routes.ts';
import { settingsOf } from '../jvm/settings.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

type Told = Claim<'application'> | Notice;

const LOCAL: ReadonlySet<string | null> = new Set(['localhost', '127.0.0.1', '::1']);

function* port(scope: Scope, project: JvmProject): Iterable<Told> {
  const { port: value, variable, ...place } = portOf(scope, project);
  yield { field: 'app.port', value, ...place };
  if (variable !== null)
    yield { field: 'app.portVariable', value: variable, ...place, because: `the port is read from ${variable}` };
}

function* bind(scope: Scope): Iterable<Told> {
  const local = listens(scope).find(({ host }) => LOCAL.has(host));
  if (local === undefined) return;
  const { file, line, host } = local;
  const detail = `the server listens on ${host}, which nothing outside the container reaches`;
  yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: { file, line } } };
}

/** Tomcat's own folders; a WAR that starts by itself has none of them. */
function* tomcat(project: JvmProject): Iterable<Told> {
  if (project.packaging !== 'war' || frameworkOf(project)?.id === 'spring-boot') return;
  for (const path of ['work', 'temp', 'logs']) {
    const value = [`/usr/local/tomcat/${path}`];
    const because = 'Tomcat writes there';
    yield { field: 'app.writable', value, file: null, line: null, confidence: 'convention', because };
  }
}

function* health(scope: Scope, project: JvmProject): Iterable<Told> {
  const best = bestHealth(routes(scope));
  if (best === undefined) return;
  const { path, file, line } = best;
  const value = joinedPath(contextPath(settingsOf(scope), frameworkOf(project)?.id), path);
  yield { field: 'app.health', value, file, line, confidence: 'source', because: 'the code answers this path' };
}

/** The port, the address and the health path of a JVM server. */
export const jvmServer = defineDetector({
  id: 'jvm-server',
  layer: 'application',
  title: 'Ports, addresses and health paths of JVM servers',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/InetSocketAddress.html',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Told> {
    const project = jvmComponent(scope, known);
    if (project === undefined || kindOf(scope, project).kind !== 'web') return;
    yield* port(scope, project);
    yield* bind(scope);
    yield* tomcat(project);
    yield* health(scope, project);
  },
});
