import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { PackageManager } from '../../core/model/package-manager.ts';
import { dirname, join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { cgoNeeds } from '../go/cgo.ts';
import type { ModFile } from '../go/go-mod.ts';
import { buildRoot, type GoModule, moduleOf, sourceModules, workspaceOf } from '../go/modules.ts';
import { privateModules } from '../go/private-modules.ts';
import { programOf } from '../go/programs.ts';

type Told = Claim<'runtime'> | Notice;

function* problemsOf(mod: ModFile | undefined): Iterable<Told> {
  for (const { line, why } of mod?.problems ?? []) {
    yield {
      diagnostic: { code: 'DRK1002', severity: 'error', detail: why, at: { file: (mod as ModFile).path, line } },
    };
  }
}

/** A replaced folder that lies outside the project cannot come into the build. */
function* strays({ mod, dir }: GoModule, scope: Scope): Iterable<Told> {
  for (const { text, to, line } of mod?.replaces ?? []) {
    if (!/^(\.{1,2}(\/|$)|\/)/.test(to)) continue;
    const inside = to.startsWith('/') ? undefined : sourceModules(scope, { mod, dir, path: '' });
    if (inside?.some((one) => one.dir !== dir) === true) continue;
    const detail = `${text} is replaced by ${to}, which is no module of the project`;
    const hint = 'Run derrick in a folder that holds both, or remove the replacement.';
    yield {
      diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file: (mod as ModFile).path, line }, hint },
    };
  }
}

/** Whether the repository holds its dependencies, as `go mod vendor` writes them. */
function vendored(scope: Scope, root: RelPath): RelPath | undefined {
  const path = join(root, 'vendor/modules.txt');
  return scope.project.has(path) ? path : undefined;
}

function installFiles(scope: Scope, module: GoModule): readonly RelPath[] {
  const work = workspaceOf(scope, module);
  const files = work === undefined ? [] : [work.path, join(dirname(work.path), 'go.work.sum')];
  for (const { dir, mod } of sourceModules(scope, module)) {
    if (mod !== undefined) files.push(mod.path, join(dir, 'go.sum'));
  }
  return files.filter((path) => scope.project.has(path));
}

function* detect(scope: Scope): Iterable<Told> {
  const module = moduleOf(scope, scope.dir);
  const program = programOf(scope);
  if (module === undefined) return;
  if (scope.dir === module.dir) {
    yield* problemsOf(module.mod);
    yield* problemsOf(workspaceOf(scope, module));
  }
  if (program === undefined) return;
  yield* strays(module, scope);
  const root = buildRoot(scope, module);
  const vendor = vendored(scope, workspaceOf(scope, module) === undefined ? module.dir : root);
  const requires = sourceModules(scope, module).flatMap(({ mod }) => mod?.requires ?? []);
  const sum = join(module.dir, 'go.sum');
  const lockfile = scope.project.has(sum) ? sum : null;
  const file = module.mod?.path ?? null;
  const manager: PackageManager = { id: vendor === undefined ? 'go' : 'go-vendor', version: null, lockfile, root };
  const because =
    vendor === undefined ? 'modules are downloaded as go.sum locks them' : 'vendor/ holds all dependencies';
  yield {
    field: 'runtime.packageManager',
    value: manager,
    file: vendor ?? file,
    line: null,
    confidence: 'manifest',
    because,
  };
  const external = requires.filter(({ text }) => !sourceModules(scope, module).some(({ path }) => path === text));
  if (external.length > 0 && lockfile === null && vendor === undefined && file !== null) {
    const detail = `${file} requires modules, but there is no go.sum, and \`go build\` then refuses to build`;
    const hint = 'Run `go mod tidy` and commit go.sum.';
    yield {
      diagnostic: { code: 'DRK1102', severity: 'warning', detail, at: { file, line: external[0]?.line ?? null }, hint },
    };
  }
  const needs = cgoNeeds(scope, program);
  const hidden = vendor === undefined ? privateModules(scope) : undefined;
  const env: Readonly<Record<string, string>> = {
    CGO_ENABLED: needs.length > 0 ? '1' : '0',
    ...(hidden === undefined ? {} : { GOPRIVATE: hidden.value }),
  };
  const traits = {
    production: external.length > 0 && vendor === undefined,
    development: false,
    scripts: [],
    env,
    local: [],
    program: null,
  };
  const [need] = needs;
  const why =
    need === undefined
      ? 'nothing needs a C compiler, so that the binary stands alone'
      : `${need.via} needs a C compiler`;
  yield {
    field: 'runtime.install',
    value: traits,
    file: need?.file ?? file,
    line: need?.line ?? null,
    confidence: 'source',
    because: why,
  };
  const paths = vendor === undefined ? installFiles(scope, module) : [];
  if (paths.length > 0) {
    yield {
      field: 'runtime.installFiles',
      value: paths,
      file,
      line: null,
      confidence: 'manifest',
      because: 'they name the modules to download',
    };
  }
}

/** How the modules of a Go program come into the build, and whether it needs a C compiler. */
export const goModules = defineDetector({
  id: 'go-modules',
  layer: 'runtime',
  languages: ['go'],
  title: 'Go modules, workspaces and vendoring',
  docs: 'https://go.dev/ref/mod#workspaces',
  when: { nearestFile: ['go.mod', 'main.go'] },
  detect,
});
