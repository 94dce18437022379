import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import { parseDotenv } from '../workspace/dotenv.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

function usage(detail: string): Diagnostic {
  return { code: 'DRK4001', severity: 'error', detail };
}

/** Reads the lines `NAME=VALUE` of an env file: comments, `export` and quotes as dotenv has them. Values are not shown. */
export function readEnvFile(path: string, text: string): Result<Readonly<Record<string, string>>> {
  const { entries, invalid } = parseDotenv(text);
  if (invalid.length > 0)
    return failed(invalid.map((line) => usage(`--env-file ${path}: line ${line} is not NAME=VALUE`)));
  return ok(Object.fromEntries(entries.map(({ name, value }) => [name, value])));
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
