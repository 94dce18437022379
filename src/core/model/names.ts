/**
 * Turns any text into a DNS-1123 label (Kubernetes object names, image names): lower case, digits and dashes,
 * at most `limit` characters, never empty.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function dnsLabel(text: string, limit = 63): string {
  const label = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, limit)
    .replace(/-+$/, '');
  if (label === '') return 'app';
  return /^[0-9]/.test(label) ? `app-${label}`.slice(0, limit).replace(/-+$/, '') : label;
}
