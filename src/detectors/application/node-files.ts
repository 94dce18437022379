import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { isWithin, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bundledFolders } from '../javascript/bundled-folders.ts';
import { configFile } from '../javascript/config-file.ts';
import { databaseFolders } from '../javascript/database-files.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { innerBuild } from '../javascript/inner-build.ts';
import { namedFiles } from '../javascript/named-files.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { processModules } from '../javascript/process-entries.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { runFiles } from '../javascript/run-files.ts';
import { runTarget } from '../javascript/run-target.ts';
import { optionOf } from '../javascript/script-flags.ts';
import { servedPackages } from '../javascript/served-packages.ts';
import { serverModules, shapeOf } from '../javascript/shape.ts';
import { siteModules } from '../javascript/site-modules.ts';
import { buildUses } from '../javascript/site-setting.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { SOURCE_RUNNERS } from '../javascript/start-tools.ts';
import { toolSettings } from '../javascript/tool-settings.ts';
import { writtenFolders } from '../javascript/written-folders.ts';
import { innerProject } from '../node/inner-projects.ts';

/** Of some files and folders, those that run: not the source that Vite alone reads, to build what the server loads. */
function withoutBundled(scope: Scope, paths: readonly string[], modules: readonly RelPath[]): readonly string[] {
  const entries = buildUses(scope, ['vite', 'build']).flatMap((use) => optionOf(use.args, '--ssr') ?? []);
  const tops = new Set(entries.map((entry) => entry.replace(/^(\.\/)+/, '').split('/')[0]));
  return paths.filter((path) => !tops.has(path) || modules.some((module) => isWithin(module, scope.at(path))));
}

/** Paths without those that lie in others of them. */
function withoutNested(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths.map((path) => path.replace(/\/+$/, '')))];
  return all.filter((path) => !all.some((other) => path.startsWith(`${other}/`)));
}

/** What shows in a file's text that it may write somewhere. */
const WRITING = /Database|mkdir|write|multer|ensureDir|outputFile|FileStore|createClient/;

/** The folders that the process writes to, and those of databases, whose content must outlive it. */
function* written(scope: Scope): Iterable<Claim<'application'>> {
  const family = frameworkOf(scope)?.framework.family;
  if (family === 'static') return;
  const own = [...serverModules(scope), ...processModules(scope)];
  const modules = [...new Set([...own, ...(family === 'meta' ? siteModules(scope, WRITING) : [])])];
  const databases = databaseFolders(scope, modules);
  for (const { path, file, line, isDatabase } of [...databases, ...writtenFolders(scope, modules)]) {
    const at = { value: [path], file, line, confidence: 'source' } as const;
    yield { field: 'app.writable', ...at, because: `the code writes to ${path}` };
    if (isDatabase) yield { field: 'app.kept', ...at, because: `a database lies in ${path}` };
  }
}

/** What the run-time image needs of the project, and where the process writes. */
export const nodeFiles = defineDetector({
  id: 'node-files',
  layer: 'application',
  title: 'Files that a Node application needs at run time',
  docs: 'https://docs.docker.com/build/building/multi-stage/',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const framework = frameworkOf(scope)?.framework;
    yield* written(scope);
    const ownServer = framework === undefined || framework.family === 'server' || framework.id === 'nestjs';
    if (!ownServer || (framework?.id !== 'nestjs' && shapeOf(scope) === undefined)) return;
    const inner = innerBuild(scope);
    const root = innerProject(scope)?.root;
    if (inner?.output !== undefined && root !== undefined) {
      const because = `its build writes ${inner.output}`;
      const { file, line } = inner;
      const value = [`${relativeTo(inner.output, root)}/`];
      yield { field: 'app.files', value, file, line, confidence: 'config', because };
      return;
    }
    for (const { folder: path, file, line } of servedPackages(scope)) {
      const value = [{ path, from: null, by: 'node' as Language, at: 'run', missing: null } as const];
      yield { field: 'app.serves', value, file, line, confidence: 'source', because: `the server hands out ${path}` };
    }
    const { process } = startPlan(scope);
    const target = process === undefined ? runTarget(scope, known) : undefined;
    const words = process?.run.entry ?? (Array.isArray(target?.command) ? (target.command.at(-1) ?? null) : null);
    // `node .` runs what package.json names as main.
    const main = words === '.' ? (nodeProject(scope)?.manifest.main ?? 'index.js') : words;
    const started = main ?? (framework?.id === 'nestjs' ? 'dist/main.js' : null);
    const loaded = [...new Set([...serverModules(scope), ...processModules(scope)])];
    const modules = loaded.map(({ path }) => path);
    const found = runFiles(scope, started, modules);
    const settings = (SOURCE_RUNNERS[process?.run.runner ?? ''] ?? []).flatMap(
      (stem) => configFile(scope, stem)?.file ?? [],
    );
    const read = settings.map((path) => relativeTo(path, scope.dir));
    const named = [...bundledFolders(scope), ...namedFiles(scope, loaded, found.compiled)];
    const value = withoutNested([
      ...withoutBundled(scope, found.paths, modules),
      ...read,
      ...named,
      ...toolSettings(scope),
    ]);
    const file = nodeProject(scope)?.path ?? null;
    if (value.length > 0) {
      yield {
        field: 'app.files',
        value,
        file,
        line: process?.line ?? null,
        confidence: 'convention',
        because: found.because,
      };
    }
  },
});
