import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { jvmComponent } from '../jvm/component.ts';
import { logFiles } from '../jvm/log-files.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

/** Folders that logback, log4j, Spring or Quarkus write log files into. */
export const jvmLogFiles = defineDetector({
  id: 'jvm-log-files',
  layer: 'application',
  title: 'Folders of log files of JVM applications',
  docs: 'https://logback.qos.ch/manual/appenders.html#FileAppender',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (jvmComponent(scope, known) === undefined) return;
    for (const { folder, file, line } of logFiles(scope)) {
      const because = 'log files are written there';
      yield { field: 'app.writable', value: [folder], file, line, confidence: 'config', because };
    }
  },
});
