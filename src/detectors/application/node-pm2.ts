import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { dnsLabel } from '../../core/model/names.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { pm2Processes } from '../javascript/pm2-processes.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { scriptContext } from '../javascript/script-context.ts';
import { shellText } from '../javascript/shell-words.ts';
import { unwrapScript } from '../javascript/unwrap-script.ts';

/** The further applications of an ecosystem file of PM2: each is a process of its own, which Kubernetes watches. */
export const nodePm2 = defineDetector({
  id: 'node-pm2',
  layer: 'application',
  title: 'Processes of PM2',
  docs: 'https://pm2.keymetrics.io/docs/usage/application-declaration/',
  when: NODE_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'> | Notice> {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    for (const { name, words, schedule, file, line } of pm2Processes(scope).slice(1)) {
      const run = unwrapScript(shellText(words), scriptContext(scope));
      if (schedule !== null || run.kind !== 'process') {
        const why =
          schedule === null ? 'is started in a way that is not known' : `is started by the clock (${schedule})`;
        const detail = `the application ${name} of PM2 ${why}: it is left out`;
        const hint = 'Add a Deployment or CronJob of your own with the command.';
        yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
        continue;
      }
      const value = [{ name: dnsLabel(name), command: run.command }];
      yield { field: 'app.processes', value, file, line, confidence: 'config', because: `PM2 starts ${name} too` };
    }
  },
});
