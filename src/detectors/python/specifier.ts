import semver from 'semver';

/** `3.11` as the three numbers that semver compares. */
function full(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.split('.');
  return `${major}.${minor}.${patch}`;
}

/** One clause of a specifier as a semver range; `undefined` when it is none. */
function clause(text: string): string | undefined {
  const match = /^(~=|===?|!=|<=|>=|<|>|\^|~)?\s*v?(\d+(?:\.(?:\d+|[*x])){0,3})(?:(?:a|b|rc|-dev)\S*)?$/.exec(text);
  const operator = match?.[1] ?? '';
  const version = match?.[2];
  if (version === undefined) return undefined;
  const plain = version.replace(/(\.[*x])+$/, '');
  const parts = plain.split('.').length;
  switch (operator) {
    case '!=':
      return '*';
    case '>=':
    case '>':
    case '<':
    case '<=':
      return `${operator}${full(plain)}`;
    case '^':
      return `^${full(plain)}`;
    case '~':
      return `~${plain}`;
    case '~=':
      // Compatible release: the last part may grow. https://peps.python.org/pep-0440/#compatible-release
      return parts >= 3 ? `~${full(plain)}` : `>=${full(plain)} <${Number(plain.split('.')[0]) + 1}.0.0`;
    default:
      return parts >= 3 ? full(plain) : `${plain}.x`;
  }
}

/**
 * A version specifier of Python or Poetry (`>=3.10,<4`, `^3.11`, `3.12.*`, `||` between alternatives) as a semver range;
 * `undefined` when it cannot be read. An exclusion (`!=`) is left out: it never decides on the newest release.
 */
export function rangeOf(text: string): string | undefined {
  const alternatives: string[] = [];
  for (const alternative of text.split('||')) {
    const clauses = alternative
      .trim()
      .replace(/([<>=~!^])\s+/g, '$1')
      .split(/[,\s]+/)
      .filter((part) => part !== '');
    const ranges = clauses.map((part) => (part === '*' ? '*' : clause(part)));
    if (ranges.length === 0 || ranges.includes(undefined)) return undefined;
    const wanted = ranges.filter((range) => range !== '*');
    alternatives.push(wanted.length === 0 ? '*' : wanted.join(' '));
  }
  return semver.validRange(alternatives.join(' || '), { loose: true }) === null ? undefined : alternatives.join(' || ');
}
