/** The files of one output as derrick would write them: path relative to the project → text. */
export type OutputFiles = ReadonlyMap<string, string>;

/** One broken check. */
export interface Finding {
  /** The checker that found it: `dockerfile`, `kustomize` … */
  readonly checker: string;
  /** Id of docs/reference/checks.md: `D09`, `K33` … */
  readonly id: string;
  readonly file: string;
  /** 1-based, `null` where the finding is about the whole file or a rendered object. */
  readonly line: number | null;
  readonly message: string;
}

/** Reports findings of one checker and file, so that rules need to name only what differs. */
export type Report = (id: string, line: number | null, message: string) => void;

/** A list of findings and the function that adds to it. */
export function collector(checker: string, file: string): { readonly findings: Finding[]; readonly report: Report } {
  const findings: Finding[] = [];
  return { findings, report: (id, line, message) => findings.push({ checker, id, file, line, message }) };
}

/** The paths of an output whose last segment matches, sorted. */
export function pathsNamed(files: OutputFiles, name: RegExp): readonly string[] {
  return [...files.keys()].filter((path) => name.test(path.slice(path.lastIndexOf('/') + 1))).sort();
}

/** One finding per line, for assertion messages. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ checker, id, file, line, message }) =>
        `${id} ${file}${line === null ? '' : `:${line}`} ${message} (${checker})`,
    )
    .join('\n');
}
