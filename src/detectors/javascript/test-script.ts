import { shellSegments } from './shell-words.ts';
import { unwrapScript } from './unwrap-script.ts';

/** Test runners that need a browser, which a build machine does not have. */
const NEEDS_BROWSER = /(^|\s)(playwright|cypress|ng test|karma|testcafe|nightwatch|wdio)(\s|$)/;

/** Scripts that watch files. */
export const WATCHING = /(^|\s)--watch(All)?(\s|$)|(^|\s)-w(\s|$)|^nodemon|\bnode --watch/;

/** True for a test script that runs tests once and needs no browser or running server of a developer. */
function runsTests(text: string, scripts: ReadonlyMap<string, string>): boolean {
  if (text === '' || /no test specified/.test(text) || /^(echo|exit|true)\b/.test(text.trim())) return false;
  if (WATCHING.test(text) || NEEDS_BROWSER.test(text)) return false;
  return unwrapScript(text, { scripts }).kind !== 'development';
}

/** The script that tests the project in a pipeline, by name. */
export function testScript(scripts: ReadonlyMap<string, string>): string | undefined {
  return ['test:ci', 'test', 'test:unit'].find((name) => runsTests(scripts.get(name) ?? '', scripts));
}

/** Words that stand before the program that a script runs. */
const BEFORE = new Set(['npx', 'bunx', 'pnpm', 'yarn', 'exec', 'cross-env', 'env', 'dotenv', '--', '--no-install']);

/**
 * The runner in which a test script ends, so that what is put behind the script reaches it; `undefined` for another
 * one, or where it takes no further options.
 */
export function testTool(text: string, dependencies: ReadonlyMap<string, string>): string | undefined {
  const last = shellSegments(text)?.at(-1);
  const words = (last?.words ?? []).filter((word) => !/^\w+=/.test(word));
  const from = words.findIndex((word) => !BEFORE.has(word));
  const [program, ...args] = words.slice(Math.max(0, from));
  if (last?.operator === '|' || last?.operator === '||') return undefined;
  if (program === 'vitest') return 'vitest';
  if (program === 'jest') return dependencies.has('jest-junit') ? 'jest-junit' : undefined;
  if (program === 'bun' && args[0] === 'test') return 'bun';
  // Options behind the files would be files to Node.
  if (program === 'node' && args.includes('--test') && args.every((arg) => arg.startsWith('-'))) return 'node';
  return undefined;
}
