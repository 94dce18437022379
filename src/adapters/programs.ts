import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * Every program called `name` on PATH, in order, as absolute paths; two links to one file count once. Relative entries
 * of PATH are passed over: they could lead into the inspected tree, of which nothing is ever run.
 */
export function programsOnPath(name: string, path: string = process.env.PATH ?? ''): readonly string[] {
  const found = new Map<string, string>();
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    if (!isProgram(candidate)) continue;
    const real = realpathSync(candidate);
    if (!found.has(real)) found.set(real, candidate);
  }
  return [...found.values()];
}

/** The program that an argv means: itself when it is an absolute path, else the first on PATH. */
export function findProgram(program: string, path?: string): string | undefined {
  if (isAbsolute(program)) return isProgram(program) ? program : undefined;
  return program.includes('/') ? undefined : programsOnPath(program, path)[0];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
