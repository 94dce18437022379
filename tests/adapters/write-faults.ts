import nodeFs, { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { REAL_FS, type WriteFs } from '../../src/adapters/write-port.ts';

/** A file system that fails at the operation number `from`, or from it on. */
export interface FaultyFs {
  readonly fs: WriteFs;
  /** How many operations were asked for. */
  count(): number;
}

/** Operations with a number in [`from`, `to`) fail with `code`. */
export function faulty(from: number, to: number, code: string): FaultyFs {
  let asked = 0;
  const fs = failing(() => {
    const number = asked;
    asked += 1;
    return number >= from && number < to ? code : undefined;
  });
  return { fs, count: () => asked };
}

/** Operations for which `codeOf` gives a code fail with it; a failed write has written one byte before. */
export function failing(codeOf: (name: string, args: readonly unknown[]) => string | undefined): WriteFs {
  return new Proxy(REAL_FS, {
    get(target, name: keyof WriteFs) {
      const real = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]): unknown => {
        const code = codeOf(name, args);
        if (code === undefined) return real(...args);
        if (name === 'writeSync') nodeFs.writeSync(args[0] as number, 'x');
        // A real close that fails has closed all the same.
        if (name === 'closeSync') nodeFs.closeSync(args[0] as number);
        const [path, dest] = args;
        throw Object.assign(new Error(`${code}: injected in ${name}`), { code, path, dest });
      };
    },
  });
}

/** Every file and folder below `root` with mode and text. */
export function snapshot(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    const path = join(root, name);
    const stat = lstatSync(path);
    const mode = (stat.mode & 0o777).toString(8);
    found[relative(root, path)] = stat.isDirectory() ? `folder ${mode}` : `${mode} ${readFileSync(path, 'utf8')}`;
  }
  return found;
}
