/** How long the parts of one fixture took, in seconds. */
export interface Times {
  readonly name: string;
  readonly parts: Readonly<Record<string, number>>;
}

const MOST = 15;
const recorded: Times[] = [];

function total({ parts }: Times): number {
  return Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);
}

/** A watch for the parts of one fixture; what it measured is kept for {@link slowest}. */
export function stopwatch(name: string): <T>(part: string, work: () => Promise<T>) => Promise<T> {
  const parts: Record<string, number> = {};
  recorded.push({ name, parts });
  return async (part, work) => {
    const started = performance.now();
    try {
      return await work();
    } finally {
      parts[part] = (parts[part] ?? 0) + (performance.now() - started) / 1000;
    }
  };
}

/** The fixtures that took longest, a line for each. */
export function slowest(): readonly string[] {
  const shown = [...recorded].sort((a, b) => total(b) - total(a)).slice(0, MOST);
  const all = recorded.reduce((sum, one) => sum + total(one), 0);
  return [
    `${recorded.length} fixtures, ${all.toFixed(0)} s of work; the longest:`,
    ...shown.map((one) => {
      const parts = Object.entries(one.parts).map(([part, seconds]) => `${part} ${seconds.toFixed(1)}`);
      return `  ${one.name.padEnd(26)}${total(one).toFixed(1)} s (${parts.join(', ')})`;
    }),
  ];
}
