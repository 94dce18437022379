import { insideRoot, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { readPackageJson } from '../node/package-json.ts';

/** The places of a Prisma schema when nothing names one. Source: https://www.prisma.io/docs/orm/prisma-schema/overview/location */
const USUAL = [
  'prisma/schema.prisma',
  'schema.prisma',
  'prisma/schema/schema.prisma',
  'db/schema.prisma',
  'api/db/schema.prisma',
];

/** A setting of the data source and its line. */
interface SourceSetting {
  readonly value: string;
  readonly line: number;
}

/** What the Prisma schema of a component says. */
export interface PrismaSchema {
  readonly file: RelPath;
  readonly provider: SourceSetting | undefined;
  /** The environment variable that holds the address of the database. */
  readonly variable: SourceSetting | undefined;
}

function pathOf(scope: Scope, dir: RelPath): RelPath | undefined {
  const named = readPackageJson(scope, join(dir, 'package.json'))?.get('prisma', 'schema');
  for (const name of [...(typeof named === 'string' ? [named, `${named}/schema.prisma`] : []), ...USUAL]) {
    const path = insideRoot(`${dir}/${name}`);
    if (path !== undefined && scope.project.has(path)) return path;
  }
  return undefined;
}

function settingIn(lines: readonly string[], start: number, end: number, pattern: RegExp): SourceSetting | undefined {
  for (let at = start + 1; at < end; at += 1) {
    const value = pattern.exec(lines[at] ?? '')?.[1];
    if (value !== undefined) return { value, line: at + 1 };
  }
  return undefined;
}

/** The Prisma schema of a component, or of a package that runs with it, its block `datasource` read; `undefined` without one. */
export function prismaSchema(scope: Scope, dir: RelPath = scope.dir): PrismaSchema | undefined {
  const file = pathOf(scope, dir);
  const text = file && scope.text(file)?.text;
  if (file === undefined || text === undefined) return undefined;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => /^\s*datasource\s+\w+\s*\{/.test(line));
  const end = lines.findIndex((line, at) => at > start && line.trim() === '}');
  if (start < 0) return { file, provider: undefined, variable: undefined };
  return {
    file,
    provider: settingIn(lines, start, end, /^\s*provider\s*=\s*"(\w+)"/),
    variable: settingIn(lines, start, end, /^\s*url\s*=\s*env\("([A-Za-z_]\w*)"\)/),
  };
}
