import { checkHealthPaths, checkImageNames, checkPorts, checkUsers, checkWritable } from './agreement.ts';
import { type Check, checkOf } from './check.ts';
import { type BuildContext, checkCopySources } from './copy-sources.ts';
import type { ProjectFacts } from './project-text.ts';
import type { Subject } from './subject.ts';

/** What the static half looks at for one component. */
export interface StaticInput {
  readonly subject: Subject;
  readonly context: BuildContext;
  readonly project: ProjectFacts;
  /** The names of all images of the project. */
  readonly images: readonly string[];
  /** Absolute folders that the application writes to, as detection found them. */
  readonly writable: readonly string[];
}

/** The checks that need no engine: whether the files fit the tree and each other. */
export function staticChecks({ subject, context, project, images, writable }: StaticInput): readonly Check[] {
  const broken = project.broken.map(({ file, message }) => ({
    detail: `${file}: ${message}`,
    remedy: `Mend the syntax of ${file}.`,
  }));
  return [
    checkOf('files-parse', broken, 'manifests, compose and pipelines can be read'),
    checkCopySources(subject.dockerfile, context),
    checkPorts(subject),
    checkUsers(subject),
    checkHealthPaths(subject),
    checkImageNames(subject, project, images),
    checkWritable(subject, writable),
  ];
}
