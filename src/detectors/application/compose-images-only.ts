import type { Claim } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import type { ComposeFile } from './compose-file.ts';

/** Files that show an application of some language. */
const MANIFESTS = [
  ...['package.json', 'go.mod', 'pyproject.toml', 'requirements.txt', 'pom.xml', 'build.gradle', 'build.gradle.kts'],
  ...['composer.json', 'Cargo.toml', 'Gemfile', 'mix.exs', 'deno.json', 'index.html', 'index.php', 'Dockerfile'],
];

/** Where no service is built and nothing else is there, there is nothing to make an image of: derrick says so. */
export function* imagesOnly({ path, services }: ComposeFile, scope: Scope): Iterable<Claim<'application'>> {
  const images = services.filter(({ body }) => body.image !== undefined).map(({ name }) => name);
  if (images.length === 0 || scope.project.named(...MANIFESTS).length > 0) return;
  const reason = `${path} only runs images that are made elsewhere (${images.slice(0, 5).join(', ')}): there is nothing to build here`;
  const remedy = 'Name the folder of an application, or give the service that is yours a `build:` with its folder.';
  const at = { file: path, line: services[0]?.place().line ?? null };
  const value = { kind: 'unsupported', reason, remedy } as const;
  yield { field: 'app.refusal', value, ...at, confidence: 'guess', because: 'no service of it is built' };
}
