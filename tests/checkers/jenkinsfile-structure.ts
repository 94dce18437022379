import type { Report } from './finding.ts';
import { type Block, child, descendants, ownText } from './jenkinsfile-tree.ts';

const SECTIONS = new Set([
  'agent',
  'environment',
  'options',
  'parameters',
  'triggers',
  'tools',
  'libraries',
  'stages',
  'post',
  'when',
  'input',
]);
const KINDS = ['steps', 'stages', 'parallel', 'matrix'];
const CONDITIONS = new Set([
  'always',
  'changed',
  'fixed',
  'regression',
  'aborted',
  'failure',
  'success',
  'unstable',
  'unsuccessful',
  'cleanup',
]);

/** The stages of a pipeline, outer before inner. */
export function stagesOf(pipeline: Block): readonly Block[] {
  return [...descendants(pipeline)].filter(({ name }) => name === 'stage');
}

/** The title of a stage. */
export function titleOf({ head }: Block): string {
  return /['"]([^'"]*)['"]/.exec(head)?.[1] ?? '';
}

function checkStage(stage: Block, report: Report): void {
  const kinds = stage.children.filter(({ name }) => KINDS.includes(name));
  if (kinds.length !== 1)
    report('J00', stage.line, `stage ${titleOf(stage)} has ${kinds.length} of steps, stages, parallel, matrix`);
  for (const { name, line } of stage.children) {
    if (!SECTIONS.has(name) && !KINDS.includes(name))
      report('J00', line, `stage ${titleOf(stage)} has an unknown section ${name}`);
  }
  const steps = child(stage, 'steps');
  if (steps !== undefined && steps.body.trim() === '') report('J00', steps.line, 'empty steps');
}

/** The text of a block without its `environment` and `script` blocks, where assignments may stand. */
function declarative(block: Block): string {
  if (['environment', 'script', 'expression'].includes(block.name)) return '';
  return [ownText(block), ...block.children.map(declarative)].join('\n');
}

/** J00 and J01: the structure of a declarative pipeline. Source: https://www.jenkins.io/doc/book/pipeline/syntax/ */
export function checkStructure(blocks: readonly Block[], report: Report): Block | null {
  const pipeline = blocks.find(({ name }) => name === 'pipeline');
  if (pipeline === undefined) {
    report('J01', null, 'no declarative pipeline');
    return null;
  }
  for (const { name, line } of pipeline.children) {
    if (!SECTIONS.has(name) || name === 'when' || name === 'input')
      report('J00', line, `unknown section ${name} of the pipeline`);
  }
  if (!/^\s*agent\b/m.test(ownText(pipeline))) report('J00', pipeline.line, 'no agent');
  if (child(pipeline, 'stages')?.children.some(({ name }) => name === 'stage') !== true)
    report('J00', pipeline.line, 'no stages');
  const stages = stagesOf(pipeline);
  const titles = stages.map(titleOf);
  for (const [index, title] of titles.entries()) {
    if (titles.indexOf(title) !== index) report('J00', stages[index]?.line ?? null, `two stages are called ${title}`);
  }
  for (const stage of stages) checkStage(stage, report);
  for (const post of [...descendants(pipeline)].filter(({ name }) => name === 'post')) {
    for (const { name, line } of post.children)
      if (!CONDITIONS.has(name)) report('J00', line, `unknown post condition ${name}`);
  }
  if (/^\s*(def\s+\w+|[\w.]+)\s*=[^=~]/m.test(declarative(pipeline)))
    report('J00', pipeline.line, 'an assignment outside script');
  return pipeline;
}
