import type { RelPath } from '../../core/model/paths.ts';
import type { GoComponent } from './component.ts';

/**
 * Where a program asks for SIGTERM: signal.Notify or signal.NotifyContext that names it or names no signal at all.
 * Source: https://pkg.go.dev/os/signal
 */
export function signalHandler({ calls }: GoComponent): { readonly file: RelPath; readonly line: number } | undefined {
  for (const { from, name, args, file, node } of calls) {
    if (from !== 'os/signal' || (name !== 'Notify' && name !== 'NotifyContext')) continue;
    const named = args.slice(1).map((argument) => file.textOf(argument));
    if (named.length === 0 || named.some((text) => /SIGTERM|\.\.\.|signals/i.test(text))) {
      return { file: file.path, line: file.lineOf(node) };
    }
  }
  return undefined;
}
