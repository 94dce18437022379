import { ask, choose } from '../adapters/prompt.ts';
import { isSetting } from '../core/config/settings.ts';
import { inline, source } from '../core/detect/summary.ts';
import { printable } from '../core/errors/format.ts';
import type { Component } from '../core/model/app-model.ts';
import type { Decision, Evidence } from '../core/model/evidence.ts';
import type { Survey } from './survey.ts';

function rivals(decision: Decision): readonly Evidence[] {
  const all = [decision.chosen, ...decision.others] as readonly Evidence[];
  const strongest = all.filter(({ confidence }) => confidence === decision.chosen.confidence);
  return [...new Map(strongest.map((evidence) => [JSON.stringify(evidence.value), evidence])).values()];
}

function asSetting(decision: Decision, evidence: Evidence): string | undefined {
  const key = decision.field.replace(/^\w+\./, '');
  const value = Array.isArray(evidence.value) ? inline(evidence) : inline(evidence);
  return isSetting(key) ? `${key}=${value}` : undefined;
}

async function settleContest(component: Component, decision: Decision): Promise<string | undefined> {
  const choices = rivals(decision).map((evidence) => ({
    name: `${printable(inline(evidence))}  (${printable(source(evidence))}: ${printable(evidence.because)})`,
    value: evidence,
  }));
  const chosen = await choose(`${component.name}: which ${decision.field.replace(/^\w+\./, '')} is right?`, choices);
  const setting = asSetting(decision, chosen);
  return setting === undefined ? undefined : `${component.name}.${setting}`;
}

/**
 * Asks what detection left open: contested evidence, and a start command that nothing shows.
 * Returns the answers as `--set` flags, which are what a pipeline would give.
 */
export async function openQuestions({ detection }: Survey): Promise<readonly string[]> {
  const answers: string[] = [];
  const [problem, ...more] = detection.diagnostics.filter(({ severity }) => severity === 'error');
  if (detection.model.components.length === 0) {
    if (problem?.code !== 'DRK1005' || more.length > 0) return [];
    const start = await ask(`${printable(problem.detail)}: which command starts it?`);
    return start === '' ? [] : [`start=${start}`];
  }
  for (const component of detection.model.components) {
    for (const decision of component.decisions) {
      const answer = decision.contested ? await settleContest(component, decision) : undefined;
      if (answer !== undefined) answers.push(answer);
    }
    if (component.facts['app.kind'] !== 'static' && component.facts['app.start'] === undefined) {
      const start = await ask(`${component.name}: which command starts it?`);
      if (start !== '') answers.push(`${component.name}.start=${start}`);
    }
  }
  return answers;
}
