import type { RelPath } from '../model/paths.ts';
import { type ComposeService, composeServices } from './compose-facts.ts';
import { type PipelineFacts, pipelineFacts } from './jenkins-facts.ts';
import { type Workload, workloadsOf } from './workload.ts';
import { readYaml, type YamlDocument } from './yaml-documents.ts';

/** The container files of the project besides its Dockerfiles, by path. */
export interface ProjectTexts {
  readonly manifests: ReadonlyMap<RelPath, string>;
  readonly compose: ReadonlyMap<RelPath, string>;
  readonly pipelines: ReadonlyMap<RelPath, string>;
}

/** What those files say. */
export interface ProjectFacts {
  readonly workloads: readonly Workload[];
  readonly services: readonly ComposeService[];
  readonly pipelines: readonly PipelineFacts[];
  /** The files that could not be parsed, each with the reason. */
  readonly broken: readonly { readonly file: RelPath; readonly message: string }[];
}

/** Reads all of them; a file that cannot be parsed is named and says nothing. */
export function projectFacts(texts: ProjectTexts): ProjectFacts {
  const broken: { file: RelPath; message: string }[] = [];
  const documentsOf = (files: ReadonlyMap<RelPath, string>): readonly YamlDocument[] =>
    [...files].flatMap(([file, text]) => {
      const read = readYaml(file, text);
      if (read.ok) return read.documents;
      broken.push({ file, message: read.message });
      return [];
    });
  return {
    workloads: workloadsOf(documentsOf(texts.manifests)),
    services: composeServices(documentsOf(texts.compose)),
    pipelines: [...texts.pipelines].map(([file, text]) => pipelineFacts(file, text)),
    broken,
  };
}
