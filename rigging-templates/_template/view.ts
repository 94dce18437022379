import type { View, ViewInput } from '../../src/core/model/rigging.ts';

/** What the template sees: plain data, every key always there. Delete this file where the facts are enough as they are. */
export function view({ component }: ViewInput): View {
  const start = component.facts['app.start'] ?? [];
  return { name: component.name, start: typeof start === 'string' ? ['sh', '-c', start] : [...start] };
}
