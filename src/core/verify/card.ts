import { type Paint, printable } from '../errors/format.ts';
import type { Check } from './check.ts';

/** One component's outcome, as `verify --json` has it. */
export interface ComponentReport {
  readonly name: string;
  /** `null` when no image was built. */
  readonly image: string | null;
  /** The id of exactly this image in the engine's store, whatever its tags mean later; `null` when none was built. */
  readonly digest: string | null;
  readonly checks: readonly Check[];
  readonly sizeBytes: number | null;
  readonly layers: number | null;
  readonly startSeconds: number | null;
  readonly stopSeconds: number | null;
}

const WIDTH = 22;

function checkLines({ id, ok, detail, remedy }: Check, paint: Paint): readonly string[] {
  const [head = '', ...rest] = detail.split('\n').map(printable);
  const mark = ok ? paint('green', 'pass') : paint('red', 'FAIL');
  const lines = [`  ${mark}  ${id.padEnd(WIDTH)}${head}`, ...rest.map((line) => paint('dim', `        ${line}`))];
  return ok ? lines : [...lines, `        ${paint('bold', 'remedy')}  ${printable(remedy)}`];
}

/** The card of one component: a line for each check, and below a failed one its reason, last lines and remedy. */
export function cardLines({ name, image, checks }: ComponentReport, paint: Paint): readonly string[] {
  const failures = checks.filter(({ ok }) => !ok).length;
  const sum = failures === 0 ? paint('green', 'passed') : paint('red', `${failures} failed`);
  return [
    '',
    `${paint('bold', name)}${image === null ? '' : `  ${printable(image)}`}`,
    ...checks.flatMap((check) => checkLines(check, paint)),
    `  ${checks.length} checks, ${sum}`,
  ];
}
