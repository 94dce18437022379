import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

function usage(detail: string): Diagnostic {
  return { code: 'DRK4001', severity: 'error', detail };
}

function unquoted(value: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"$/s.exec(value)?.[1];
  if (double !== undefined) return double.replace(/\\n/g, '\n').replace(/\\(["\\$])/g, '$1');
  return /^'([^']*)'$/.exec(value)?.[1] ?? value.replace(/\s+#.*$/, '');
}

/** Reads the lines `NAME=VALUE` of an env file: comments, `export` and quotes as dotenv has them. Values are not shown. */
export function readEnvFile(path: string, text: string): Result<Readonly<Record<string, string>>> {
  const values = new Map<string, string>();
  const problems: Diagnostic[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', value = ''] = /^(?:export\s+)?([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (NAME.test(name)) values.set(name, unquoted(value));
    else problems.push(usage(`--env-file ${path}: line ${index + 1} is not NAME=VALUE`));
  }
  return problems.length > 0 ? failed(problems) : ok(Object.fromEntries(values));
}

/** Reads `--env NAME=VALUE`; `NAME` alone takes the value of derrick's own variable. */
export function readEnvFlags(
  flags: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
): Result<Readonly<Record<string, string>>> {
  const values = new Map<string, string>();
  const problems: Diagnostic[] = [];
  for (const flag of flags) {
    const at = flag.indexOf('=');
    const name = at < 0 ? flag : flag.slice(0, at);
    const value = at < 0 ? own[name] : flag.slice(at + 1);
    if (!NAME.test(name)) problems.push(usage(`--env needs NAME=VALUE: ${JSON.stringify(name.slice(0, 60))}`));
    else if (value === undefined) problems.push(usage(`--env ${name}: no value, and no variable ${name} is set`));
    else values.set(name, value);
  }
  return problems.length > 0 ? failed(problems) : ok(Object.fromEntries(values));
}
