import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { Coordinates } from './pom.ts';
import { type SbtBuild, type SbtProject, sbtText } from './sbt.ts';
import { callsOf, readSource } from './sources.ts';
import { isSign, type Token } from './tokens.ts';

/** `"org" %% "name" % version % Test`, every one in an expression. */
function modulesIn(build: SbtBuild | undefined, file: RelPath, tokens: readonly Token[]): readonly Coordinates[] {
  const found: Coordinates[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'string' || !isSign(tokens[at + 1], '%')) continue;
    let next = at + 1;
    while (isSign(tokens[next], '%')) next += 1;
    const artifact = tokens[next];
    if (artifact?.kind !== 'string' || !isSign(tokens[next + 1], '%')) continue;
    const version = tokens[next + 2];
    const scope = isSign(tokens[next + 3], '%') ? (tokens[next + 4]?.text ?? '').toLowerCase() : 'compile';
    const text = version === undefined ? undefined : build === undefined ? version.text : sbtText(build, [version]);
    found.push({ group: token.text, artifact: artifact.text, version: text ?? null, scope, file, line: token.line });
  }
  return found;
}

/** The libraries of a project, also those that a `val` of the build's own code holds. */
export function sbtDependencies(build: SbtBuild, project: SbtProject): readonly Coordinates[] {
  const found: Coordinates[] = [];
  for (const { key, value } of project.settings) {
    if (key !== 'libraryDependencies') continue;
    found.push(...modulesIn(build, build.path, value));
    for (const { kind, text } of value) {
      const held = kind === 'word' ? build.values.get(text.slice(text.lastIndexOf('.') + 1)) : undefined;
      if (held !== undefined)
        found.push(...modulesIn(build, build.path, held).map((one) => ({ ...one, line: value[0]?.line ?? null })));
    }
  }
  return found;
}

/** The plugins of the build: `addSbtPlugin` in project/*.sbt. */
export function sbtPlugins(scope: Scope, root: RelPath): readonly Coordinates[] {
  const folder = join(root, 'project');
  return scope.project
    .withExtension('sbt')
    .filter((path) => path.startsWith(`${folder}/`))
    .flatMap((path) =>
      callsOf(readSource(path, scope.text(path)?.text ?? '').tokens)
        .filter(({ name }) => name === 'addSbtPlugin')
        .flatMap(({ args }) => modulesIn(undefined, path, args.flat()))
        .map((one) => ({ ...one, scope: 'plugin' })),
    );
}
