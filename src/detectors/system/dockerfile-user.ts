import { defineDetector } from '../../core/model/detector.ts';
import { isOurs } from '../own-files.ts';

/** The user of a Dockerfile that somebody wrote: the manifests must run the image as the same one. */
export const dockerfileUser = defineDetector({
  id: 'dockerfile-user',
  layer: 'system',
  title: 'The user of an existing Dockerfile',
  docs: 'https://docs.docker.com/reference/dockerfile/#user',
  when: { anyFile: ['Dockerfile'] },
  *detect(scope) {
    const file = scope.at('Dockerfile');
    if (isOurs(scope, file)) return;
    const lines = scope.text(file)?.text.split('\n') ?? [];
    const at = lines.findLastIndex((line) => /^\s*(USER|FROM)\s/i.test(line));
    const [, uid, gid = uid] = /^\s*USER\s+(\d{1,9})(?::(\d{1,9}))?\s*$/i.exec(lines[at] ?? '') ?? [];
    if (uid === undefined || Number(uid) === 0) return;
    yield {
      field: 'system.user',
      value: { uid: Number(uid), gid: Number(gid) },
      file,
      line: at + 1,
      confidence: 'pinned',
      because: 'the Dockerfile ends as this user',
    };
  },
});
