// Bundles src/cli.ts into dist/, one chunk for each lazily loaded part, and checks what got in.
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(fileURLToPath(import.meta.url), '../..');
rmSync(join(root, 'dist'), { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  keepNames: false,
  format: 'esm',
  platform: 'node',
  // jsonc-parser's CommonJS build cannot be bundled.
  mainFields: ['module', 'main'],
  target: 'node20.17',
  metafile: true,
  legalComments: 'linked',
  banner: {
    js: "import{createRequire as derrickRequire}from'node:module';const require=derrickRequire(import.meta.url);",
  },
});
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
);
writeFileSync(join(root, 'dist/packages.json'), `${JSON.stringify([...packages].sort(), null, 2)}\n`);
chmodSync(join(root, 'bin/derrick.js'), 0o755);
const bytes = Object.values(metafile.outputs).reduce((sum, { bytes: size }) => sum + size, 0);
console.log(
  `dist/: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, ${packages.size} packages bundled`,
);
