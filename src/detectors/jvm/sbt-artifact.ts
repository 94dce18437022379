import type { Argv } from '../../core/model/facts.ts';
import type { JvmArtifact } from './artifact.ts';
import { frameworkOf } from './framework.ts';
import type { JvmProject } from './project.ts';
import { runJar } from './start-commands.ts';

/** What `stage` or `assembly` makes. */
export function sbtArtifact(project: JvmProject): JvmArtifact {
  const { built, name } = project;
  const task = built?.task[0] ?? 'stage';
  // Play would write the file with its process id beside the application, where nothing can be written.
  const flags = frameworkOf(project)?.id === 'play' ? ['-Dpidfile.path=/dev/null'] : [];
  const script: Argv | undefined = built?.script === undefined ? undefined : [`bin/${built.script}`, ...flags];
  return {
    build: ['sbt', '-Dsbt.ci=true', task],
    files: built === undefined ? [] : [built.jar],
    start: script ?? (built === undefined ? undefined : runJar(name.value)),
    rivals: [],
    because:
      script === undefined
        ? 'assembly makes one jar with every dependency'
        : 'stage makes a start script and gathers the jars',
  };
}
