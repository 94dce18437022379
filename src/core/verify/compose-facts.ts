import type { RelPath } from '../model/paths.ts';
import { dig } from '../workspace/parsers.ts';
import { entriesOf, listOf, textOf, type YamlDocument } from './yaml-documents.ts';

/** A service of a Compose file that is built from the project. */
export interface ComposeService {
  readonly file: RelPath;
  readonly name: string;
  readonly image: string | null;
  /** The build context as written. */
  readonly context: string;
  /** The Dockerfile, relative to the context. */
  readonly dockerfile: string;
  /** The ports of the container, published or not. */
  readonly ports: readonly number[];
  readonly user: string | null;
}

/** The container's port of `"8080:80/tcp"`, `80`, or `{ target: 80 }`; a range has none. */
function targetOf(port: unknown): number | null {
  const text = textOf(dig(port, ['target'])) ?? textOf(port) ?? '';
  const [, digits] = /(?:^|:)(\d+)(?:\/\w+)?$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits);
}

/**
 * The services that have a `build`.
 * Source: https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export function composeServices(documents: readonly YamlDocument[]): readonly ComposeService[] {
  return documents.flatMap(({ file, value }) =>
    entriesOf(dig(value, ['services'])).flatMap(([name, service]) => {
      const build = dig(service, ['build']);
      const context = textOf(build) ?? (build === undefined ? null : (textOf(dig(build, ['context'])) ?? '.'));
      if (context === null) return [];
      return [
        {
          file,
          name,
          image: textOf(dig(service, ['image'])),
          context,
          dockerfile: textOf(dig(build, ['dockerfile'])) ?? 'Dockerfile',
          ports: [...listOf(dig(service, ['ports'])), ...listOf(dig(service, ['expose']))].flatMap(
            (port) => targetOf(port) ?? [],
          ),
          user: textOf(dig(service, ['user'])),
        },
      ];
    }),
  );
}
