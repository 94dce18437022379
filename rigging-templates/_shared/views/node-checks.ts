import type { Component } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { shellLine } from '../../../src/core/render/escape.ts';
import { type ComponentChecks, imageOf, oneLine, type Reports, reportWords } from './check-step.ts';
import { installPlan } from './node-install.ts';
import { isInner } from './node-steps.ts';

const DEFAULT_IMAGE = 'node:24-trixie-slim';

/** Programs that are there without the package manager's help. */
const PROGRAMS = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'rush', 'rushx', 'node', 'sh', 'make']);

const NODE_PATH = '$HOME/.local/bin';

/** A command of the project; a tool of its own is run through npm or Bun, which know where it is installed. */
function nodeCommand(command: Command, isBun: boolean, more: readonly string[] = []): string | null {
  if (typeof command === 'string') return oneLine(command);
  // npm keeps options for itself unless they stand behind two dashes.
  const rest = more.length > 0 && command[0] === 'npm' ? ['--', ...more] : more;
  if (PROGRAMS.has(command[0])) return shellLine([...command, ...rest]);
  return shellLine([...(isBun ? ['bunx'] : ['npx', '--no']), ...command, ...rest]);
}

/** How the package manager itself comes into an agent whose user is not root. */
function toolLines(setup: string | null, bun: string | null): readonly string[] {
  if (setup !== null) return [setup];
  return bun === null ? [] : [`npm install --global bun@${/:([\w.]+)-slim$/.exec(bun)?.[1] ?? '1'}`];
}

/** Rush builds the libraries that a check reads. */
function before({ facts }: Component): readonly string[] {
  const { rush } = facts['runtime.install'] ?? {};
  const hasLibraries = (facts['runtime.workspace']?.packages ?? []).length > 1;
  return rush === undefined || !hasLibraries ? [] : [shellLine(['rush', 'build', '--to-except', rush.project])];
}

/** The checks of a component that Node or Bun runs. */
export function nodeChecks(component: Component, reports: Reports): ComponentChecks {
  const { facts, name } = component;
  const manager = facts['runtime.packageManager'];
  const isBun = facts['runtime.language'] === 'bun';
  const words = reportWords(component, reports);
  const line = facts['app.test'] === undefined ? null : nodeCommand(facts['app.test'], isBun, words);
  const linter = facts['app.lint'] === undefined ? null : nodeCommand(facts['app.lint'], isBun);
  const base = { component: name, image: imageOf(component) ?? DEFAULT_IMAGE, env: {}, path: null };
  const own = { ...base, dir: isInner(component) && manager !== undefined ? manager.root : component.dir };
  // Runners that watch files on a developer's machine end by themselves where CI is set.
  const test = line === null ? null : { ...own, env: { CI: 'true' }, lines: [...before(component), line] };
  const lint = linter === null ? null : { ...own, lines: [...before(component), linter] };
  const nodeMajor = isBun ? null : Number.parseInt(facts['runtime.version']?.resolved ?? '', 10) || 24;
  const plan = installPlan(component, nodeMajor);
  if (manager === undefined || plan === null) return { component: name, install: null, lint, test };
  const tools = toolLines(plan.setup, plan.binaryFrom);
  const shared = {
    env: { ...plan.env, ...facts['runtime.install']?.env },
    path: tools.length > 0 ? NODE_PATH : null,
  };
  return {
    component: name,
    install: { ...base, ...shared, dir: manager.root, lines: [...tools, plan.all] },
    lint: lint === null ? null : { ...lint, ...shared },
    test: test === null ? null : { ...test, ...shared, env: { ...shared.env, ...test.env } },
  };
}
