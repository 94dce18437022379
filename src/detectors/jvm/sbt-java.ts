import type { Scope } from '../../core/workspace/scope.ts';
import type { JvmProject } from './project.ts';
import { readSbt } from './sbt.ts';
import type { JavaSource } from './versions.ts';

const FLAGS = /^(--release|-release|-java-output-version|-target|-source|-Xtarget)$/;
const JOINED = /^(?:--release|-release|-java-output-version|-target|-Xtarget)[:=](?:jvm-)?([\d.]+)$/;

/** The level that the compilers' options ask for. */
export function sbtJava(scope: Scope, { root, dir }: JvmProject): readonly JavaSource[] {
  const build = readSbt(scope, root);
  const own = build?.projects.find((project) => project.dir === dir);
  for (const { key, value } of own?.settings ?? []) {
    if (key !== 'javacOptions' && key !== 'scalacOptions') continue;
    const strings = value.filter(({ kind }) => kind === 'string');
    for (const [at, { text, line }] of strings.entries()) {
      const raw = JOINED.exec(text)?.[1] ?? (FLAGS.test(text) ? strings[at + 1]?.text : undefined);
      if (raw === undefined || build === undefined) continue;
      return [{ raw, file: build.path, line, confidence: 'manifest', label: `${text} of ${key}`, kind: 'minimum' }];
    }
  }
  return [];
}
