// Writes new files from templates: never over an existing one, and all or none.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './run.mjs';

/** Ends the script with what is wrong. */
export function refuse(message) {
  console.error(message);
  process.exit(2);
}

/** The names of a thing `elixir-version`: as it is, and `elixirVersion`. */
export function namesOf(id) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    refuse(`${JSON.stringify(id)} is no name: lower-case letters and digits, joined by single dashes`);
  }
  return { id, symbol: id.replace(/-(.)/g, (_, char) => char.toUpperCase()) };
}

/** Writes files below the root (`--root DIR` for a trial) and prints them; `files` maps paths to texts. */
export function writeNew(files, rootDir = rootOf()) {
  const taken = Object.keys(files).filter((path) => existsSync(join(rootDir, path)));
  if (taken.length > 0) refuse(`there is already ${taken.join(', ')}`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(rootDir, path)), { recursive: true });
    writeFileSync(join(rootDir, path), text);
    console.log(`wrote ${path}`);
  }
}

/** Where to write: the repository, or what `--root` names. */
function rootOf() {
  const at = process.argv.indexOf('--root');
  return at < 0 ? ROOT : (process.argv[at + 1] ?? refuse('--root needs a folder'));
}

/** Prints what to do next. */
export function next(...commands) {
  console.log(`\nNext:\n${commands.map((command) => `  ${command}`).join('\n')}`);
}
