import type { ExecStep } from '../model/exec.ts';

const MASK = '***';

/**
 * Makes a function that hides secret values. A value of several lines is hidden line by line too, since output is
 * handed on by lines; empty values and lines of one to three characters inside a longer value are no secrets.
 */
export function masker(secrets: readonly string[]): (text: string) => string {
  const parts = new Set<string>();
  for (const secret of secrets) {
    const value = secret.trim();
    if (value === '') continue;
    parts.add(value);
    for (const line of value.split(/\r?\n/)) {
      if (line.trim().length > 3) parts.add(line.trim());
    }
  }
  // The longest first, so that a secret that contains another one is hidden whole.
  const ordered = [...parts].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const part of ordered) masked = masked.replaceAll(part, MASK);
    return masked;
  };
}

/** The longest text that {@link masker} looks for, so that a reader knows how much to hold back. */
export function longestSecret(secrets: readonly string[]): number {
  return Math.max(0, ...secrets.map((secret) => secret.trim().length));
}

/** A step as people may paste it into a shell: quoted where needed, secrets masked, variables it sets in front. */
export function showStep(step: ExecStep): string {
  const mask = masker(step.secrets ?? []);
  const variables = Object.entries(step.env ?? {}).map(([name, value]) => `${name}=${quote(mask(value))}`);
  return [...variables, ...step.argv.map((word) => quote(mask(word)))].join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./*-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
