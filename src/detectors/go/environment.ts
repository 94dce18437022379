import type { EnvVar } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import { isPlatformVariable, isSensitive } from '../javascript/env-names.ts';
import type { GoComponent } from './component.ts';
import { below, childrenOf, type GoFile, unquoted } from './source.ts';
import { partsOf } from './values.ts';

/** One variable that a program reads, and where. */
export interface EnvRead {
  readonly variable: EnvVar;
  readonly file: RelPath;
  readonly line: number;
}

function variableOf(name: string, fallback: string | null, isRequired: boolean): EnvVar {
  const sensitive = isSensitive(name, 'run');
  return {
    name,
    required: isRequired && fallback === null,
    default: sensitive ? null : fallback,
    scope: 'run',
    sensitive,
  };
}

/** True when the code gives up where the variable is empty: the lines after the read compare with "" and stop. */
function givesUp(file: GoFile, from: number): boolean {
  const after = file.text.slice(from, from + 400);
  return /^[^\n]*\n?\s*(?:if\s+[\w.]+\s*==\s*""|if\s+!\s*\w+|[^\n]*;\s*[\w.]+\s*==\s*"")[^{]*\{\s*[^}]{0,200}?(?:Fatal|panic\(|os\.Exit|errors\.New|fmt\.Errorf)/.test(
    after,
  );
}

/** The variables that struct tags name, as caarlos0/env, envconfig and cleanenv read them. */
function* taggedVariables(file: GoFile): Iterable<EnvRead> {
  if (!/`[^`]*\b(env|envconfig):"/.test(file.text)) return;
  for (const node of below(file.root)) {
    const literal = node.name === 'FieldDecl' ? node.getChild('String') : null;
    if (literal === null) continue;
    const tag = unquoted(file.textOf(literal));
    const [, name, rest = ''] = /(?:^|\s)(?:env|envconfig):"([A-Za-z_]\w*)([^"]*)"/.exec(tag) ?? [];
    if (name === undefined) continue;
    const fallback =
      /(?:^|\s)(?:envDefault|env-default|default):"([^"]*)"/.exec(tag)?.[1] ??
      /\bdefault=([^,"]*)/.exec(rest)?.[1] ??
      null;
    const isRequired = /required|notEmpty/.test(rest) || /(?:required|env-required):"true"/.test(tag);
    yield { variable: variableOf(name, fallback, isRequired), file: file.path, line: file.lineOf(node) };
  }
}

/** The variables that a program reads, each with its default where the code has one; the first read of each counts. */
export function envReads(component: GoComponent): readonly EnvRead[] {
  const reads: EnvRead[] = [];
  for (const file of component.files) {
    for (const call of file.calls) {
      const value = partsOf(component.values, file, call.node);
      for (const part of value ?? []) {
        if (part.kind !== 'env') continue;
        const parent = call.node.parent;
        const target = parent?.name === 'VarDecl' ? childrenOf(parent, 'DefName')[0] : undefined;
        const around = target === undefined ? undefined : partsOf(component.values, file, target);
        const fallback = part.fallback ?? around?.[0]?.fallback ?? null;
        reads.push({
          variable: variableOf(part.text, fallback, givesUp(file, call.node.to)),
          file: file.path,
          line: file.lineOf(call.node),
        });
      }
    }
    reads.push(...taggedVariables(file));
  }
  const best = new Map<string, EnvRead>();
  for (const read of reads) {
    const { name } = read.variable;
    const known = best.get(name);
    if (isPlatformVariable(name)) continue;
    if (known === undefined) best.set(name, read);
    else if (known.variable.default === null && read.variable.default !== null) {
      best.set(name, { ...known, variable: { ...known.variable, default: read.variable.default, required: false } });
    } else if (read.variable.required && known.variable.default === null) {
      best.set(name, { ...known, variable: { ...known.variable, required: true } });
    }
  }
  return [...best.values()];
}
