import type { Component } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import { shellLine } from '../../../src/core/render/escape.ts';
import { installPlan } from './node-install.ts';

/** Shell lines to run in one folder, in one image. */
export interface CheckStep {
  /** The component's name; of an installation the first component's that uses it. */
  readonly component: string;
  readonly image: string;
  readonly dir: RelPath;
  readonly env: Readonly<Record<string, string>>;
  /** True when a program of `$HOME/.local/bin` is used. */
  readonly needsTools: boolean;
  readonly lines: readonly string[];
}

/** What runs before an image is built. */
export interface Checks {
  /** One for each folder that dependencies are installed in. */
  readonly installs: readonly CheckStep[];
  readonly lints: readonly CheckStep[];
  readonly tests: readonly CheckStep[];
}

/** What an image reference may look like; anything else is not passed on. */
const IMAGE = /^[A-Za-z0-9][A-Za-z0-9._/:@-]*$/;

const DEFAULT_IMAGE = 'node:24-trixie-slim';

/** Programs that are there without the package manager's help. */
const PROGRAMS = new Set(['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'bun', 'bunx', 'node', 'sh', 'make']);

function imageOf(component: Component): string {
  const image = component.facts['system.buildImage'];
  return image !== undefined && IMAGE.test(image) ? image : DEFAULT_IMAGE;
}

/** The test command; a tool of the project's own is run through npm or Bun, which know where it is installed. */
function testLine(command: Command, isBun: boolean): string {
  if (typeof command === 'string') return command.replaceAll(/\s*\n\s*/g, ' ');
  if (PROGRAMS.has(command[0])) return shellLine(command);
  return shellLine([...(isBun ? ['bunx'] : ['npx', '--no']), ...command]);
}

/** How the package manager itself comes into an agent whose user is not root. */
function toolLines(setup: string | null, bun: string | null): readonly string[] {
  if (setup !== null) return [setup];
  return bun === null ? [] : [`npm install --global bun@${/:([\w.]+)-slim$/.exec(bun)?.[1] ?? '1'}`];
}

function stepsOf(component: Component) {
  const { facts } = component;
  const language = facts['runtime.language'];
  const manager = facts['runtime.packageManager'];
  const test = facts['app.test'];
  const isBun = language === 'bun';
  if (language !== 'node' && !isBun) return { install: null, lint: null, test: null };
  const base = { component: component.name, image: imageOf(component), env: {}, needsTools: false };
  const own = { ...base, dir: component.dir };
  if (manager === undefined) {
    return { install: null, lint: null, test: test === undefined ? null : { ...own, lines: [testLine(test, isBun)] } };
  }
  const nodeMajor = isBun ? null : Number.parseInt(facts['runtime.version']?.resolved ?? '', 10) || null;
  const program = facts['runtime.install']?.program ?? null;
  const yarnPath = program === null ? null : relativeTo(program, manager.root);
  const plan = installPlan({ manager, nodeMajor: isBun ? null : (nodeMajor ?? 24), yarnPath });
  const tools = toolLines(plan.setup, plan.binaryFrom);
  const shared = {
    env: { ...plan.env, ...facts['runtime.install']?.env },
    needsTools: tools.length > 0,
  };
  const lint = isBun ? 'bun run --if-present lint' : 'npm run lint --if-present';
  return {
    install: { ...base, ...shared, dir: manager.root, lines: [...tools, plan.all] },
    lint: { ...own, ...shared, lines: [lint] },
    test: test === undefined ? null : { ...own, ...shared, lines: [testLine(test, isBun)] },
  };
}

/** The install, lint and test steps of all components; components of one workspace share its installation. */
export function checksOf(components: readonly Component[]): Checks {
  const installs = new Map<string, CheckStep>();
  const lints: CheckStep[] = [];
  const tests: CheckStep[] = [];
  for (const component of components) {
    const { install, lint, test } = stepsOf(component);
    if (install !== null && !installs.has(install.dir)) installs.set(install.dir, install);
    if (lint !== null) lints.push(lint);
    if (test !== null) tests.push(test);
  }
  return { installs: [...installs.values()], lints, tests };
}
