import type { Component } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import { shellLine, shellWord } from '../../../src/core/render/escape.ts';
import type { LanguageRow, ManagerRow } from './ci-data.ts';
import { installPlan } from './node-install.ts';

/** Shell lines to run in one folder, in one image. */
export interface CheckStep {
  /** The component's name; of an installation the first component's that uses it. */
  readonly component: string;
  readonly image: string;
  readonly dir: RelPath;
  readonly env: Readonly<Record<string, string>>;
  /** A folder of programs to put in front of PATH, as shell text; `null` where none is needed. */
  readonly path: string | null;
  readonly lines: readonly string[];
  /** Globs of JUnit reports, relative to the folder, where the language has places of its own for them. */
  readonly reports?: readonly string[];
}

/** The checks of one component. */
export interface ComponentChecks {
  readonly component: string;
  readonly install: CheckStep | null;
  readonly lint: CheckStep | null;
  readonly test: CheckStep | null;
}

/** What an image reference may look like; anything else is not passed on. */
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;

const DEFAULT_IMAGE = 'node:24-trixie-slim';

/** Programs that are there without the package manager's help. */
const PROGRAMS = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'node', 'sh', 'make']);

const NODE_PATH = '$HOME/.local/bin';

function imageOf(component: Component): string | null {
  const image = component.facts['system.buildImage'];
  return image !== undefined && IMAGE.test(image) ? image : null;
}

/** A shell line on one line; `null` for text with control characters, which no pipeline file can hold. */
function oneLine(command: string): string | null {
  const line = command.replaceAll(/\s*\n\s*/g, ' ').trim();
  return line === '' || /[\p{Cc}\u2028\u2029]/u.test(line) ? null : line;
}

/** The test command; a tool of the project's own is run through npm or Bun, which know where it is installed. */
function nodeTest(command: Command, isBun: boolean): string | null {
  if (typeof command === 'string') return oneLine(command);
  if (PROGRAMS.has(command[0])) return shellLine(command);
  return shellLine([...(isBun ? ['bunx'] : ['npx', '--no']), ...command]);
}

/** How the package manager itself comes into an agent whose user is not root. */
function toolLines(setup: string | null, bun: string | null): readonly string[] {
  if (setup !== null) return [setup];
  return bun === null ? [] : [`npm install --global bun@${/:([\w.]+)-slim$/.exec(bun)?.[1] ?? '1'}`];
}

function nodeChecks(component: Component): ComponentChecks {
  const { facts, name } = component;
  const manager = facts['runtime.packageManager'];
  const isBun = facts['runtime.language'] === 'bun';
  const line = facts['app.test'] === undefined ? null : nodeTest(facts['app.test'], isBun);
  const base = { component: name, image: imageOf(component) ?? DEFAULT_IMAGE, env: {}, path: null };
  const own = { ...base, dir: component.dir };
  const test = line === null ? null : { ...own, lines: [line] };
  const nodeMajor = isBun ? null : Number.parseInt(facts['runtime.version']?.resolved ?? '', 10) || 24;
  const plan = installPlan(component, nodeMajor);
  if (manager === undefined || plan === null) return { component: name, install: null, lint: null, test };
  const tools = toolLines(plan.setup, plan.binaryFrom);
  const shared = {
    env: { ...plan.env, ...facts['runtime.install']?.env },
    path: tools.length > 0 ? NODE_PATH : null,
  };
  const lint = isBun ? 'bun run --if-present lint' : 'npm run lint --if-present';
  return {
    component: name,
    install: { ...base, ...shared, dir: manager.root, lines: [...tools, plan.all] },
    lint: { ...own, ...shared, lines: [lint] },
    test: test === null ? null : { ...test, ...shared },
  };
}

/** The install lines of a row with their placeholders filled; none where the row has none for this case. */
function installLines(row: ManagerRow, component: Component): readonly string[] {
  const { dir, facts } = component;
  const manager = facts['runtime.packageManager'];
  const listed = facts['runtime.installFiles']?.find((file) => /requirements[^/]*\.txt$/.test(file));
  const lockfile = manager?.lockfile ?? listed;
  const lines = lockfile === undefined ? (row.unlocked ?? row.locked) : row.locked;
  const file = lockfile === undefined || manager === undefined ? '' : relativeTo(lockfile as RelPath, manager.root);
  const version = /^\d+(\.\d+)*$/.test(manager?.version ?? '') ? manager?.version : row.default;
  const from = facts['runtime.install']?.from ?? dir;
  const source = shellWord(relativeTo(from, manager?.root ?? dir));
  const values: Readonly<Record<string, string>> = { lockfile: shellWord(file), from: source, version: version ?? '' };
  return lines.map((line) => line.replace(/\{(lockfile|from|version)\}/g, (_, name: string) => values[name] ?? ''));
}

function withRun(run: string | undefined, command: Command): string | null {
  if (typeof command === 'string')
    return oneLine(run === undefined ? command : `${run} sh -c ${shellWord(oneLine(command) ?? '')}`);
  return run === undefined || run.startsWith(`${command[0]} `) ? shellLine(command) : `${run} ${shellLine(command)}`;
}

function rowChecks(component: Component, language: LanguageRow): ComponentChecks {
  const { facts, name, dir } = component;
  const none: ComponentChecks = { component: name, install: null, lint: null, test: null };
  const image = imageOf(component);
  const manager = facts['runtime.packageManager'];
  const row = manager === undefined ? undefined : language.managers[manager.id];
  if (image === null) return none;
  const env = { ...row?.env, ...facts['runtime.install']?.env };
  const base = { component: name, image, env, path: row?.path ?? null, dir };
  const test = facts['app.test'] === undefined ? null : withRun(row?.run, facts['app.test']);
  return {
    component: name,
    install:
      row === undefined || manager === undefined
        ? null
        : { ...base, dir: manager.root, lines: installLines(row, component) },
    lint: language.lint === undefined ? null : { ...base, lines: [language.lint] },
    test: test === null ? null : { ...base, lines: [test], ...(language.reports && { reports: language.reports }) },
  };
}

/** The install, lint and test steps of each component; nothing is invented for what the facts do not show. */
export function checksOf(
  components: readonly Component[],
  languages: Readonly<Record<string, LanguageRow>>,
): readonly ComponentChecks[] {
  return components.map((component) => {
    const language = component.facts['runtime.language'];
    if (language === 'node' || language === 'bun') return nodeChecks(component);
    const row = language !== undefined && Object.hasOwn(languages, language) ? languages[language] : undefined;
    if (row === undefined) return { component: component.name, install: null, lint: null, test: null };
    return rowChecks(component, row);
  });
}

/** An installation's identity: components of one workspace share theirs. */
export function installKey({ dir, image }: CheckStep): string {
  return `${image} ${dir}`;
}
