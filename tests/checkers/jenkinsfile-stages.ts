import type { Report } from './finding.ts';
import { stagesOf, titleOf } from './jenkinsfile-structure.ts';
import { type Block, child, descendants } from './jenkinsfile-tree.ts';

/** J08 to J14: what some stage must do, seen from its title or its commands. */
const DUTIES: readonly (readonly [id: string, what: string, sign: RegExp])[] = [
  ['J08', 'lint', /\blint\b|ruff|flake8|golangci|go vet|checkstyle|rubocop|clippy|phpstan|hadolint/i],
  ['J09', 'test', /\btests?\b/i],
  ['J10', 'image build', /(docker|podman|buildah|nerdctl|buildctl)\S*\b[^\n]*\bbuild\b|derrick build|kaniko/],
  ['J11', 'SBOM', /\bsyft\b|cyclonedx|spdx|--sbom|\bsbom\b/i],
  ['J11', 'gate on known vulnerabilities', /--exit-code[ =]1|--fail-on|exit-code: 1/],
  ['J12', 'push', /\b(docker|podman|buildah|nerdctl|skopeo|crane)\b[^\n]*(\bpush\b|\bcopy\b)|--push\b|push=true/],
  ['J13', 'deploy', /kubectl\b[^\n]*\bapply\b|helm\b[^\n]*\bupgrade\b/],
  ['J14', 'rollout verification with a timeout', /rollout status\b[^\n]*--timeout|helm\b[^\n]*--wait/],
];

const DEPLOYS = /kubectl\b[^\n]*\bapply\b|helm\b[^\n]*\bupgrade\b/;

/** The stages that change a cluster, without those that only hold them. */
function deployStages(pipeline: Block): readonly Block[] {
  return stagesOf(pipeline).filter((stage) => DEPLOYS.test(stage.body) && child(stage, 'steps') !== undefined);
}

function ancestors(pipeline: Block, wanted: Block): readonly Block[] {
  return [...descendants(pipeline)].filter((block) => [...descendants(block)].includes(wanted));
}

function checkDeploy(pipeline: Block, stage: Block, report: Report): void {
  const around = ancestors(pipeline, stage);
  const stages = around.filter(({ name }) => name === 'stage');
  const when = stages.map((one) => child(one, 'when')).filter((one) => one !== undefined);
  const title = titleOf(stage);
  if (!when.some(({ bare }) => /\b(branch|tag|buildingTag)\b/.test(bare)))
    report('J21', stage.line, `${title}: not bound to a branch or tag`);
  if (!when.some(({ bare }) => /beforeAgent\s*\(?\s*true/.test(bare)))
    report('J21', stage.line, `${title}: when without beforeAgent true`);
  const asked = stages.some((one) => child(one, 'input') !== undefined || /\binput\b/.test(one.bare));
  if (!asked && !when.some(({ bare }) => /\bparams\./.test(bare)))
    report('J21', stage.line, `${title}: neither input nor parameter`);
  const guarded = stages.some((one) => /\b(lock|milestone)\b/.test(one.bare));
  if (!guarded) report('J23', stage.line, `${title}: not serialised by lock or milestone`);
  const timed = stages.some(
    (one) =>
      /\btimeout\b/.test(child(one, 'options')?.bare ?? '') || /\btimeout\s*\(/.test(child(one, 'steps')?.bare ?? ''),
  );
  if (!timed) report('J03', stage.line, `${title}: no timeout of its own`);
}

/** What is known of the output beside the pipeline's blocks. */
export interface PipelineFacts {
  /** The Jenkinsfile's comments: an application without tests or linter is told apart by one that says so. */
  readonly comments: string;
  /** False when all that is deployed runs to its end, so that there is no rollout to await or undo. */
  readonly serves: boolean;
  /** False where there are no manifests: a command-line tool, or an application whose manifests lie elsewhere. */
  readonly deploys: boolean;
}

function isDue(id: string, { comments, serves, deploys }: PipelineFacts): boolean {
  if (id === 'J13') return deploys;
  if (id === 'J14') return serves && deploys;
  const word = id === 'J08' ? 'lint\\w*' : id === 'J09' ? 'tests?' : null;
  return word === null || !new RegExp(`\\b(no|without|lacks)\\b[^\\n]*\\b${word}\\b`, 'i').test(comments);
}

/** J03 (deploy, input), J08 to J14, J21 to J24: what the stages do. */
export function checkStages(pipeline: Block, facts: PipelineFacts, report: Report): void {
  const names = stagesOf(pipeline).map(titleOf).join('\n');
  for (const [id, what, sign] of DUTIES) {
    if (isDue(id, facts) && !sign.test(`${names}\n${pipeline.body}`)) report(id, pipeline.line, `no ${what}`);
  }
  for (const stage of stagesOf(pipeline)) {
    const asks = child(stage, 'input') !== undefined || /(^|\s)input\b/.test(child(stage, 'steps')?.bare ?? '');
    const timed = /\btimeout\b/.test(`${child(stage, 'options')?.bare ?? ''}${child(stage, 'steps')?.bare ?? ''}`);
    if (asks && !timed) report('J03', stage.line, `${titleOf(stage)}: an input without timeout`);
  }
  const deploys = deployStages(pipeline);
  for (const stage of deploys) checkDeploy(pipeline, stage, report);
  if (facts.serves && deploys.length > 0 && !/rollout undo|--atomic|--rollback-on-failure/.test(pipeline.body))
    report('J22', pipeline.line, 'no rollback');
  if (!/GIT_COMMIT|rev-parse/.test(pipeline.body)) report('J24', pipeline.line, 'the image tag is not the commit');
  if (deploys.length > 0 && !/sha256|digest|iidfile|metadata-file/i.test(pipeline.body)) {
    report('J24', pipeline.line, 'what is deployed is not the pushed digest');
  }
}
