const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * A quantity of memory or processors as a number (bytes, or whole processors); `null` for what is none.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: unknown): number | null {
  if (typeof value === 'number') return value > 0 ? value : null;
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(m|[kMGT]|[KMGT]i)?$/.exec(String(value ?? '')) ?? [];
  if (digits === undefined) return null;
  const number = unit === 'm' ? Number(digits) / 1000 : Number(digits) * (UNITS[unit] ?? 1);
  return number > 0 ? number : null;
}
