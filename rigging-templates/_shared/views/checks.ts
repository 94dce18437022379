import type { Component } from '../../../src/core/model/app-model.ts';
import type { Command } from '../../../src/core/model/facts.ts';
import { type RelPath, relativeTo } from '../../../src/core/model/paths.ts';
import type { JsonValue } from '../../../src/core/model/rigging.ts';
import { shellLine, shellWord } from '../../../src/core/render/escape.ts';
import { buildSecretsOf, installSecretsOf } from './build-secrets.ts';
import { type ComponentChecks, imageOf, oneLine, type Reports, reportWords } from './check-step.ts';
import { type CiData, ciData, type LanguageRow, type ManagerRow } from './ci-data.ts';
import { nodeChecks } from './node-checks.ts';
import { testServices } from './test-services.ts';
import { VARIABLE_NAME } from './variable-name.ts';

/** The install lines of a row with their placeholders filled; none where the row has none for this case. */
function installLines(row: ManagerRow, component: Component): readonly string[] {
  const { dir, facts } = component;
  const manager = facts['runtime.packageManager'];
  const listed = facts['runtime.installFiles']?.find((file) => /requirements[^/]*\.txt$/.test(file));
  const lockfile = manager?.lockfile ?? listed;
  const lines = lockfile === undefined ? (row.unlocked ?? row.locked) : row.locked;
  const root = row.inComponent === true ? dir : (manager?.root ?? dir);
  const file = lockfile === undefined ? '' : relativeTo(lockfile as RelPath, root);
  const version = /^\d+(\.\d+)*$/.test(manager?.version ?? '') ? manager?.version : row.default;
  const from = facts['runtime.install']?.from ?? dir;
  const source = shellWord(relativeTo(from, root));
  const values: Readonly<Record<string, string>> = { lockfile: shellWord(file), from: source, version: version ?? '' };
  const filled = lines.map((line) =>
    line.replace(/\{(lockfile|from|version)\}/g, (_, name: string) => values[name] ?? ''),
  );
  const further = facts['app.testInstall'] ?? [];
  return row.further === undefined || further.length === 0
    ? filled
    : [...filled, `${row.further} ${shellLine(further)}`];
}

function withRun(run: string | undefined, command: Command): string | null {
  if (typeof command === 'string')
    return oneLine(run === undefined ? command : `${run} sh -c ${shellWord(oneLine(command) ?? '')}`);
  return run === undefined || run.startsWith(`${command[0]} `) ? shellLine(command) : `${run} ${shellLine(command)}`;
}

function rowChecks(component: Component, language: LanguageRow, reports: Reports): ComponentChecks {
  const { facts, name, dir } = component;
  const none: ComponentChecks = { component: name, install: null, lint: null, test: null };
  const image = imageOf(component);
  const manager = facts['runtime.packageManager'];
  const row = manager === undefined ? undefined : language.managers[manager.id];
  if (image === null) return none;
  const env = { ...row?.env, ...facts['runtime.install']?.env };
  const base = { component: name, image, env, path: row?.path ?? null, dir };
  const words = reportWords(component, reports);
  const command = facts['app.test'];
  const test =
    command === undefined ? null : withRun(row?.run, typeof command === 'string' ? command : [...command, ...words]);
  const own = facts['app.lint'] === undefined ? null : withRun(row?.run, facts['app.lint']);
  const lint = [language.lint ?? null, own].filter((line) => line !== null);
  return {
    component: name,
    install:
      row === undefined || manager === undefined
        ? null
        : { ...base, dir: row.inComponent === true ? dir : manager.root, lines: installLines(row, component) },
    lint: lint.length === 0 ? null : { ...base, lines: lint },
    test: test === null ? null : { ...base, lines: [test], ...(language.reports && { reports: language.reports }) },
  };
}

function checksOfOne(component: Component, { languages, reports }: CiData): ComponentChecks {
  const language = component.facts['runtime.language'];
  if (language === 'node' || language === 'bun') return nodeChecks(component, reports);
  const row = language !== undefined && Object.hasOwn(languages, language) ? languages[language] : undefined;
  if (row === undefined) return { component: component.name, install: null, lint: null, test: null };
  return rowChecks(component, row, reports);
}

/** The checks with the backing services that the tests may talk to. */
function withServices(component: Component, checks: ComponentChecks, table: JsonValue | undefined): ComponentChecks {
  const { services, env } = testServices(component, table);
  if (checks.test === null || services.length === 0) return checks;
  return { ...checks, test: { ...checks.test, services, env: { ...checks.test.env, ...env } } };
}

/** The checks with the credentials that their installation takes. */
function withSecrets(component: Component, checks: ComponentChecks): ComponentChecks {
  // Node's builds take secrets that its installation does not; an index of Python is a secret of the build.
  const isNode = /^(node|bun)$/.test(component.facts['runtime.language'] ?? '');
  const all = isNode ? installSecretsOf(component) : [...buildSecretsOf(component), ...installSecretsOf(component)];
  const secrets = [...new Set(all)].filter((name) => VARIABLE_NAME.test(name));
  return checks.install === null || secrets.length === 0
    ? checks
    : { ...checks, install: { ...checks.install, secrets } };
}

/** The install, lint and test steps of each component; nothing is invented for what the facts do not show. */
export function checksOf(
  components: readonly Component[],
  data: Readonly<Record<string, JsonValue>>,
): readonly ComponentChecks[] {
  return components.map((component) => {
    const checks = checksOfOne(component, ciData(data));
    // The image installs for itself: without anything to check there is nothing to install here.
    if (checks.lint === null && checks.test === null) return { ...checks, install: null };
    return withServices(component, withSecrets(component, checks), data.services);
  });
}
