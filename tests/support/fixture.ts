import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Rendered, renderProject } from '../../src/commands/render-project.ts';
import { type Survey, survey } from '../../src/commands/survey.ts';

/** The fixtures' folder. */
export const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** What a fixture's case.yaml expects of detection; components hold what must be there, other keys may be. */
export interface Expectation {
  readonly name?: string;
  readonly exit?: number;
  readonly components?: readonly { readonly name: string; readonly [key: string]: unknown }[];
  /** The codes of all warnings and errors; absent = left open. */
  readonly diagnostics?: readonly string[];
  readonly at?: Readonly<Record<string, { readonly file: string; readonly line: number | readonly number[] }>>;
  readonly strict?: { readonly exit: number; readonly diagnostics: readonly string[] };
}

/** A further question to a container that answers: a path, or the first link of the first page that fits an expression. */
export interface Question {
  readonly path?: string;
  readonly linked?: string;
  readonly status: number;
  readonly contains?: string;
  /** Headers by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the end-to-end test asks of one component's container, after `verify` has passed. */
export interface EndToEnd {
  /** Of a program, which no manifest runs: what it is called with, and what it must print and end with. */
  readonly run?: { readonly args: readonly string[]; readonly prints: string; readonly exit: number };
  /** `null`: what `verify` sees is enough. */
  readonly http: { readonly path: string; readonly status: number; readonly contains?: string } | null;
  readonly also?: readonly Question[];
  /** The variables that `verify` gets with --env, and the container that is asked. */
  readonly env: Readonly<Record<string, string>>;
  /** Further ones of the container that is asked: addresses of services that `verify` starts by itself. */
  readonly ownEnv?: Readonly<Record<string, string>>;
}

/** A fixture's case.yaml. */
export interface Case {
  readonly title: string;
  readonly expect: Expectation;
  readonly e2e?: { readonly components: Readonly<Record<string, EndToEnd>> } | null;
  readonly reason?: string;
}

/** One fixture: its name, tree and case. */
export interface Fixture {
  readonly name: string;
  readonly dir: string;
  readonly app: string;
  readonly case: Case;
}

/** The fixtures of one kind, by name; `DERRICK_FIXTURES=a,b` narrows the list for work on a few of them. */
export function fixtures(kind: 'apps' | 'bad'): readonly Fixture[] {
  const only = process.env.DERRICK_FIXTURES?.split(',');
  return readdirSync(join(FIXTURES, kind))
    .sort()
    .filter(
      (name) => existsSync(join(FIXTURES, kind, name, 'case.yaml')) && (only === undefined || only.includes(name)),
    )
    .map((name) => {
      const dir = join(FIXTURES, kind, name);
      return { name, dir, app: join(dir, 'app'), case: parse(readFileSync(join(dir, 'case.yaml'), 'utf8')) as Case };
    });
}

/** A fixture after detection and rendering in memory. */
export interface RenderedFixture {
  readonly found: Survey;
  readonly rendered: Rendered;
}

/** Scans, detects and renders a fixture's tree, as `derrick init --yes` does before it writes. */
export async function renderFixture({ app }: Fixture): Promise<RenderedFixture> {
  const found = await survey(app);
  return { found, rendered: await renderProject(found, {}) };
}

/** Every file below a folder with its text, by path. */
export function filesBelow(dir: string): ReadonlyMap<string, string> {
  if (!existsSync(dir)) return new Map();
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(dir, path), readFileSync(path, 'utf8')]));
}
