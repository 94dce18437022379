import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './process.ts';

/** What a checker needs beyond this repository's own code. */
export type Tool = 'kubectl' | 'docker-compose' | 'shellcheck' | 'java' | 'kubernetes-schemas';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Where each tool is looked for; `scripts/prepare-checkers.sh` puts them there. */
const CANDIDATES: Readonly<Record<Tool, readonly string[]>> = {
  kubectl: [`${ROOT}.tools/bin/kubectl`],
  'docker-compose': [`${ROOT}.tools/bin/docker-compose`],
  shellcheck: [`${ROOT}.tools/bin/shellcheck`, '/usr/bin/shellcheck', '/usr/local/bin/shellcheck'],
  java: [`${process.env.JAVA_HOME ?? '/usr'}/bin/java`, '/usr/bin/java'],
  'kubernetes-schemas': [`${ROOT}../shared/data/k8s-schemas`],
};

const warned = new Set<Tool>();

function javaIsRecent(path: string): boolean {
  const major = /version "(\d+)/.exec(run(path, ['-version']).stderr)?.[1];
  return major !== undefined && Number(major) >= 17;
}

/** The path of a tool, `null` when it is not here; `DERRICK_K8S_SCHEMAS` names another folder of schemas. */
export function locate(tool: Tool): string | null {
  const other = tool === 'kubernetes-schemas' ? process.env.DERRICK_K8S_SCHEMAS : undefined;
  const found = (other === undefined ? CANDIDATES[tool] : [other]).find((path) => existsSync(path)) ?? null;
  return found !== null && tool === 'java' && !javaIsRecent(found) ? null : found;
}

/** Which tools are here, for the suite to print. */
export function available(): Readonly<Record<Tool, boolean>> {
  const tools = Object.keys(CANDIDATES) as Tool[];
  return Object.fromEntries(tools.map((tool) => [tool, locate(tool) !== null])) as Record<Tool, boolean>;
}

/**
 * The path of a tool that a checker is about to use. A missing one throws with `DERRICK_REQUIRE_TOOLS=1`;
 * else it answers `null` after a loud warning, so that a check that did not run is never taken for one that passed.
 */
export function demand(tool: Tool): string | null {
  const path = locate(tool);
  if (path !== null) return path;
  const message = `CHECKER DID NOT RUN: ${tool} is missing; run scripts/prepare-checkers.sh`;
  if (process.env.DERRICK_REQUIRE_TOOLS === '1') throw new Error(message);
  if (!warned.has(tool)) process.stderr.write(`\n*** ${message} ***\n\n`);
  warned.add(tool);
  return null;
}
