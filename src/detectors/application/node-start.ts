import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { defineDetector } from '../../core/model/detector.ts';
import type { Command } from '../../core/model/facts.ts';
import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILT_SERVERS } from '../javascript/built-servers.ts';
import { entryOf } from '../javascript/entry.ts';
import { frameworkOf, isFramework } from '../javascript/framework-of.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { runTarget } from '../javascript/run-target.ts';
import { servingFiles } from '../javascript/serving-files.ts';
import { shapeOf } from '../javascript/shape.ts';
import { type StartPlan, startPlan } from '../javascript/start-plan.ts';

/** Options of Moleculer's runner that take a value. */
const VALUED = /^(-c|--config|-E|--envfile|-i|--instances|-m|--mask)$/;

/** Names whose value in a script is about the developer's machine. */
const IGNORED_ENV: ReadonlySet<string> = new Set(['NODE_ENV', 'FORCE_COLOR', 'DEBUG', 'CI']);

function developmentNotice(scope: Scope, { development }: StartPlan): Diagnostic | undefined {
  const start = development.find(({ script }) => script.startsWith('start'));
  const path = nodeProject(scope)?.path;
  if (start === undefined || path === undefined) return undefined;
  const { script, line, run } = start;
  return {
    code: 'DRK1107',
    severity: 'warning',
    detail: `The ${script} script runs ${run.program}, which is for development only; it is not used as start command`,
    at: { file: path, line },
    hint: 'Add a script start:prod that runs the built application.',
  };
}

/** True for a framework whose start script is meant for the folder that its build makes. */
function startsInBuild(scope: Scope): boolean {
  const id = frameworkOf(scope)?.framework.id ?? '';
  return Object.hasOwn(BUILT_SERVERS, id) && BUILT_SERVERS[id]?.startsInBuild === true;
}

/** The runner of Moleculer with the folder of its services, which the script leaves to a variable. */
function withServices(scope: Scope, { command, program, args }: NonNullable<StartPlan['process']>['run']): Command {
  const isRunner = program?.startsWith('moleculer-runner') === true && typeof command !== 'string';
  const isNamed = args.some((arg, at) => !arg.startsWith('-') && !VALUED.test(args[at - 1] ?? ''));
  if (!isRunner || isNamed || !scope.project.hasFolder(scope.at('services'))) return command;
  return [...command, 'services'];
}

/** The process that serves: start scripts unwrapped, else the entry file. */
export const nodeStart = defineDetector({
  id: 'node-start',
  layer: 'application',
  title: 'Start command of a Node application',
  docs: 'https://docs.npmjs.com/cli/v11/using-npm/scripts',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const plan = startPlan(scope);
    const family = frameworkOf(scope)?.framework.family;
    if (family === 'static') return;
    const { process } = plan;
    const file = nodeProject(scope)?.path ?? null;
    // `next build` writes it below its own folder, whatever that is called.
    const standalone = isFramework(scope, 'nextjs') && /(^|\/)standalone\//.test(process?.run.entry ?? '');
    const inBuild = startsInBuild(scope) && process?.run.entry?.startsWith('build/') !== true;
    const owned = family === 'meta' && (process === undefined || process.run.entry === null || standalone || inBuild);
    if (process === undefined) {
      const diagnostic = developmentNotice(scope, plan);
      if (diagnostic !== undefined && family !== 'meta') yield { diagnostic };
    }
    if (owned) return;
    if (process !== undefined) {
      const { script, line, run } = process;
      const because = `the ${script} script comes down to this process`;
      yield { field: 'app.start', value: withServices(scope, run), file, line, confidence: 'manifest', because };
      for (const [name, value] of run.env) {
        if (IGNORED_ENV.has(name)) continue;
        const variable = { name, required: false, default: value, scope: 'run', sensitive: false } as const;
        yield {
          field: 'app.env',
          value: [variable],
          file,
          line,
          confidence: 'manifest',
          because: `the ${script} script sets ${name}`,
        };
      }
      return;
    }
    const kind = shapeOf(scope)?.kind;
    const target = kind === undefined ? undefined : runTarget(scope, known);
    if (target === undefined) return;
    const { command, because } = target;
    yield {
      field: 'app.start',
      value: command,
      file: target.file,
      line: target.line,
      confidence: 'convention',
      because,
    };
    if (entryOf(scope)?.from !== 'search') return;
    for (const other of servingFiles(scope).slice(1)) {
      const value = ['node', relativeTo(other, scope.dir)] as const;
      if (!/\.[cm]?js$/.test(other)) continue;
      yield {
        field: 'app.start',
        value,
        file: other,
        line: null,
        confidence: 'convention',
        because: 'it opens a port as well',
      };
    }
  },
});
