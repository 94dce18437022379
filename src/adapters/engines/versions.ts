/** True when a version text such as `4.3.1` or `1.39.3+ds1` is at least `major.minor`. */
export function atLeast(version: string, major: number, minor: number): boolean {
  const [, first = '0', second = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
