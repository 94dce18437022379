import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { dirname, insideRoot, isWithin, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { BUILD_SCRIPTS } from '../javascript/build-scripts.ts';
import { frontEndManifest, NODE } from '../javascript/front-end.ts';
import { optionOf } from '../javascript/script-flags.ts';
import { shellSegments } from '../javascript/shell-words.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { servedFolders } from '../python/served-folders.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';

/** Folders below a component in which a front end lies, at most this deep. */
const MAX_DEPTH = 3;

function manifestsBelow(scope: Scope): readonly PackageJson[] {
  return scope.project
    .named('package.json')
    .filter((path) => isWithin(path, scope.dir) && dirname(path) !== scope.dir)
    .filter((path) => relativeTo(path, scope.dir).split('/').length <= MAX_DEPTH + 1)
    .map((path) => readPackageJson(scope, path))
    .filter((manifest) => manifest !== undefined);
}

/** True where the build reads the pages of the application for the classes that they use. */
function scansPages({ path }: PackageJson, scope: Scope): boolean {
  const doc = scope.doc(path, 'json');
  return ['dependencies', 'devDependencies'].some((table) =>
    ['tailwindcss', '@tailwindcss/cli', '@tailwindcss/vite', '@tailwindcss/postcss'].some(
      (name) => doc?.get(table, name) !== undefined,
    ),
  );
}

/** The folder that a tool without a configuration writes to: `tailwindcss -o ../static/site.css`. */
function writtenTo(manifest: PackageJson): RelPath | undefined {
  for (const [name, text] of manifest.scripts) {
    if (!/^build|^compile/.test(name)) continue;
    for (const { words } of shellSegments(text) ?? []) {
      const program = words.find((word) => /^(tailwindcss|postcss|esbuild|sass|rollup)$|^@tailwindcss\/cli/.test(word));
      const folder = optionOf(words, '--outdir', '--dir', '-d');
      const file = optionOf(words, '-o', '--output', '--outfile');
      const base = dirname(manifest.path);
      if (program === undefined) continue;
      if (folder !== undefined) return insideRoot(`${base}/${folder}`);
      const path = file === undefined ? undefined : insideRoot(`${base}/${file}`);
      if (path !== undefined) return dirname(path);
    }
  }
  return undefined;
}

function builds({ scripts }: PackageJson): boolean {
  return BUILD_SCRIPTS.some((name) => scripts.has(name));
}

function* detect(scope: Scope): Iterable<Claim<'application'>> {
  const common = { by: NODE, missing: null } as const;
  const own = frontEndManifest(scope);
  const manifest = own && readPackageJson(scope);
  if (own !== undefined && manifest !== undefined) {
    const path = writtenTo(manifest) ?? null;
    const value = [{ ...common, path, from: scope.dir, at: 'run' as const }];
    const because = 'the pages need what its build script makes';
    yield { field: 'app.serves', value, ...own, confidence: 'manifest', because };
  }
  const below = manifestsBelow(scope).filter(builds);
  for (const one of below) {
    const path = writtenTo(one);
    const from = dirname(one.path);
    if (path === undefined || !isWithin(path, scope.dir) || isWithin(path, from)) continue;
    const value = [{ ...common, path, from, at: 'run' as const, whole: scansPages(one, scope) }];
    const because = `its build script writes to ${path}`;
    yield { field: 'app.serves', value, file: one.path, line: null, confidence: 'manifest', because };
  }
  if (below.length === 0) return;
  const whole = below.some((one) => scansPages(one, scope));
  const served = servedFolders(scope);
  // Where one folder is read and another collected, the files must be there for both.
  const at = served.every((one) => one.at === 'build') ? 'build' : 'run';
  for (const { path, file, line, because } of served) {
    const value = [{ ...common, path, from: null, at, whole } as const];
    yield { field: 'app.serves', value, file, line, confidence: 'source', because };
  }
}

/** Pages, styles and scripts that Node builds and a Python server answers with. */
export const pythonFrontEnd = defineDetector({
  id: 'python-front-end',
  layer: 'application',
  title: 'Front ends that a Python application serves',
  docs: 'https://docs.djangoproject.com/en/5.2/howto/static-files/',
  when: PYTHON_TRIGGER,
  *detect(scope, known) {
    if (!isPython(scope, known) || pythonRefusal(scope) !== undefined) return;
    if (pythonStart(scope)?.kind === 'web') yield* detect(scope);
  },
});
