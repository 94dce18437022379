import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** A jar's manifest in the tree that names the class to start. */
export interface JarManifest {
  readonly file: RelPath;
  readonly main: string;
  readonly line: number;
}

/** The first manifest with a main class. Source: https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html#jar-manifest */
export function jarManifest(scope: Scope): JarManifest | undefined {
  for (const file of scope.tree.named('MANIFEST.MF', 'manifest.mf', 'Manifest.txt', 'manifest.txt')) {
    for (const [index, text] of (scope.text(file)?.text.split('\n') ?? []).entries()) {
      const main = /^Main-Class:\s*([\w.$]+)\s*$/.exec(text)?.[1];
      if (main !== undefined && !/\p{Cc}/u.test(file)) return { file, main, line: index + 1 };
    }
  }
  return undefined;
}
