import type { Scope } from '../../core/workspace/scope.ts';
import { dialects } from './dialects.ts';
import { examples } from './env-examples.ts';
import { follow, type Place, property } from './follow.ts';
import type { ModuleIndex } from './module-index.ts';
import { pathValue } from './path-value.ts';
import { prismaSchema } from './prisma-schema.ts';
import { settingOf } from './setting.ts';
import { lineOf } from './walk.ts';
import { folderOf, type WrittenFolder } from './written-folders.ts';

/** The address that a client of libSQL is given. */
interface LibsqlAddress {
  readonly place: Place;
  /** As far as code and example say it. */
  readonly text: string | null;
}

/** Where clients of libSQL are opened: a file of the process's own, or a server. Source: https://docs.turso.tech/sdk/ts/reference */
export function libsqlAddresses(scope: Scope, modules: readonly ModuleIndex[]): readonly LibsqlAddress[] {
  const found: LibsqlAddress[] = [];
  for (const module of modules) {
    if (![...module.imported.values()].some(({ source }) => source.startsWith('@libsql/client'))) continue;
    for (const { node, method } of module.calls) {
      const [first] = method === 'createClient' ? node.arguments : [];
      const url = first && property(scope, follow(scope, { node: first, module }), 'url');
      if (url === undefined) continue;
      const { value, variable } = settingOf(scope, url);
      const told = variable === null ? undefined : examples(scope).get(variable)?.value;
      const text = typeof value === 'string' ? value : (told ?? null);
      found.push({ place: url, text });
    }
  }
  return found;
}

function folder(path: string, place: Pick<WrittenFolder, 'file' | 'line'>): readonly WrittenFolder[] {
  const found = folderOf({ path, isWhole: true }, 'file');
  return found === undefined ? [] : [{ path: found, ...place, isDatabase: true }];
}

/** The folders of databases that are files: as the settings of a mapper name them, an address of libSQL, or Prisma's. */
export function databaseFolders(scope: Scope, modules: readonly ModuleIndex[]): readonly WrittenFolder[] {
  const found: WrittenFolder[] = [];
  for (const { kind, path, file, line } of dialects(scope)) {
    const value = kind === 'sqlite' && path !== undefined ? pathValue(scope, path) : undefined;
    if (value?.isWhole === true) found.push(...folder(value.path, { file, line }));
  }
  for (const { place, text } of libsqlAddresses(scope, modules)) {
    if (text?.startsWith('file:') !== true) continue;
    found.push(...folder(text.slice(5), { file: place.module.path, line: lineOf(place.node) }));
  }
  const schema = prismaSchema(scope);
  const address =
    schema?.provider?.value === 'sqlite' && schema.variable ? examples(scope).get(schema.variable.value) : undefined;
  // Prisma takes the path from the folder of its schema.
  if (schema !== undefined && address?.value.startsWith('file:') === true) {
    const own = schema.file.slice(scope.dir === '.' ? 0 : scope.dir.length + 1).replace(/[^/]*$/, '');
    const path = address.value.slice(5).replace(/\?.*$/, '');
    found.push(...folder(path.startsWith('/') ? path : `${own}${path}`, address));
  }
  return found;
}
