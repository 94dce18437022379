import { collector, type Finding, type OutputFiles, pathsNamed, type Report } from './finding.ts';
import { checkStages } from './jenkinsfile-stages.ts';
import { checkStructure, stagesOf, titleOf } from './jenkinsfile-structure.ts';
import {
  type Block,
  child,
  descendants,
  ownText,
  parseJenkinsfile,
  shellSteps,
  withoutComments,
} from './jenkinsfile-tree.ts';
import { kubernetesFiles } from './yaml-documents.ts';

function checkAgents(pipeline: Block, report: Report): void {
  for (const block of [pipeline, ...stagesOf(pipeline)]) {
    if (/^\s*agent\s*\(?\s*any\b/m.test(ownText(block))) {
      report('J02', block.line, 'agent any');
      break;
    }
  }
  for (const agent of [...descendants(pipeline)].filter(({ name }) => name === 'agent')) {
    const images = [...agent.body.matchAll(/\bimage:?\s*\(?\s*['"]?([\w./:@${}-]+)/g)].map((match) => match[1] ?? '');
    for (const image of images) {
      const pinned = image.includes('@sha256:') || /:(?!latest\b)[^/:]*\d[^/:]*$/.test(image);
      if (!pinned && !image.includes('$')) report('J02', agent.line, `image ${image} is not pinned`);
    }
    if (agent.body.trim() === '') report('J02', agent.line, 'an empty agent');
  }
  const none = /^\s*agent\s+none\b/m.test(ownText(pipeline));
  for (const stage of stagesOf(pipeline)) {
    const holders = stagesOf(pipeline).filter((one) => [...descendants(one)].includes(stage));
    const own = holders.some((one) => child(one, 'agent') !== undefined);
    const waits =
      child(stage, 'input') !== undefined ||
      /^\s*(input|timeout[^\n]*\{\s*input)\b/.test(child(stage, 'steps')?.bare ?? '');
    if (none && !own && child(stage, 'steps') !== undefined && !waits)
      report('J02', stage.line, `${titleOf(stage)} has no agent`);
  }
}

function checkOptions(pipeline: Block, report: Report): void {
  const options = child(pipeline, 'options')?.body ?? '';
  const wanted: readonly (readonly [string, RegExp, string])[] = [
    ['J03', /\btimeout\s*\(/, 'no timeout'],
    ['J04', /\bbuildDiscarder\s*\(/, 'no buildDiscarder'],
    [
      'J05',
      /disableConcurrentBuilds\s*\(\s*abortPrevious:\s*(true|[^)]*(CHANGE_ID|PR-))/,
      'no disableConcurrentBuilds(abortPrevious: true)',
    ],
    ['J06', /\btimestamps\s*\(/, 'no timestamps'],
    ['J07', /\bskipDefaultCheckout\b/, 'the implicit checkout is not switched off'],
  ];
  for (const [id, sign, message] of wanted) if (!sign.test(options)) report(id, pipeline.line, message);
  if (!/\bcheckout\b/.test(pipeline.bare.replaceAll('skipDefaultCheckout', '')))
    report('J07', pipeline.line, 'no explicit checkout');
}

/** Names of the variables that a withCredentials block or a credentials() call fills. */
function secretVariables(pipeline: Block): readonly string[] {
  const named = pipeline.body.matchAll(/\b(?:password|username|key|token)?[vV]ariable:\s*['"](\w+)['"]/g);
  const called = pipeline.body.matchAll(/(\w+)\s*=\s*credentials\s*\(/g);
  return [...named, ...called].map((match) => match[1] ?? '');
}

function checkCredentials(content: string, pipeline: Block, report: Report): void {
  const secrets = secretVariables(pipeline);
  const holders = [...descendants(pipeline)].filter(({ name }) => name === 'withCredentials');
  const ownsCredentials = (stage: Block) => /\bcredentials\s*\(/.test(child(stage, 'environment')?.bare ?? '');
  const scopes = [...holders, ...stagesOf(pipeline).filter(ownsCredentials)];
  const logsIn = /\b(docker|podman|buildah|helm registry|skopeo|crane auth)\b[^\n]*\blogin\b/;
  if (logsIn.test(pipeline.body) && !scopes.some(({ body }) => logsIn.test(body))) {
    report('J15', pipeline.line, 'a login outside withCredentials and credentials()');
  }
  if (/\bcredentials\s*\(/.test(child(pipeline, 'environment')?.bare ?? ''))
    report('J15', pipeline.line, 'credentials for the whole pipeline');
  for (const holder of holders) {
    if (holder.children.some(({ name }) => name === 'stage'))
      report('J15', holder.line, 'credentials around whole stages');
  }
  if (
    /(password|passwd|secret|token)\w*\s*[:=]\s*['"][^'"$\s]{6,}['"]/i.test(
      // The database beside the tests lives as long as they do, on a network of its own: its password is no secret.
      pipeline.body.replace(/\w*(credentialsId|[vV]ariable):\s*['"]\w+['"]|'test-only'/g, ''),
    )
  ) {
    report('J15', pipeline.line, 'a literal secret');
  }
  const used = (text: string) => secrets.find((name) => new RegExp(`\\$\\{?(env\\.)?${name}\\b`).test(text));
  for (const { script, interpolated, line } of shellSteps(content)) {
    if (interpolated && used(script) !== undefined) report('J16', line, `Groovy fills in the secret ${used(script)}`);
    if (/\blogin\b/.test(script) && /\s(-p|--password)[ =]/.test(script))
      report('J17', line, 'a password on the command line');
    if (
      /\b(docker|podman|buildah|helm registry)\b[^\n|]*\blogin\b/.test(script) &&
      !script.includes('--password-stdin')
    ) {
      report('J17', line, 'login without --password-stdin');
    }
    const echoed = /\becho\b([^|\n]*)/.exec(script)?.[1];
    if (echoed !== undefined && used(echoed) !== undefined) report('J17', line, `echo of the secret ${used(echoed)}`);
    if (/\bset -\w*x/.test(script)) report('J17', line, 'set -x shows secrets');
  }
}

function checkPosts(pipeline: Block, report: Report): void {
  const posts = [...descendants(pipeline)].filter(({ name }) => name === 'post');
  const all = (name: string) => posts.map((post) => child(post, name)?.bare ?? '').join('\n');
  if (!/\b(junit|archiveArtifacts)\b/.test(all('always')))
    report('J18', pipeline.line, 'neither junit nor archiveArtifacts in post always');
  const told = ['failure', 'unsuccessful', 'regression'].some(
    (name) => child(child(pipeline, 'post'), name) !== undefined,
  );
  if (!told) report('J19', pipeline.line, 'nothing tells of a failure');
  if (!/\b(cleanWs|deleteDir)\b/.test(all('cleanup'))) report('J20', pipeline.line, 'no cleanWs in post cleanup');
}

function commentsIn(content: string): string {
  const kept = withoutComments(content).split('\n');
  return content
    .split('\n')
    .filter((line, index) => line !== kept[index])
    .join('\n');
}

function servesIn(files: OutputFiles): boolean {
  const manifests = kubernetesFiles(files).map((path) => files.get(path) ?? '');
  return manifests.length === 0 || manifests.some((text) => /^kind: (Deployment|StatefulSet|DaemonSet)\b/m.test(text));
}

/** J00 to J24 as far as the text tells, for every Jenkinsfile. */
export function checkJenkinsfileRules(files: OutputFiles): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of pathsNamed(files, /^Jenkinsfile/)) {
    const content = files.get(path) ?? '';
    const { findings: found, report } = collector('jenkinsfile', path);
    const pipeline = checkStructure(parseJenkinsfile(content), report);
    if (pipeline !== null) {
      checkAgents(pipeline, report);
      checkOptions(pipeline, report);
      checkCredentials(content, pipeline, report);
      checkPosts(pipeline, report);
      checkStages(
        pipeline,
        {
          comments: commentsIn(content),
          serves: servesIn(files),
          deploys: kubernetesFiles(files).length > 0,
        },
        report,
      );
    }
    findings.push(...found);
  }
  return findings;
}
