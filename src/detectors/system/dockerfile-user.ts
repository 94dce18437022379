import { defineDetector } from '../../core/model/detector.ts';
import { existingDockerfile, expanded } from '../containers/existing-dockerfile.ts';

/** The user of a Dockerfile that somebody wrote: the manifests must run the image as the same one. */
export const dockerfileUser = defineDetector({
  id: 'dockerfile-user',
  layer: 'system',
  title: 'The user of an existing Dockerfile',
  docs: 'https://docs.docker.com/reference/dockerfile/#user',
  when: {},
  *detect(scope) {
    const dockerfile = existingDockerfile(scope);
    const user = dockerfile?.last.findLast(({ keyword }) => keyword === 'USER');
    if (dockerfile === undefined || user === undefined) return;
    const [, uid, gid = uid] = /^(\d{1,9})(?::(\d{1,9}))?$/.exec(expanded(user.rest, dockerfile.values)) ?? [];
    if (uid === undefined || Number(uid) === 0) return;
    yield {
      field: 'system.user',
      value: { uid: Number(uid), gid: Number(gid) },
      file: dockerfile.path,
      line: user.line,
      confidence: 'pinned',
      because: 'the Dockerfile ends as this user',
    };
  },
});
