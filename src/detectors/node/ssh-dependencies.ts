import { DEPENDENCY_GROUPS, type PackageJson } from './package-json.ts';

/** `git+ssh://git@host/path`, `ssh://…` and `git@host:path`. Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#git-urls-as-dependencies */
const SSH = /^(?:git\+)?ssh:\/\/|^[\w.-]+@[\w.-]+:(?!\/\/)[^@]+$/;

/** A dependency that git clones over SSH. */
export interface SshDependency {
  readonly manifest: PackageJson;
  readonly name: string;
  readonly line: number | null;
}

/** The dependencies of some manifests that git clones over SSH; `github:` and its like are fetched without a key. */
export function sshDependencies(manifests: readonly PackageJson[]): readonly SshDependency[] {
  return manifests.flatMap((manifest) =>
    DEPENDENCY_GROUPS.flatMap((group) =>
      [...manifest[group]]
        .filter(([, spec]) => SSH.test(spec))
        .map(([name]) => ({ manifest, name, line: manifest.lineOf(group, name) })),
    ),
  );
}
