import type { JvmArtifact } from './artifact.ts';
import type { JvmProject } from './project.ts';
import { runJar } from './start-commands.ts';

/** The jar with everything that Leiningen or a task of build.clj makes. */
export function clojureArtifact({ tool, name, built }: JvmProject): JvmArtifact {
  const program = tool === 'lein' ? 'lein' : 'clojure';
  const task = built?.task ?? ['uber'];
  return {
    build: [program, ...task],
    files: built === undefined ? [] : [built.jar],
    start: built === undefined ? undefined : runJar(name.value),
    rivals: [],
    because: `${program} ${task.join(' ')} makes one jar with every dependency`,
  };
}
