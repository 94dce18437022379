import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import type { BuildSecret } from './request.ts';

/**
 * Reads `--build-arg NAME=VALUE`; `NAME` alone takes the value of the environment variable, as the engines do.
 * A repeated name: the last one wins.
 */
export function parseBuildArgs(
  flags: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<Readonly<Record<string, string>>> {
  const values = new Map<string, string>();
  const problems: Diagnostic[] = [];
  for (const flag of flags) {
    const at = flag.indexOf('=');
    const name = at < 0 ? flag : flag.slice(0, at);
    const value = at < 0 ? environment[name] : flag.slice(at + 1);
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) problems.push(usage(`--build-arg needs NAME=VALUE: ${show(name)}`));
    else if (value === undefined) problems.push(usage(`--build-arg ${name}: no value, and no variable ${name} is set`));
    else values.set(name, value);
  }
  return problems.length > 0 ? failed(problems) : ok(Object.fromEntries(values));
}

/**
 * Reads `--secret id=ID,src=FILE` and `--secret id=ID,env=VARIABLE`; an id alone takes the variable of that name.
 * Source: https://docs.docker.com/build/building/secrets/
 */
export function parseSecrets(flags: readonly string[]): Result<readonly BuildSecret[]> {
  const secrets: BuildSecret[] = [];
  const problems: Diagnostic[] = [];
  for (const flag of flags) {
    const parsed = parseSecret(flag);
    if (parsed === undefined) {
      problems.push(usage(`--secret needs id=ID,src=FILE or id=ID,env=VARIABLE: ${show(flag)}`));
    } else {
      secrets.push(parsed);
    }
  }
  return problems.length > 0 ? failed(problems) : ok(secrets);
}

function parseSecret(flag: string): BuildSecret | undefined {
  const fields = new Map<string, string>();
  for (const part of flag.split(',')) {
    const at = part.indexOf('=');
    if (at < 0) return undefined;
    fields.set(part.slice(0, at), part.slice(at + 1));
  }
  const known = ['id', 'src', 'source', 'env', 'type'];
  if ([...fields.keys()].some((key) => !known.includes(key))) return undefined;
  const id = fields.get('id');
  if (id === undefined || !/^[\w.-]+$/.test(id)) return undefined;
  const path = fields.get('src') ?? fields.get('source');
  const asVariable = fields.get('type') === 'env' ? path : undefined;
  const env = fields.get('env') ?? asVariable ?? (path === undefined ? id : undefined);
  if (env !== undefined) return /^[A-Za-z_]\w*$/.test(env) ? { id, env } : undefined;
  return path === undefined || path === '' ? undefined : { id, src: path };
}

function usage(detail: string): Diagnostic {
  return { code: 'DRK4001', severity: 'error', detail };
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
