import { createTerminal, type OutputOptions } from '../adapters/terminal.ts';
import { explainLines } from '../core/detect/explain.ts';
import { CATALOG, type ErrorCode, type ExitCode } from '../core/errors/catalog.ts';
import { UserError } from '../core/errors/user-error.ts';
import { FACT_KEYS } from '../core/model/fact-keys.ts';

function isCode(text: string): text is ErrorCode {
  return Object.hasOwn(CATALOG, text);
}

function explainCode(code: ErrorCode, options: OutputOptions): ExitCode {
  const terminal = createTerminal(options);
  const { title, hint, exit } = CATALOG[code];
  if (options.json === true) terminal.json({ schemaVersion: 1, code, title, hint, exit });
  else
    for (const line of [`${terminal.paint('bold', code)}  ${title}`, `  exit code  ${exit}`, `  remedy     ${hint}`])
      terminal.print(line);
  return 0;
}

/** Says what an error code means, or why the values of a field were chosen in the project at `path`. */
export async function explainCommand(
  subject: string,
  path: string | undefined,
  options: OutputOptions,
): Promise<ExitCode> {
  const code = subject.toUpperCase();
  if (isCode(code)) return explainCode(code, options);
  const isField = FACT_KEYS.some(
    (key) => key === subject || key.endsWith(`.${subject}`) || key.startsWith(`${subject}.`),
  );
  if (!isField) {
    throw new UserError([
      {
        code: 'DRK4002',
        severity: 'error',
        detail: `${JSON.stringify(subject)} is neither a code nor a field`,
        hint: `A code looks like DRK1001; the fields are ${FACT_KEYS.join(', ')}.`,
      },
    ]);
  }
  const { survey } = await import('./survey.ts');
  const { detection } = await survey(path);
  const terminal = createTerminal(options);
  if (options.json === true) {
    const { componentJson } = await import('../core/detect/report.ts');
    const components = detection.model.components.map((component) => {
      const { name, evidence } = componentJson(component, []) as {
        name: string;
        evidence: readonly { field: string }[];
      };
      return { name, evidence: evidence.filter(({ field }) => field === subject || field.endsWith(`.${subject}`)) };
    });
    terminal.json({ schemaVersion: 1, field: subject, components });
  } else {
    for (const line of explainLines(detection.model, subject, terminal.paint)) terminal.print(line);
  }
  return 0;
}
