import type { EnvVar } from '../../core/model/facts.ts';
import { isPlatformVariable, isSensitive, scopeOfVariable } from '../javascript/env-names.ts';
import { type ComposeMap, listOf, mapOf } from './compose-file.ts';

/** `NAME=value` of a list, `NAME: value` of a map; `null` for a name alone, which takes the value of the machine. */
function pairs(environment: unknown): readonly (readonly [string, string | null])[] {
  const listed = listOf(environment).map((line) => {
    const [name = '', value] = String(line).split(/=(.*)/s);
    return [name, value ?? null] as const;
  });
  const mapped = Object.entries(mapOf(environment)).map(
    ([name, value]) => [name, value === null || value === undefined ? null : String(value)] as const,
  );
  return [...listed, ...mapped];
}

/** The default of `${NAME:-default}`; `null` where the value is a variable without one. */
function standard(value: string): { readonly text: string | null; readonly isRequired: boolean } {
  const [, mark, text] = /^\$\{\w+(:?[-?])?([^{}]*)\}$/.exec(value) ?? [];
  if (mark?.endsWith('-')) return { text: text ?? '', isRequired: false };
  if (/\$\{?\w/.test(value.replaceAll('$$', ''))) return { text: null, isRequired: true };
  return { text: value.replaceAll('$$', '$'), isRequired: false };
}

/** The variables that a service is given. One that names another service is not carried over as a default: it has another host in a cluster. */
export function composeEnvironment({ environment }: ComposeMap, hosts: readonly string[]): readonly EnvVar[] {
  const found: EnvVar[] = [];
  for (const [name, value] of pairs(environment)) {
    if (isPlatformVariable(name)) continue;
    const scope = scopeOfVariable(name, undefined);
    const { text, isRequired } = value === null ? { text: null, isRequired: false } : standard(value);
    const isLocal = hosts.some((host) => text === host || new RegExp(`(//|@)${host}([:/]|$)`).test(text ?? ''));
    const sensitive = scope === 'run' && (isSensitive(name, scope) || /:\/\/[^/@\s]*:[^/@\s]+@/.test(text ?? ''));
    const required = scope === 'run' && (isRequired || isLocal || (sensitive && value !== null && text !== ''));
    found.push({ name, required, default: sensitive || isLocal ? null : text, scope, sensitive });
  }
  return found;
}
