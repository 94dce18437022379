import { checkCompose } from './compose.ts';
import { checkConsistency } from './consistency.ts';
import { checkDockerfiles } from './dockerfile.ts';
import type { Finding, OutputFiles } from './finding.ts';
import { checkGithubWorkflows } from './github.ts';
import { checkGitlab } from './gitlab.ts';
import { lintJenkinsfiles } from './jenkinsfile-lint.ts';
import { checkJenkinsfileRules } from './jenkinsfile-rules.ts';
import { checkKubernetesRules } from './kubernetes-rules.ts';
import { checkKubernetesSchema } from './kubernetes-schema.ts';
import { checkYamlScalars } from './kubernetes-yaml.ts';
import { checkKustomize, renderKustomizations } from './kustomize.ts';
import { checkShell } from './shell.ts';

/**
 * Runs every checker over the files of one output; `[]` is clean. The slow Groovy linter runs apart, for many outputs
 * at once: {@link checkJenkinsfiles}. The same finding of several renders is given once.
 */
export async function checkOutput(files: OutputFiles): Promise<Finding[]> {
  const rendered = [...files.keys()].some((path) => path.includes('kubernetes/')) ? renderKustomizations(files) : [];
  const findings = [
    ...checkDockerfiles(files),
    ...checkShell(files),
    ...checkKubernetesSchema(files),
    ...checkYamlScalars(files),
    ...checkKustomize(files, rendered),
    ...checkKubernetesRules(files, rendered),
    ...checkJenkinsfileRules(files),
    ...checkConsistency(files),
    ...checkCompose(files),
    ...checkGithubWorkflows(files),
    ...(await checkGitlab(files)),
  ];
  const distinct = new Map(
    findings.map((finding) => [`${finding.id}|${finding.file}|${finding.line}|${finding.message}`, finding]),
  );
  return [...distinct.values()];
}

/** Lints the Jenkinsfiles of many outputs in one run: any name → text; names come back as {@link Finding.file}. */
export async function checkJenkinsfiles(jenkinsfiles: OutputFiles): Promise<Finding[]> {
  return [...lintJenkinsfiles(jenkinsfiles)];
}
