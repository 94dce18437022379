import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { relPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isOurs } from '../own-files.ts';

const COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

function port(text: string): number | undefined {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return number > 0 && number <= 65535 ? number : undefined;
}

/** The container's side of a published port: `8080:4310`, `127.0.0.1:8080:4310/tcp`, `{ target: 4310 }`. */
function targetPort(value: unknown): number | undefined {
  if (typeof value === 'number') return port(String(value));
  if (typeof value === 'string') return port((value.split('/')[0] ?? '').split(':').at(-1) ?? '');
  if (typeof value !== 'object' || value === null) return undefined;
  const { target } = value as { target?: unknown };
  return typeof target === 'number' || typeof target === 'string' ? port(String(target)) : undefined;
}

/** True when a compose service is built from the component's own folder. */
function buildsHere(scope: Scope, build: unknown): boolean {
  const context = typeof build === 'object' && build !== null ? (build as { context?: unknown }).context : build;
  if (typeof context !== 'string') return false;
  const folder = context.replace(/^\.\/?/, '').replace(/\/$/, '');
  return folder === (scope.dir === '.' ? '' : scope.dir) || (scope.dir !== '.' && folder === '');
}

function* fromCompose(scope: Scope): Iterable<Claim<'application'>> {
  const file = [...COMPOSE.map((name) => scope.at(name)), ...COMPOSE].find((path) => scope.project.has(path));
  const path = file === undefined ? undefined : relPath(file);
  const doc = path === undefined ? undefined : scope.doc(path, 'yaml');
  const services = doc?.get('services');
  if (
    path === undefined ||
    isOurs(scope, path) ||
    doc === undefined ||
    typeof services !== 'object' ||
    services === null
  )
    return;
  for (const [name, service] of Object.entries(services)) {
    const { build, ports } = (service ?? {}) as { build?: unknown; ports?: unknown };
    const first = Array.isArray(ports) ? targetPort(ports[0]) : undefined;
    if (first === undefined || !buildsHere(scope, build)) continue;
    const line = doc.lineOf('services', name, 'ports');
    const because = `the compose service ${name} publishes it`;
    yield { field: 'app.port', value: first, file: path, line, confidence: 'manifest', because };
    return;
  }
}

/** Ports that existing container files state. */
export const containerFiles = defineDetector({
  id: 'container-files',
  layer: 'application',
  title: 'Ports of an existing Dockerfile or compose file',
  docs: 'https://docs.docker.com/reference/dockerfile/#expose',
  when: { nearestFile: ['Dockerfile', ...COMPOSE] },
  *detect(scope) {
    const file = scope.at('Dockerfile');
    const lines = isOurs(scope, file) ? [] : (scope.text(file)?.text.split('\n') ?? []);
    const at = lines.findLastIndex((line) => /^\s*EXPOSE\s+\d/i.test(line));
    const exposed = at < 0 ? undefined : port(/EXPOSE\s+(\d+)/i.exec(lines[at] ?? '')?.[1] ?? '');
    if (exposed !== undefined) {
      yield {
        field: 'app.port',
        value: exposed,
        file,
        line: at + 1,
        confidence: 'pinned',
        because: 'the Dockerfile exposes it',
      };
    }
    yield* fromCompose(scope);
  },
});
