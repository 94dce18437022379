import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { jvmComponent } from '../jvm/component.ts';
import { frameworkOf } from '../jvm/framework.ts';
import { configOf } from '../jvm/hocon-files.ts';
import { playAnswersProbes } from '../jvm/play.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

/** What keeps a Play application from starting or from answering probes in a container. */
export const jvmPlay = defineDetector({
  id: 'jvm-play',
  layer: 'application',
  title: 'Secret and host filter of Play applications',
  docs: 'https://www.playframework.com/documentation/latest/ApplicationSecret',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'> | Notice> {
    const project = jvmComponent(scope, known);
    if (project === undefined || frameworkOf(project)?.id !== 'play') return;
    const file = scope.at('conf/application.conf');
    const secret = configOf(scope).get('play.http.secret.key') ?? [];
    if (!secret.some(({ value }) => value.includes('${'))) {
      const detail = 'Play does not start in production without a secret of its own, and no variable sets one';
      const hint = 'add `play.http.secret.key = ${?APPLICATION_SECRET}`, and set that variable';
      const at = { file, line: secret.at(-1)?.line ?? null };
      yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at, hint } };
    }
    if (playAnswersProbes(scope)) return;
    const detail =
      'Play refuses requests for hosts that are not allowed, so that the probes only see whether it accepts connections';
    const hint = 'allow every host with `play.filters.hosts.allowed = ["."]`, where the ingress checks names anyway';
    yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file, line: null }, hint } };
  },
});
