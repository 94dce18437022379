/** One part of a text: known, or taken from the environment or a flag with what it falls back to. */
export interface Part {
  readonly kind: 'text' | 'env' | 'flag';
  /** The text, or the variable's or flag's name. */
  readonly text: string;
  /** What an unset variable or flag means; `null` where the code says nothing. */
  readonly fallback: string | null;
}

/** A text as its parts; `undefined` where it cannot be known. */
export type Value = readonly Part[] | undefined;

/** The value with every variable and flag unset; `null` where a part has no fallback. */
export function fallbackOf(value: Value): string | null {
  if (value === undefined) return null;
  const texts = value.map((part) => (part.kind === 'text' ? part.text : part.fallback));
  return texts.includes(null) ? null : texts.join('');
}

/** A text that is known. */
export function text(value: string): Value {
  return [{ kind: 'text', text: value, fallback: null }];
}

/** Several things that one name was set to: the variable of one, the fallback of another. */
export function merged(values: readonly Value[]): Value {
  const known = values.filter((value) => value !== undefined);
  const open = known.find((value) => value.some(({ kind }) => kind !== 'text'));
  const plain = known.map(fallbackOf).find((value) => value !== null && value !== '');
  if (open === undefined) return plain === undefined || plain === null ? known[0] : text(plain);
  const [only, more] = open;
  if (more !== undefined || only === undefined || only.fallback !== null) return open;
  return [{ ...only, fallback: plain ?? null }];
}

/** Values one after the other; `undefined` where one of them is. */
export function joined(values: readonly Value[]): Value {
  const parts: Part[] = [];
  for (const value of values) {
    if (value === undefined) return undefined;
    parts.push(...value);
  }
  return parts;
}

/** What fmt.Sprintf makes of plain verbs. */
export function formatted(format: string | null, values: readonly Value[]): Value {
  if (format === null) return undefined;
  let next = 0;
  const pieces = format.split(/(%[dsv])/).map((piece): Value => {
    if (!/^%[dsv]$/.test(piece)) return text(piece);
    next += 1;
    return values[next - 1];
  });
  return joined(pieces);
}

/** The variable and default that struct tags name: `env:"PORT" envDefault:"8080"`, `envconfig:"PORT" default:"8080"`. */
export function tagged(tag: string): Value {
  const variable = /(?:^|\s)(?:env|envconfig):"([A-Za-z_]\w*)/.exec(tag)?.[1];
  const fallback =
    /(?:^|\s)(?:envDefault|env-default|default):"([^"]*)"/.exec(tag)?.[1] ?? /\bdefault=([^,"]*)/.exec(tag)?.[1];
  if (variable !== undefined) return [{ kind: 'env', text: variable, fallback: fallback ?? null }];
  return fallback === undefined ? undefined : text(fallback);
}
