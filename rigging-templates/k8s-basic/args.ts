import type { Command } from '../../src/core/model/facts.ts';

/** A shell line that is one program with plain arguments, so that the shell may hand over to it. */
const SIMPLE = /^[A-Za-z0-9_./-]+( [^;&|<>()`\n]*)?$/;

/** A command as program and arguments, with a shell only where one is needed. */
export function commandWords(command: Command): readonly string[] {
  return typeof command === 'string' ? ['/bin/sh', '-c', shellLine(command)] : command;
}

/**
 * A command as the `args` of a container. Kubernetes replaces `$(NAME)` there and reads `$$` as `$`, so both are escaped.
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
export function containerArgs(command: Command): readonly string[] {
  return commandWords(command).map((word) => word.replace(/\$+\(|\${2,}/g, (match) => match.replaceAll('$', '$$$$')));
}

/** With `exec` where it is safe, so that the process and not the shell gets SIGTERM. */
function shellLine(line: string): string {
  return SIMPLE.test(line) && !line.startsWith('exec ') ? `exec ${line}` : line;
}
