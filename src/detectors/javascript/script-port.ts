import type { Claim } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from './node-project.ts';
import { optionOf } from './script-flags.ts';
import { staticValue } from './shell-words.ts';
import { startPlan } from './start-plan.ts';

/** The port that the start script gives: a `--port` option, else an assignment of the port's variable. */
export function* portOfScript(scope: Scope, variable: string | null): Iterable<Claim<'application'>> {
  const { process } = startPlan(scope);
  const file = nodeProject(scope)?.path;
  if (process === undefined || file === undefined) return;
  const name = variable ?? 'PORT';
  for (const [given, what] of [
    [optionOf(process.run.args, '--port', '-p'), 'passes --port'],
    [process.run.env.get(name), `sets ${name}`],
  ] as const) {
    // `${PORT:-4020}` has a value without a shell.
    const text = given === undefined ? undefined : staticValue(given);
    if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65535 || Number(text) === 0) continue;
    const because = `the ${process.script} script ${what}`;
    yield { field: 'app.port', value: Number(text), file, line: process.line, confidence: 'manifest', because };
    return;
  }
}
