import { type Paint, printable } from '../errors/format.ts';
import type { AppModel, Component } from '../model/app-model.ts';
import type { Decision, Evidence } from '../model/evidence.ts';
import { isMerged } from './resolve.ts';
import { inline, source } from './summary.ts';

function evidenceLine(evidence: Evidence, mark: string, paint: Paint): string {
  const value = printable(inline(evidence));
  const place = printable(source(evidence));
  return `    ${mark} ${value}  ${paint('dim', `${place}, ${evidence.confidence}: ${printable(evidence.because)}`)}`;
}

function decisionLines(decision: Decision, paint: Paint): readonly string[] {
  const others = decision.others as readonly Evidence[];
  const mark = isMerged(decision.field) ? paint('green', '+') : paint('dim', '-');
  return [
    `  ${paint('bold', decision.field)}${decision.contested ? paint('yellow', ' (contested)') : ''}`,
    evidenceLine(decision.chosen as Evidence, paint('green', isMerged(decision.field) ? '+' : '*'), paint),
    ...others.map((evidence) => evidenceLine(evidence, mark, paint)),
  ];
}

/** Whether a field is what the user asked about: the whole key, its last part, or its layer. */
function isAsked(field: string, asked: string): boolean {
  return field === asked || field.endsWith(`.${asked}`) || field.startsWith(`${asked}.`);
}

function componentLines(component: Component, asked: string | undefined, paint: Paint): readonly string[] {
  const decisions = component.decisions.filter(({ field }) => asked === undefined || isAsked(field, asked));
  if (decisions.length === 0)
    return [`${paint('bold', component.name)}: nothing is known of ${printable(asked ?? 'it')}`];
  return [
    `${paint('bold', printable(component.name))} ${paint('dim', printable(component.dir))}`,
    ...decisions.flatMap((decision) => decisionLines(decision, paint)),
  ];
}

/** What `derrick detect --explain` prints: for each value the file and line it came from, and what lost against it. */
export function explainLines(model: AppModel, asked: string | undefined, paint: Paint): readonly string[] {
  return model.components.flatMap((component) => componentLines(component, asked, paint));
}
