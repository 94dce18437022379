import { checkCompose } from './compose.ts';
import { checkConsistency } from './consistency.ts';
import { checkDockerfiles } from './dockerfile.ts';
import type { Finding, OutputFiles } from './finding.ts';
import { checkGithubWorkflows } from './github.ts';
import { checkGitlab } from './gitlab.ts';
import { checkChart } from './helm/lint.ts';
import { lintJenkinsfiles } from './jenkinsfile-lint.ts';
import { checkJenkinsfileRules } from './jenkinsfile-rules.ts';
import { checkKubernetesRules } from './kubernetes-rules.ts';
import { checkKubernetesSchema } from './kubernetes-schema.ts';
import { checkYamlScalars } from './kubernetes-yaml.ts';
import { checkKustomize, renderKustomizations } from './kustomize.ts';
import { checkShells } from './shell.ts';

function checkOne(files: OutputFiles): readonly Finding[] {
  const rendered = [...files.keys()].some((path) => path.includes('kubernetes/')) ? renderKustomizations(files) : [];
  return [
    ...checkDockerfiles(files),
    ...checkKubernetesSchema(files),
    ...checkYamlScalars(files),
    ...checkKustomize(files, rendered),
    ...checkKubernetesRules(files, rendered),
    ...checkChart(files, rendered),
    ...checkJenkinsfileRules(files),
    ...checkConsistency(files),
    ...checkCompose(files),
    ...checkGithubWorkflows(files),
    ...checkGitlab(files),
  ];
}

/**
 * Runs every checker over the files of many outputs; an empty list is clean. The slow Groovy linter runs apart:
 * {@link checkJenkinsfiles}. The same finding of several renders is given once.
 */
export function checkOutputs(outputs: readonly OutputFiles[]): readonly (readonly Finding[])[] {
  const shells = checkShells(outputs);
  return outputs.map((files, index) => {
    const findings = [...checkOne(files), ...(shells[index] ?? [])];
    const distinct = new Map(
      findings.map((finding) => [`${finding.id}|${finding.file}|${finding.line}|${finding.message}`, finding]),
    );
    return [...distinct.values()];
  });
}

/** {@link checkOutputs} of one output. */
export function checkOutput(files: OutputFiles): readonly Finding[] {
  return checkOutputs([files]).flat();
}

/** Lints the Jenkinsfiles of many outputs in one run: any name → text; names come back as {@link Finding.file}. */
export function checkJenkinsfiles(jenkinsfiles: OutputFiles): readonly Finding[] {
  return lintJenkinsfiles(jenkinsfiles);
}
