import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { RelPath } from '../model/paths.ts';
import { parseYaml } from '../workspace/parse-yaml.ts';

/** One service of a compose file, as far as `derrick up` needs it. */
export interface ComposeService {
  readonly name: string;
  readonly image: string | null;
  readonly isBuilt: boolean;
}

/** A compose file as `derrick up` reads it. */
export interface ComposeFile {
  readonly services: readonly ComposeService[];
  /** Variables without which Compose refuses to start, sorted. */
  readonly required: readonly string[];
  /** Those of them that are passwords of backing services: nobody else knows them, so that any value will do. */
  readonly passwords: readonly string[];
}

/** `${NAME:?message}` and `${NAME?message}`. Source: https://docs.docker.com/reference/compose-file/interpolation/ */
function requiredIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value) ?? '';
  return [...text.matchAll(/\$\{([A-Za-z_]\w*):?\?[^}]*\}/g)].map(([, name]) => name ?? '');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** Reads a compose file; a syntax error or a file without services is DRK1002 with its line. */
export function readComposeFile(path: RelPath, text: string): Result<ComposeFile> {
  const broken = (detail: string, line: number | null): Result<ComposeFile> => {
    const problem: Diagnostic = { code: 'DRK1002', severity: 'error', detail, at: { file: path, line } };
    return failed([problem]);
  };
  const parsed = parseYaml(text);
  if (!parsed.ok) return broken(`${path}: ${parsed.message}`, parsed.line);
  const services = parsed.value.get('services');
  if (typeof services !== 'object' || services === null) return broken(`${path} has no services`, 1);
  const entries = Object.entries(services as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const service = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
    return { name, service };
  });
  const backing = entries.filter(({ service }) => service.build === undefined);
  return ok({
    services: entries.map(({ name, service }) => ({
      name,
      image: typeof service.image === 'string' ? service.image : null,
      isBuilt: service.build !== undefined,
    })),
    required: unique(requiredIn(parsed.value.get())),
    passwords: unique(backing.flatMap(({ service }) => requiredIn(service)).filter((name) => /PASSWORD/.test(name))),
  });
}
