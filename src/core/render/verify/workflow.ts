import { dig } from '../../workspace/parsers.ts';
import { entriesAt, listAt, type Place, textAt } from './documents.ts';
import { isTagged } from './image-name.ts';
import type { Breach } from './verify.ts';

const PINNED = /^[^@\s]+@(v?\d[\w.-]*|[0-9a-f]{40})$/;

/** An expression that gives back text which is written in the workflow itself. */
const CONSTANT = /\$\{\{ '[^']*' \}\}/g;

function stepProblems(job: string, index: number, step: unknown, { lineOf }: Place): readonly Breach[] {
  const problems: Breach[] = [];
  const uses = textAt(step, 'uses');
  if (uses !== '' && !uses.startsWith('./') && !PINNED.test(uses))
    problems.push({
      rule: 'G03',
      line: lineOf('jobs', job, 'steps', index, 'uses'),
      message: `${uses} names no version`,
    });
  if (textAt(step, 'run').replaceAll(CONSTANT, '').includes('${{'))
    problems.push({
      rule: 'G02',
      line: lineOf('jobs', job, 'steps', index, 'run'),
      message: 'an expression inside a script: hand it over as a variable',
    });
  return problems;
}

/** The rules of a GitHub workflow: G01 permissions, G02 no expression in a script, G03 pinned actions, G04 timeouts. */
export function workflowProblems(place: Place): readonly Breach[] {
  const problems: Breach[] = [];
  if (dig(place.value, ['permissions']) === undefined)
    problems.push({ rule: 'G01', line: 1, message: 'the workflow does not say which permissions it needs' });
  for (const [name, job] of entriesAt(place.value, 'jobs')) {
    const permissions = dig(job, ['permissions']);
    if (permissions === 'write-all')
      problems.push({
        rule: 'G01',
        line: place.lineOf('jobs', name, 'permissions'),
        message: 'all permissions at once',
      });
    if (dig(job, ['timeout-minutes']) === undefined && dig(job, ['uses']) === undefined)
      problems.push({ rule: 'G04', line: place.lineOf('jobs', name), message: `the job ${name} has no timeout` });
    for (const [index, step] of listAt(job, 'steps').entries())
      problems.push(...stepProblems(name, index, step, place));
  }
  return problems;
}

/** The rules of a GitLab pipeline: L01 pinned images, L02 no deployment beside another. */
export function gitlabProblems(place: Place): readonly Breach[] {
  const problems: Breach[] = [];
  for (const [name, job] of entriesAt(place.value)) {
    if (listAt(job, 'script').length === 0) continue;
    const image = textAt(job, 'image') || textAt(job, 'image', 'name');
    if (image !== '' && !isTagged(image) && !image.includes('$'))
      problems.push({ rule: 'L01', line: place.lineOf(name, 'image'), message: `the image ${image} has no tag` });
    if (dig(job, ['environment']) !== undefined && dig(job, ['resource_group']) === undefined)
      problems.push({ rule: 'L02', line: place.lineOf(name), message: `${name} can run beside another deployment` });
  }
  return problems;
}
