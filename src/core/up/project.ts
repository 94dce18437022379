import { type Diagnostic, failed, ok, type Result } from '../errors/diagnostic.ts';
import { dnsLabel } from '../model/names.ts';
import type { RelPath } from '../model/paths.ts';
import { entriesOf, listOf, textOf } from '../verify/yaml-documents.ts';
import { parseYaml } from '../workspace/parse-yaml.ts';
import { interpolateAll, type Unset } from './interpolate.ts';
import { readService, unknownKeys } from './read-service.ts';
import { inOrder, type UpProject, type UpService } from './service.ts';

/** Keys of a compose file that an engine can follow, or that change nothing. */
const KNOWN = new Set(['name', 'version', 'services', 'volumes', 'secrets']);

function needsCompose(file: RelPath, what: string): Diagnostic {
  return {
    code: 'DRK4001',
    severity: 'error',
    detail: `${file}: only Compose can follow ${what}`,
    hint: 'Install Docker Compose (`apt-get install docker-compose-plugin`, or docker-compose), or take it out.',
  };
}

function isProfiled(service: unknown): boolean {
  return entriesOf(service).some(([key, value]) => key === 'profiles' && listOf(value).length > 0);
}

function circle(file: RelPath, services: readonly UpService[], ordered: readonly UpService[]): readonly Diagnostic[] {
  const left = services.filter((service) => !ordered.includes(service));
  if (left.length === 0) return [];
  const detail = `${file}: ${left.map(({ name }) => name).join(', ')} wait for each other, or for a service that is not there`;
  return [{ code: 'DRK4001', severity: 'error', detail, hint: 'Correct their depends_on.' }];
}

/**
 * Reads a compose file for an engine that has no Compose: variables filled in, services in the order of their start,
 * those of a profile left out. What an engine cannot do by itself is refused by name, never passed over.
 */
export function readProject(
  file: RelPath,
  text: string,
  folder: string,
  lookup: (name: string) => string | undefined,
): Result<UpProject> {
  const parsed = parseYaml(text);
  if (!parsed.ok) {
    return failed([{ code: 'DRK1002', severity: 'error', detail: parsed.message, at: { file, line: parsed.line } }]);
  }
  const entries = entriesOf(parsed.value.get('services')).filter(([, service]) => !isProfiled(service));
  const problems: Diagnostic[] = entriesOf(parsed.value.get())
    .filter(([key]) => !KNOWN.has(key) && !key.startsWith('x-'))
    .map(([key]) => needsCompose(file, key));
  const unset: Unset[] = [];
  const services = entries.map(([name, service]) => {
    for (const key of unknownKeys(service)) problems.push(needsCompose(file, `services.${name}.${key}`));
    return readService(name, interpolateAll(service, lookup, unset), lookup);
  });
  for (const { name, message } of unset) {
    problems.push({ code: 'DRK4001', severity: 'error', detail: `${file} needs ${name}: ${message}` });
  }
  const ordered = inOrder(services);
  problems.push(...circle(file, services, ordered));
  const volumes = services.flatMap(({ mounts }) => mounts.filter(({ isBind }) => !isBind).map(({ source }) => source));
  const name = dnsLabel(textOf(parsed.value.get('name')) ?? folder);
  return problems.length > 0 ? failed(problems) : ok({ name, services: ordered, volumes: [...new Set(volumes)] });
}
