import type { Diagnostic } from '../errors/diagnostic.ts';
import type { AppModel, Component } from '../model/app-model.ts';
import { CONFIDENCE, type Decision } from '../model/evidence.ts';
import { dnsLabel } from '../model/names.ts';
import { basename, ROOT } from '../model/paths.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { unscoped } from './components.ts';
import type { Examined } from './run.ts';

function decisionOn(component: Component, field: Decision['field']): Decision | undefined {
  return component.decisions.find((decision) => decision.field === field);
}

function place(decision: Decision | undefined): Pick<Diagnostic, 'at'> {
  const file = decision?.chosen.file;
  return file === undefined || file === null ? {} : { at: { file, line: decision?.chosen.line ?? null } };
}

/** Refused when something says so with at least as much confidence as anything says what kind of application it is. */
function isRefused({ component }: Examined): boolean {
  const refusal = decisionOn(component, 'app.refusal');
  const kind = decisionOn(component, 'app.kind');
  if (refusal === undefined) return false;
  return kind === undefined || CONFIDENCE[refusal.chosen.confidence] >= CONFIDENCE[kind.chosen.confidence];
}

function refusal({ component, dir }: Examined, alone: boolean): Diagnostic | undefined {
  const why = component.facts['app.refusal'];
  if (why === undefined) return undefined;
  return {
    code: 'DRK1003',
    severity: alone ? 'error' : 'info',
    detail: dir === ROOT ? why.reason : `${dir}: ${why.reason}`,
    ...place(decisionOn(component, 'app.refusal')),
    hint: why.remedy,
  };
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function contests(component: Component): readonly Diagnostic[] {
  return component.decisions
    .filter(({ contested }) => contested)
    .map((decision) => {
      const rivals = [decision.chosen, ...decision.others]
        .filter(({ confidence }) => confidence === decision.chosen.confidence)
        .map(({ value, file, line }) => `${shown(value)} (${file ?? 'default'}${line === null ? '' : `:${line}`})`);
      return {
        code: 'DRK1004',
        severity: 'warning',
        detail: `${component.name}: ${decision.field} is ${rivals.join(' or ')}; the first is used`,
        ...place(decision as Decision),
        hint: `say which one is right: --set ${component.name}.${decision.field.replace(/^\w+\./, '')}=…, or a key of derrick.yaml`,
      } as const;
    });
}

function missingStart(component: Component): readonly Diagnostic[] {
  const kind = component.facts['app.kind'];
  if (kind === 'static' || component.facts['app.start'] !== undefined) return [];
  return [
    {
      code: 'DRK1005',
      severity: 'error',
      detail: `${component.name}: it is a ${kind} application, but nothing says how to start it`,
      ...place(decisionOn(component, 'app.kind')),
      hint: `say it: --set ${component.name}.start="node server.js", or a start script in the manifest`,
    },
  ];
}

/** A known language of which nothing can be started. */
function idle({ component, dir }: Examined): readonly Diagnostic[] {
  const language = component.facts['runtime.language'];
  if (language === undefined || component.facts['app.refusal'] !== undefined) return [];
  const where = dir === ROOT ? 'here' : `in ${dir}`;
  return [
    {
      code: 'DRK1005',
      severity: 'error',
      detail: `there is ${language} ${where}, but nothing that can be started`,
      ...place(decisionOn(component, 'runtime.language')),
    },
  ];
}

/** Which candidates are components, what the project is called, and what there is to say about it all. */
export function verdict(
  ws: Workspace,
  examined: readonly Examined[],
  marks: readonly string[],
): { readonly model: AppModel; readonly diagnostics: readonly Diagnostic[] } {
  const refused = examined.filter(isRefused);
  const deployable = examined.filter((one) => !refused.includes(one) && one.component.facts['app.kind'] !== undefined);
  const diagnostics: Diagnostic[] = [];
  for (const problem of ws.problems()) {
    const isManifest = problem.at !== undefined && marks.includes(basename(problem.at.file));
    diagnostics.push(isManifest ? { ...problem, severity: 'error' } : problem);
  }
  for (const one of refused) {
    const said = refusal(one, deployable.length === 0);
    if (said !== undefined) diagnostics.push(said);
  }
  for (const { component, diagnostics: own } of deployable) {
    diagnostics.push(...own, ...contests(component), ...missingStart(component));
  }
  const hasError = () => diagnostics.some(({ severity }) => severity === 'error');
  if (deployable.length === 0 && !hasError()) diagnostics.push(...examined.flatMap(idle));
  if (deployable.length === 0 && !hasError()) {
    const files = ws.tree.files.length;
    diagnostics.push({
      code: 'DRK1001',
      severity: 'error',
      detail: files === 0 ? 'the folder is empty' : `none of the ${files} files shows what kind of application this is`,
    });
  }
  if (!ws.tree.complete) {
    diagnostics.push({ code: 'DRK1007', severity: 'warning', detail: 'not every file was seen' });
  }
  const root = examined.find(({ dir }) => dir === ROOT)?.component.facts['app.name'];
  const [only] = deployable;
  const name = root ?? (deployable.length === 1 ? only?.name : undefined) ?? 'app';
  return {
    model: { schema: 1, name: dnsLabel(unscoped(name)), components: deployable.map(({ component }) => component) },
    diagnostics: unique(diagnostics),
  };
}

/** The same thing is said once, even where several components meet it. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
