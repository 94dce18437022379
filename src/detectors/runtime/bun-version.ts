import semver from 'semver';
import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { bunSignal } from '../node/bun-runtime.ts';
import { dockerfileVersion } from '../node/dockerfile-from.ts';
import { foldersUp } from '../node/node-folder.ts';
import { managerSources } from '../node/package-manager.ts';
import { multiToolFiles, singleToolFiles } from '../node/version-files.ts';
import { developerToolsOf, enginesOf } from '../node/version-manifest.ts';
import { shown, type VersionSource } from '../node/version-source.ts';

/** An exact version as it is, `1.2.x` as a minor, anything that the newest release satisfies as its major. */
function resolve(raw: string): string | undefined {
  const text = raw.trim().replace(/^bun@?-?v?(?=\d)/, '');
  const { newest } = DATA.node.bun;
  if (/^(latest|canary)?$/.test(text)) return undefined;
  const exact = semver.valid(text, { loose: true });
  if (exact !== null) return exact;
  if (semver.validRange(text, { loose: true }) === null) return undefined;
  const minor = /^[v~=\s]*(\d+\.\d+)(\.(\d+|[x*]))?$/.exec(text);
  if (minor?.[1] !== undefined) return minor[1];
  return semver.satisfies(newest, text, { loose: true }) ? String(semver.major(newest)) : undefined;
}

function* sourcesOf(scope: Scope): Iterable<VersionSource> {
  for (const dir of foldersUp(scope.dir)) {
    yield* enginesOf(scope, dir, 'bun');
    yield* singleToolFiles(scope, dir, 'bun');
    yield* developerToolsOf(scope, dir, 'bun');
    yield* multiToolFiles(scope, dir, 'bun');
  }
  for (const { id, version, file, line, confidence } of managerSources(scope)) {
    if (id !== 'bun' || version === null || file === null) continue;
    yield { raw: version, file, line, confidence, label: 'packageManager' };
  }
  const image = dockerfileVersion(scope, scope.dir, 'bun');
  if (image !== undefined) yield image;
}

function exactness(version: string): number {
  return version.split('.').length;
}

function* detect(scope: Scope): Iterable<Claim<'runtime'> | Notice> {
  if (bunSignal(scope) === undefined) return;
  let best: { readonly source: VersionSource; readonly resolved: string } | undefined;
  for (const source of sourcesOf(scope)) {
    const resolved = resolve(source.raw);
    if (resolved === undefined) continue;
    const agrees = best === undefined || semver.intersects(resolved, best.source.raw, { loose: true });
    if (best === undefined || (agrees && exactness(resolved) > exactness(best.resolved))) best = { source, resolved };
  }
  if (best === undefined) {
    const resolved = DATA.node.bun.default;
    const because = `no file names a version; Bun ${resolved} was the newest line on ${DATA.node.date}`;
    const value = { raw: resolved, resolved };
    yield { field: 'runtime.version', value, file: null, line: null, confidence: 'convention', because };
    return;
  }
  const { source, resolved } = best;
  yield {
    field: 'runtime.version',
    value: { raw: source.raw, resolved },
    file: source.file,
    line: source.line,
    confidence: source.confidence,
    because: `${source.label} says "${shown(source.raw)}"`,
  };
}

/** Which version of Bun to build and run with, where Bun is the runtime. */
export const bunVersion = defineDetector({
  id: 'bun-version',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Bun version',
  docs: 'https://bun.sh/docs/installation',
  when: { nearestFile: ['package.json'] },
  detect,
});
