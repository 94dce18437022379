import type { EnvVar } from '../../core/model/facts.ts';
import { insideRoot, type RelPath } from '../../core/model/paths.ts';
import { readEnvFile } from '../../core/verify/env-file.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isPlatformVariable, isSensitive, scopeOfVariable } from '../javascript/env-names.ts';
import type { ComposeService } from './compose-file.ts';
import { mapOf, pairsOf } from './compose-values.ts';

/** The default of `${NAME:-default}`; `null` where the value is a variable without one. */
function standard(value: string): { readonly text: string | null; readonly isRequired: boolean } {
  const [, mark, text] = /^\$\{\w+(:?[-?])?([^{}]*)\}$/.exec(value) ?? [];
  if (mark?.endsWith('-')) return { text: text ?? '', isRequired: false };
  if (/\$\{?\w/.test(value.replaceAll('$$', ''))) return { text: null, isRequired: true };
  return { text: value.replaceAll('$$', '$'), isRequired: false };
}

function variableOf(name: string, value: string | null, hosts: readonly string[]): EnvVar {
  const scope = scopeOfVariable(name);
  const { text, isRequired } = value === null ? { text: null, isRequired: false } : standard(value);
  const isLocal = hosts.some((host) => text === host || text?.split(/[/@:]+/).includes(host) === true);
  const sensitive = scope === 'run' && (isSensitive(name, scope) || /:\/\/[^/@\s]*:[^/@\s]+@/.test(text ?? ''));
  const required = scope === 'run' && (isRequired || isLocal || (sensitive && value !== null && text !== ''));
  return { name, required, default: sensitive || isLocal ? null : text, scope, sensitive };
}

/** The variables that a service is given. One that names another service is not carried over as a default: it has another host in a cluster. */
export function composeEnvironment(
  { body }: Pick<ComposeService, 'body'>,
  hosts: readonly string[],
): readonly EnvVar[] {
  return pairsOf(body.environment)
    .filter(([name]) => !isPlatformVariable(name))
    .map(([name, value]) => variableOf(name, value, hosts));
}

/** The files of variables that a service is given, as far as they are in the project. */
function envFiles({ body, dir }: ComposeService): readonly RelPath[] {
  return [body.env_file].flat().flatMap((entry) => {
    const path = typeof entry === 'string' ? entry : mapOf(entry).path;
    const file = typeof path === 'string' ? insideRoot(`${dir}/${path}`) : undefined;
    return file === undefined ? [] : [file];
  });
}

/** The variables of `env_file`, each with its file; a value in it is no secret's place, so that those get no default. */
export function fileEnvironment(
  scope: Scope,
  service: ComposeService,
  hosts: readonly string[],
): readonly (readonly [EnvVar, RelPath, number | null])[] {
  return envFiles(service).flatMap((file) => {
    const text = scope.text(file)?.text;
    const read = text === undefined ? undefined : readEnvFile(file, text);
    if (text === undefined || read === undefined || !read.ok) return [];
    const lines = text.split('\n');
    return Object.entries(read.value)
      .filter(([name]) => !isPlatformVariable(name))
      .map(([name, value]) => {
        const at = lines.findIndex((line) =>
          line
            .replace(/^\s*export\s+/, '')
            .trimStart()
            .startsWith(`${name}=`),
        );
        return [variableOf(name, value, hosts), file, at < 0 ? null : at + 1] as const;
      });
  });
}

/** The files of `env_file` that are not in the project. */
export function missingEnvFiles(scope: Scope, service: ComposeService): readonly RelPath[] {
  return envFiles(service).filter((file) => !scope.project.has(file));
}
