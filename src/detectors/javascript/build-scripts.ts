import { WATCHING } from './test-script.ts';

/** The scripts of package.json that build, the usual one first. */
export const BUILD_SCRIPTS: readonly string[] = [
  'build',
  'build:prod',
  'build:production',
  'compile',
  'build:ts',
  'tsc',
  'prestart',
];

/** True when a build script builds something: not a placeholder, not a watch mode. */
function builds(text: string): boolean {
  return text.trim() !== '' && !/^(echo|exit|true|docker)\b/.test(text.trim()) && !WATCHING.test(text);
}

/** The name of the script that builds the component; `undefined` where no script of a usual name does. */
export function buildScript(scripts: ReadonlyMap<string, string>): string | undefined {
  return BUILD_SCRIPTS.find((name) => {
    const text = scripts.get(name) ?? '';
    return builds(text) && (name !== 'prestart' || /\b(build|tsc)\b/.test(text));
  });
}
