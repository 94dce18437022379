import type { Component } from '../../src/core/model/app-model.ts';
import type { JsonValue } from '../../src/core/model/rigging.ts';
import { shellLine } from '../../src/core/render/escape.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';

interface Row {
  readonly pecl?: string;
  readonly configure?: string;
  readonly build?: readonly string[];
}

/** How the extensions of an application are compiled. */
export interface Extensions {
  readonly names: readonly string[];
  /** Debian packages to install for it, those that stay at run time included. */
  readonly packages: readonly string[];
  /** Shell commands, in their order. */
  readonly compile: readonly string[];
  /** Packages that are needed to compile only. */
  readonly removed: readonly string[];
}

const PREFIX = 'php-';

/** What stage `base` does to have the extensions, which detection names by their Debian packages (`php-intl`). */
export function extensionsOf(
  component: Component,
  image: string,
  data: Readonly<Record<string, JsonValue>>,
): Extensions {
  const rows = (data.php as { readonly extensions?: Readonly<Record<string, Row>> } | undefined)?.extensions ?? {};
  const wanted = packagesFor(component, 'build').filter((name) => name.startsWith(PREFIX));
  const names = [...new Set(wanted.map((name) => name.slice(PREFIX.length)))]
    .filter((name) => Object.hasOwn(rows, name))
    .sort();
  const headers = names.flatMap((name) => rows[name]?.build ?? []);
  const run = packagesFor(component, 'run').filter((name) => !name.startsWith(PREFIX));
  const own = names.filter((name) => rows[name]?.pecl === undefined);
  const fetched = names.filter((name) => rows[name]?.pecl !== undefined);
  const compile: string[] = [];
  for (const name of own) {
    const flags = rows[name]?.configure;
    if (flags !== undefined) compile.push(shellLine(['docker-php-ext-configure', name, ...flags.split(' ')]));
  }
  if (own.length > 0) compile.push(`docker-php-ext-install -j"$(nproc)" ${own.join(' ')}`);
  if (fetched.length > 0) {
    compile.push(shellLine(['pecl', 'install', ...fetched.map((name) => rows[name]?.pecl ?? name)]));
    compile.push(shellLine(['docker-php-ext-enable', ...fetched]));
  }
  return {
    names,
    packages: pinned([...headers, ...run], image, data.debian),
    compile,
    removed: [...new Set(headers)].sort(),
  };
}
