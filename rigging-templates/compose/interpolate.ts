/** Text that Compose must take as it is: it expands `$` everywhere. Source: https://docs.docker.com/reference/compose-file/interpolation/ */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/** A variable that must be set in the file `.env`; without it Compose stops and says so. */
export function required(name: string): string {
  return `\${${name}:?set it in .env}`;
}

/** A variable with a default; a default that Compose would read otherwise stands alone. */
export function defaulted(name: string, value: string): string {
  return /^[\w .:/@,+=-]*$/.test(value) ? `\${${name}:-${value}}` : literal(value);
}
