import type { RelPath } from '../../core/model/paths.ts';
import { type Instruction, instructions } from '../../core/render/verify/dockerfile.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { composeFile, ownServices } from '../application/compose-file.ts';
import { perComponent } from '../javascript/memo.ts';
import { isOurs } from '../own-files.ts';

/** A Dockerfile that somebody wrote for a component. */
export interface ExistingDockerfile {
  readonly path: RelPath;
  /** The instructions of the last stage. */
  readonly last: readonly Instruction[];
  /** Defaults of the last stage's ENV, and of ARG lines, by name. */
  readonly values: ReadonlyMap<string, string>;
}

const FURTHER = /^((Docker|Container)file\.(?!dockerignore)[\w-]+|[\w.-]+\.[Dd]ockerfile)$/;

/** Dockerfiles that are for other things than running the application. */
const ASIDE = /dev|test|debug|ci|lint|base/i;

/** The file that a compose service names, then those by their usual names, then the only other one. */
function candidates(scope: Scope): readonly RelPath[] {
  const compose = composeFile(scope);
  const named = compose === undefined ? [] : ownServices(compose, scope).map(({ dockerfile }) => dockerfile);
  const usual = ['Dockerfile', 'Containerfile'].map((name) => scope.at(name));
  const further = scope.tree.entries(scope.dir).filter((name) => FURTHER.test(name) && !ASIDE.test(name));
  return [
    ...named.filter((path) => path !== null),
    ...usual,
    ...(further.length === 1 ? further.map((name) => scope.at(name)) : []),
  ];
}

/** `NAME=value`, quoted or not, several on a line; the older `NAME value` holds one. */
export function assignments(rest: string): readonly (readonly [string, string])[] {
  const plain = /^([A-Za-z_]\w*)\s+([^=]*)$/.exec(rest);
  if (plain?.[1] !== undefined) return [[plain[1], plain[2] ?? '']];
  return [...rest.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace(/^(["'])(.*)\1$/s, '$2'),
  ]);
}

/** A text with the variables in it replaced, as far as they are known. */
export function expanded(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::-([^{}]*))?\}|(\w+))/g, (whole, braced, fallback, bare) => {
    const known = values.get(String(braced ?? bare));
    return known ?? (fallback === undefined ? whole : String(fallback));
  });
}

/** The Dockerfile of a component that derrick did not write; `undefined` where there is none. */
export const existingDockerfile = perComponent((scope: Scope): ExistingDockerfile | undefined => {
  const path = candidates(scope).find((one) => scope.project.has(one) && !isOurs(scope, one));
  const text = path === undefined ? undefined : scope.text(path)?.text;
  if (path === undefined || text === undefined) return undefined;
  const all = instructions(text);
  const start = all.findLastIndex(({ keyword }) => keyword === 'FROM');
  if (start < 0) return undefined;
  const last = all.slice(start);
  const set = all.filter(({ keyword }, at) => keyword === 'ARG' || (keyword === 'ENV' && at > start));
  const values = new Map<string, string>();
  for (const { rest } of set) for (const [name, value] of assignments(rest)) values.set(name, expanded(value, values));
  return { path, last, values };
});
