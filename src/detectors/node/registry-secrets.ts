import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** A registry credential in a package manager's settings. Its value is never kept. */
export interface RegistrySecret {
  readonly line: number;
  /** The environment variable that holds it; `null` when the secret itself stands in the file. */
  readonly variable: string | null;
}

/** Keys that hold a credential. Sources: npm's npmrc, yarn's yarnrc and Bun's bunfig documentation. */
const CREDENTIAL =
  /(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent|(?<![\w-])token|(?<![\w-])password)["']?\s*[=:\s]\s*["']?([^"'\s#;,}][^"'\s,}]*\}?)/;

/** A password in the address of a registry, or a private key: they have no variable that npm would read. */
const INLINE =
  /:\/\/[^\s/:@"']+:([^\s/@"']+)@|(?:^|:)key(?:file)?\s*=\s*["']?(\S+)|\bhttpsKeyFilePath["']?\s*:\s*["']?(\S+)/;

/** Finds credentials in .npmrc, .yarnrc, .yarnrc.yml or bunfig.toml. */
export function registrySecrets(scope: Scope, path: RelPath): readonly RegistrySecret[] {
  const found: RegistrySecret[] = [];
  for (const [index, text] of (scope.text(path)?.text ?? '').split('\n').entries()) {
    if (/^\s*[#;]/.test(text)) continue;
    const inline = INLINE.exec(text);
    const value = CREDENTIAL.exec(text)?.[1] ?? inline?.[1] ?? inline?.[2] ?? inline?.[3];
    if (value === undefined) continue;
    const variable = /^\$\{?(\w+)(?:[?:-][^}]*)?\}?$/.exec(value)?.[1] ?? null;
    found.push({ line: index + 1, variable });
  }
  return found;
}
