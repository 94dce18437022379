import { createTerminal, type OutputOptions } from '../adapters/terminal.ts';
import { explainLines } from '../core/detect/explain.ts';
import { detectionJson } from '../core/detect/report.ts';
import { summaryLines } from '../core/detect/summary.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { exitCodeOf } from '../core/errors/format.ts';
import { MANIFESTS } from '../riggings/manifests.generated.ts';
import { survey } from './survey.ts';

/** Flags of `derrick detect`. */
export interface DetectOptions extends OutputOptions {
  readonly explain?: string | true;
  readonly strict?: boolean;
  readonly set?: readonly string[];
}

const RIGGINGS = Object.values(MANIFESTS).map((manifest) => ({ manifest }));

/** Looks, and says what it found; writes nothing. */
export async function detectCommand(path: string | undefined, options: DetectOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const { detection } = await survey(path, options.set);
  terminal.diagnostics(detection.diagnostics);
  if (options.json === true) {
    terminal.json(detectionJson(detection, RIGGINGS));
  } else if (options.explain !== undefined) {
    const field = options.explain === true ? undefined : options.explain;
    for (const line of explainLines(detection.model, field, terminal.paint)) terminal.print(line);
  } else {
    for (const line of summaryLines(detection.model, terminal.paint)) terminal.print(line);
  }
  return exitCodeOf(detection.diagnostics, options.strict);
}
