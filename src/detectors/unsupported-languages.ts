import type { RelPath } from '../core/model/paths.ts';
import type { Scope } from '../core/workspace/scope.ts';

/** A language that is known by its manifest, and that no rigging makes an image of. */
interface OtherLanguage {
  readonly title: string;
  /** Names of which one lies in the component's own folder. */
  readonly files: readonly string[];
  /** An extension of which a file lies there. */
  readonly extension?: string;
}

const LANGUAGES: readonly OtherLanguage[] = [
  { title: 'Rust', files: ['Cargo.toml'] },
  { title: 'Ruby', files: ['config.ru', 'Gemfile'] },
  { title: '.NET', files: ['global.json', 'Directory.Build.props'], extension: 'csproj' },
  { title: '.NET', files: [], extension: 'sln' },
  { title: 'F#', files: [], extension: 'fsproj' },
  { title: 'Elixir', files: ['mix.exs'] },
  { title: 'Erlang', files: ['rebar.config'] },
  { title: 'Gleam', files: ['gleam.toml'] },
  { title: 'Deno', files: ['deno.json', 'deno.jsonc'] },
  { title: 'Swift', files: ['Package.swift'] },
  { title: 'Dart', files: ['pubspec.yaml'] },
  { title: 'Haskell', files: ['stack.yaml', 'cabal.project'] },
  { title: 'Crystal', files: ['shard.yml'] },
  { title: 'Zig', files: ['build.zig'] },
  { title: 'C or C++', files: ['CMakeLists.txt', 'meson.build', 'configure.ac'] },
  { title: 'Perl', files: ['cpanfile', 'app.psgi'] },
  { title: 'R', files: ['renv.lock', 'plumber.R'] },
  { title: 'Julia', files: ['Project.toml'] },
];

function manifestOf(scope: Scope, { files, extension }: OtherLanguage): RelPath | undefined {
  const named = files.map((name) => scope.at(name)).find((path) => scope.project.has(path));
  if (named !== undefined || extension === undefined) return named;
  return scope.tree.withExtension(extension)[0];
}

/** The language whose manifest lies in a component's folder, and of which no image is made. */
export function unsupportedLanguage(scope: Scope): { readonly title: string; readonly file: RelPath } | undefined {
  for (const language of LANGUAGES) {
    const file = manifestOf(scope, language);
    if (file !== undefined) return { title: language.title, file };
  }
  return undefined;
}
