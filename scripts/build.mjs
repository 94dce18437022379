// Bundles src/cli.ts into one script, dist/derrick.js, and checks what got in. bin/load.js runs it.
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(fileURLToPath(import.meta.url), '../..');
// Built beside and then swapped in, so that a derrick that runs meanwhile finds all its chunks.
const fresh = `.dist-${process.pid}`;
const old = `.dist-old-${process.pid}`;
/** Commander loads node:child_process, which takes 10 ms, for a feature that derrick does not use. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup({ onLoad }) {
    onLoad({ filter: /commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const eager = "const childProcess = require('node:child_process');";
      const text = readFileSync(path, 'utf8');
      if (!text.includes(eager)) throw new Error(`${path} does not load node:child_process as expected`);
      const lazy = "const childProcess = { get spawn() { return require('node:child_process').spawn; } };";
      return { contents: text.replace(eager, lazy), loader: 'js' };
    });
  },
};
/** Prompts in the user's editor, which derrick has none of, would bring 500 KiB of tables of character sets. */
const noEditor = {
  name: 'no-editor',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@inquirer\/external-editor$/ }, ({ path }) => ({ path, namespace: 'no-editor' }));
    onLoad({ filter: /./, namespace: 'no-editor' }, () => ({ contents: 'export const editAsync = undefined;' }));
  },
};
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { derrick: 'src/cli.ts' },
  outdir: fresh,
  bundle: true,
  minify: true,
  keepNames: false,
  // One function, whose parts run when they are first imported: a module's `import()` is a call of its part.
  format: 'cjs',
  supported: { 'dynamic-import': false },
  banner: { js: '(function (module, require) {' },
  footer: { js: '})' },
  platform: 'node',
  // jsonc-parser's CommonJS build cannot be bundled.
  mainFields: ['module', 'main'],
  target: 'node20.17',
  metafile: true,
  alias: { 'source-map': './scripts/lib/no-source-map.cjs' },
  plugins: [lazyChildProcess, noEditor],
  legalComments: 'linked',
});
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
);
// esbuild writes strings in ASCII, but leaves what is not in regular expressions; bin/load.js reads the script byte by byte.
const script = join(root, fresh, 'derrick.js');
const ascii = readFileSync(script, 'utf8').replace(/(\\?)([\u0080-\uffff])/g, (_, slash, unit) => {
  // Half of a pair would need the u flag, and an escaped character has a meaning of its own.
  if (slash !== '' || /[\ud800-\udfff]/.test(unit))
    throw new Error(`dist/derrick.js has ${slash}${unit} in a regular expression`);
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
});
writeFileSync(script, ascii);
writeFileSync(join(root, fresh, 'packages.json'), `${JSON.stringify([...packages].sort(), null, 2)}\n`);
try {
  renameSync(join(root, 'dist'), join(root, old));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
renameSync(join(root, fresh), join(root, 'dist'));
rmSync(join(root, old), { recursive: true, force: true });
chmodSync(join(root, 'bin/derrick.js'), 0o755);
const bytes = Object.values(metafile.outputs).reduce((sum, { bytes: size }) => sum + size, 0);
console.log(
  `dist/: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, ${packages.size} packages bundled`,
);
