import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnosticJson } from '../core/detect/report.ts';
import { CATALOG, type ExitCode } from '../core/errors/catalog.ts';
import { UserError } from '../core/errors/user-error.ts';
import { VERSION } from '../version.generated.ts';
import { createTerminal } from './terminal.ts';

/** The names under which an interrupt arrives: an aborted run, and a prompt that was left by Ctrl-C. */
const INTERRUPTS = new Set(['AbortError', 'ExitPromptError', 'AbortPromptError']);

function reportBug(error: unknown, debug: boolean): void {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const path = join(tmpdir(), `derrick-bug-${process.pid}.txt`);
  const home = process.env.HOME;
  const redacted = [process.cwd(), ...(home ? [home] : [])].reduce((text, dir) => text.replaceAll(dir, '…'), stack);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`bug in derrick: ${message}\n`);
  try {
    writeFileSync(path, `derrick ${VERSION}, Node ${process.versions.node}, ${process.platform}\n\n${redacted}\n`, {
      mode: 0o600,
    });
    process.stderr.write(`  Please report it with the content of ${path}\n`);
  } catch {
    process.stderr.write('  Please report it; --debug shows the stack.\n');
  }
  if (debug) process.stderr.write(`${stack}\n`);
}

/** Tells people (and with `--json` programs) what went wrong; returns the exit code. */
export function reportError(error: unknown, options: { readonly debug?: boolean; readonly json?: boolean }): ExitCode {
  if (error instanceof UserError) {
    const terminal = createTerminal(options);
    terminal.diagnostics(error.problems);
    if (options.json === true) terminal.json({ schemaVersion: 1, diagnostics: error.problems.map(diagnosticJson) });
    if (options.debug === true) process.stderr.write(`${error.stack}\n`);
    return CATALOG[error.problems[0].code].exit;
  }
  if (error instanceof Error && INTERRUPTS.has(error.name)) {
    process.stderr.write('interrupted\n');
    return 130;
  }
  reportBug(error, options.debug === true);
  return 1;
}
