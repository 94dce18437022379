import type { Diagnostic } from '../../errors/diagnostic.ts';
import type { Artifact } from '../../model/artifact.ts';
import type { ArtifactFormat } from '../../model/rigging.ts';
import { composeProblems } from './compose.ts';
import { dockerfileProblems } from './dockerfile.ts';
import { documentsOf } from './documents.ts';
import { groovyProblems } from './groovy.ts';
import { jenkinsfileProblems } from './jenkinsfile.ts';
import { kubernetesProblems } from './kubernetes.ts';
import { gitlabProblems, workflowProblems } from './workflow.ts';
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

/** A YAML file is judged by what it is for: a workflow by its path, an object or Compose file by its content. */
function yamlRules(text: string, path: string): readonly Breach[] {
  const broken = yamlProblems(text);
  if (broken.length > 0) return broken;
  const documents = documentsOf(text);
  if (/(^|\/)\.github\/workflows\//.test(path)) return documents.flatMap(workflowProblems);
  if (/(^|\/)\.gitlab-ci\.yml$/.test(path)) return documents.flatMap(gitlabProblems);
  return documents.flatMap((document) => [...kubernetesProblems(document), ...composeProblems(document)]);
}

/** A rule of the content is only asked where the syntax is right. */
function groovyRules(text: string, path: string): readonly Breach[] {
  const broken = groovyProblems(text);
  return broken.length > 0 || !/(^|\/)Jenkinsfile/.test(path) ? broken : jenkinsfileProblems(text);
}

const CHECKS: Readonly<Record<ArtifactFormat, (text: string, path: string) => readonly Breach[]>> = {
  dockerfile: dockerfileProblems,
  yaml: yamlRules,
  groovy: groovyRules,
  json: parsesAsJson,
  ignore: () => [],
  nginx: () => [],
  text: () => [],
};

/** Checks rendered files before anything is written, so that a template's fault never reaches the disk. */
export function verify(artifacts: readonly Artifact[]): readonly Diagnostic[] {
  return artifacts.flatMap(({ path, content, format, rigging }) =>
    CHECKS[format](content, path).map(({ rule, line, message }) => ({
      code: 'DRK1203' as const,
      severity: 'error' as const,
      detail: `rigging ${rigging} breaks rule ${rule}: ${message}`,
      at: { file: path, line },
    })),
  );
}
