import { type Paint, printable } from '../errors/format.ts';
import type { AppModel, Component } from '../model/app-model.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Command, FactKey } from '../model/facts.ts';
import { shownValue } from './report.ts';

/** The rows of a component, in reading order. */
const ROWS: readonly (readonly [label: string, field: FactKey])[] = [
  ['kind', 'app.kind'],
  ['framework', 'app.framework'],
  ['language', 'runtime.language'],
  ['version', 'runtime.version'],
  ['packages', 'runtime.packageManager'],
  ['build', 'app.build'],
  ['output', 'app.output'],
  ['start', 'app.start'],
  ['port', 'app.port'],
  ['health', 'app.health'],
  ['services', 'app.services'],
  ['image', 'system.runImage'],
];

function words(command: Command): string {
  return typeof command === 'string' ? command : command.join(' ');
}

/** A fact's value on one line. */
export function inline(evidence: Pick<Evidence, 'field' | 'value'>): string {
  const value = shownValue(evidence);
  if (evidence.field === 'app.framework') {
    const { name, version } = value as { readonly name: string; readonly version: string | null };
    return version === null ? name : `${name} ${version}`;
  }
  if (['app.start', 'app.build', 'app.test'].includes(evidence.field)) return words(value as Command);
  if (evidence.field === 'app.services')
    return (value as readonly { readonly kind: string }[]).map(({ kind }) => kind).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `file:line` of evidence, or where else it comes from. */
export function source({ file, line, confidence }: Evidence): string {
  if (file === null) return confidence === 'declared' ? 'said by you' : 'default';
  return line === null ? file : `${file}:${line}`;
}

function componentLines(component: Component, paint: Paint): readonly string[] {
  const lines = [`${paint('bold', printable(component.name))} ${paint('dim', printable(component.dir))}`];
  for (const [label, field] of ROWS) {
    const decision = component.decisions.find((one) => one.field === field);
    if (decision === undefined) continue;
    const value = printable(inline({ field, value: component.facts[field] } as Evidence));
    lines.push(
      `  ${label.padEnd(10)} ${value.padEnd(34)} ${paint('dim', printable(source(decision.chosen)))}`.trimEnd(),
    );
  }
  return lines;
}

/** What `derrick detect` prints: a block for each component, each value with its evidence. */
export function summaryLines(model: AppModel, paint: Paint): readonly string[] {
  return model.components.flatMap((component, index) => [
    ...(index === 0 ? [] : ['']),
    ...componentLines(component, paint),
  ]);
}
