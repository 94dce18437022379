import type { Scope } from '../../core/workspace/scope.ts';
import { canonical, type PyModule } from './module-index.ts';
import { modulesOf } from './modules.ts';

/** Calls that keep a process busy for ever: bots, consumers, schedulers. */
const ENDLESS =
  /(^|\.)(run_polling|start_polling|infinity_polling|polling|start_consuming|run_forever|serve_forever|run_until_disconnected|wait_for_termination|idle)$/;

/** Libraries whose use keeps a process busy for ever. */
const BUSY: ReadonlySet<string> = new Set([
  ...['discord', 'telegram', 'telebot', 'aiogram', 'telethon', 'pyrogram', 'slack_bolt', 'nextcord', 'disnake'],
  ...['pika', 'aio_pika', 'kafka', 'confluent_kafka', 'aiokafka', 'faust', 'apscheduler', 'schedule', 'temporalio'],
]);

/** True when the code runs for ever: a loop, a consumer, a bot, a scheduler. */
export function isEndless(scope: Scope): boolean {
  return modulesOf(scope).some(
    ({ endlessLine, calls, imported }) =>
      endlessLine !== null ||
      calls.some(({ expr }) => ENDLESS.test(expr.callee)) ||
      imported.some(({ module }) => BUSY.has(module.split('.')[0] ?? '')),
  );
}

/** Whether the code ends a process on SIGTERM by itself. */
export function handlesSigterm(modules: readonly PyModule[]): boolean {
  return modules.some((module) =>
    module.calls.some(({ expr }) => {
      const full = canonical(module, expr.callee);
      const [first] = expr.args;
      const signal = first?.kind === 'name' ? canonical(module, first.path) : '';
      // `asyncio.get_running_loop().add_signal_handler(…)` hangs on a call.
      const method = expr.target.kind === 'item' && expr.target.key.kind === 'text' ? expr.target.key.value : full;
      const isHandler = full === 'signal.signal' || /(^|\.)add_signal_handler$/.test(method);
      return isHandler && signal === 'signal.SIGTERM';
    }),
  );
}
