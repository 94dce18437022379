/** The environment of derrick's own process. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The time; only for what a build records, never for anything rendered. */
export function now(): Date {
  return new Date();
}

/** True where an engine may draw its own progress: stderr is a terminal and this is no pipeline. */
export function ttyForProgress(): boolean {
  return process.stderr.isTTY === true && !process.env.CI;
}
