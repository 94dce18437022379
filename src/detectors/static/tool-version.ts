import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { requirementsOf } from './requirements.ts';
import { sitePackages } from './site-packages.ts';
import type { GeneratorId } from './sites.ts';

/** A place that names the release of a generator. */
export interface ToolVersion {
  readonly raw: string;
  readonly file: RelPath;
  readonly line: number;
  readonly label: string;
}

const FILES = ['netlify.toml', 'vercel.json', '.gitlab-ci.yml', 'cloudflare.toml', 'wrangler.toml'];

function* linesOf(scope: Scope, path: RelPath): Iterable<readonly [number, string]> {
  for (const [index, line] of (scope.text(path)?.text.split('\n') ?? []).entries()) yield [index + 1, line];
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The release that a requirements file, or a group of pyproject.toml, pins. */
function* lockedVersions(scope: Scope, id: GeneratorId): Iterable<ToolVersion> {
  for (const path of requirementsOf(scope, id)?.all ?? []) {
    for (const [line, text] of linesOf(scope, path)) {
      const raw = new RegExp(`^\\s*${id}\\s*==\\s*([\\w.]+)`, 'i').exec(text)?.[1];
      if (raw !== undefined) yield { raw, file: path, line, label: basename(path) };
    }
  }
  if (id !== 'mkdocs' && id !== 'sphinx') return;
  const { file, specs = [] } = (requirementsOf(scope, id) === undefined ? sitePackages(scope, id) : undefined) ?? {};
  for (const { text, line } of specs) {
    const raw = new RegExp(`^${id}\\s*={2,3}\\s*([\\w.]+)`, 'i').exec(text)?.[1];
    if (file !== undefined && raw !== undefined) yield { raw, file, line: line ?? 1, label: basename(file) };
  }
}

/**
 * Every place that names a generator's release, in the order in which they count: .tool-versions and mise, the file of
 * a hosting service, requirements and locks, then a CI workflow.
 */
export function toolVersions(scope: Scope, id: GeneratorId): readonly ToolVersion[] {
  const found: ToolVersion[] = [...lockedVersions(scope, id)];
  const tools = scope.nearest('.tool-versions');
  for (const [line, text] of tools === undefined ? [] : linesOf(scope, tools)) {
    const [name, raw] = text.replace(/#.*/, '').trim().split(/\s+/);
    if (tools !== undefined && raw !== undefined && (name === id || (name === `gohugo` && id === 'hugo'))) {
      found.push({ raw, file: tools, line, label: '.tool-versions' });
    }
  }
  const mise = scope.nearest('mise.toml', '.mise.toml');
  for (const [line, text] of mise === undefined ? [] : linesOf(scope, mise)) {
    const raw = new RegExp(`^\\s*"?${id}(?:-extended)?"?\\s*=\\s*"([^"]+)"`).exec(text)?.[1];
    if (mise !== undefined && raw !== undefined) found.push({ raw, file: mise, line, label: basename(mise) });
  }
  const variable = new RegExp(`\\b${id.toUpperCase()}_VERSION["']?\\s*[:=]\\s*["']?([\\w.-]+)`);
  const action = new RegExp(`\\b${id}-version:\\s*["']?([\\w.-]+)`);
  const workflows = [...scope.project.match('.github/workflows/*.{yml,yaml}')];
  for (const path of [...FILES.map((name) => scope.nearest(name)), ...workflows]) {
    for (const [line, text] of path === undefined ? [] : linesOf(scope, path)) {
      const raw = variable.exec(text)?.[1] ?? action.exec(text)?.[1];
      if (path !== undefined && raw !== undefined) found.push({ raw, file: path, line, label: basename(path) });
    }
  }
  return found;
}

/** Reads a release as those files write it: `0.128.0`, `v0.128.0`, `extended_0.128.0`; `undefined` for anything else. */
export function plainVersion(raw: string): string | undefined {
  return /^(?:extended[_-])?v?(\d+\.\d+(?:\.\d+)?)(?:[_-]extended|\/extended)?$/.exec(raw)?.[1];
}
