import type { Diagnostic } from '../../errors/diagnostic.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { ArtifactFormat } from '../../model/rigging.ts';
import { dockerfileProblems } from './dockerfile.ts';
import { groovyProblems } from './groovy.ts';
import { yamlProblems } from './yaml.ts';

/** A breach of one rule, by the rule's id in docs/reference/checks.md. */
export interface Breach {
  readonly rule: string;
  readonly line: number | null;
  readonly message: string;
}

function parsesAsJson(text: string): readonly Breach[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ rule: 'json-syntax', line: null, message: error instanceof Error ? error.message : 'unreadable' }];
  }
}

const CHECKS: Readonly<Record<ArtifactFormat, (text: string) => readonly Breach[]>> = {
  dockerfile: dockerfileProblems,
  yaml: yamlProblems,
  groovy: groovyProblems,
  json: parsesAsJson,
  ignore: () => [],
  nginx: () => [],
  text: () => [],
};

/** Checks rendered files before anything is written, so that a template's fault never reaches the disk. */
export function verify(artifacts: readonly Artifact[]): readonly Diagnostic[] {
  return artifacts.flatMap(({ path, content, format, rigging }) =>
    CHECKS[format](content).map(({ rule, line, message }) => ({
      code: 'DRK1203' as const,
      severity: 'error' as const,
      detail: `rigging ${rigging} breaks rule ${rule}: ${message}`,
      at: { file: path, line },
    })),
  );
}
