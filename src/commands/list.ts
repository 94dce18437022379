import { createTerminal, type OutputOptions } from '../adapters/terminal.ts';
import type { ExitCode } from '../core/errors/catalog.ts';
import { UserError } from '../core/errors/user-error.ts';
import { DETECTORS } from '../detectors/registry.generated.ts';
import { loadRiggings } from './riggings.ts';

function table(rows: readonly (readonly [string, string, string])[]): readonly string[] {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length), 0);
  return rows.map(([a, b, c]) => `${a.padEnd(width(0))}  ${b.padEnd(width(1))}  ${c}`.trimEnd());
}

function listDetectors(options: OutputOptions): ExitCode {
  const terminal = createTerminal(options);
  if (options.json === true) {
    const detectors = DETECTORS.map(({ id, layer, title, docs }) => ({ id, layer, title, docs }));
    terminal.json({ schemaVersion: 1, detectors });
  } else {
    for (const line of table(DETECTORS.map(({ id, layer, title }) => [id, layer, title]))) terminal.print(line);
  }
  return 0;
}

async function listRiggings(options: OutputOptions): Promise<ExitCode> {
  const terminal = createTerminal(options);
  const riggings = await loadRiggings('.');
  if (options.json === true) {
    const listed = riggings.map(({ manifest, origin }) => ({
      id: manifest.id,
      title: manifest.title,
      provides: manifest.provides,
      default: manifest.default,
      origin,
      options: manifest.options,
    }));
    terminal.json({ schemaVersion: 1, riggings: listed });
    return 0;
  }
  for (const { manifest, origin } of riggings) {
    const when = manifest.default ? '' : `, with --with ${manifest.provides}`;
    terminal.print(`${terminal.paint('bold', manifest.id)}  ${manifest.title} (${origin}${when})`);
    const rows = Object.entries(manifest.options).map(
      ([name, spec]) => [`  ${name}`, String(spec.default === '' ? '-' : spec.default), spec.help] as const,
    );
    for (const line of table(rows)) terminal.print(line);
  }
  return 0;
}

/** Lists riggings with their options, or detectors. */
export async function listCommand(what: string | undefined, options: OutputOptions): Promise<ExitCode> {
  if (what === undefined || what === 'riggings') return listRiggings(options);
  if (what === 'detectors') return listDetectors(options);
  throw new UserError([
    {
      code: 'DRK4001',
      severity: 'error',
      detail: `list ${what}: there are riggings and detectors`,
      hint: 'Say `derrick list` or `derrick list detectors`.',
    },
  ]);
}
