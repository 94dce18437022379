import { dig } from '../../workspace/parsers.ts';
import { entriesAt, listAt, type Place, textAt } from './documents.ts';
import { isTagged } from './image-name.ts';
import type { Breach } from './verify.ts';

const SECRET = /PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_KEY/;

/** Ports on which backing services listen, and which nobody outside this machine may reach. */
const BACKENDS = new Set(['5432', '3306', '6379', '27017', '5672', '9092', '9200', '11211']);

function environmentOf(service: unknown): readonly (readonly [string, string])[] {
  const pairs = listAt(service, 'environment').map((line) => {
    const [name = '', ...value] = String(line).split('=');
    return [name, value.join('=')] as const;
  });
  return [...pairs, ...entriesAt(service, 'environment').map(([name, value]) => [name, String(value ?? '')] as const)];
}

function serviceProblems(name: string, service: unknown, { lineOf }: Place): readonly Breach[] {
  const problems: Breach[] = [];
  const image = textAt(service, 'image');
  if (image !== '' && dig(service, ['build']) === undefined && !isTagged(image) && !image.includes('$'))
    problems.push({ rule: 'C02', line: lineOf('services', name, 'image'), message: `the image ${image} has no tag` });
  for (const [variable, value] of environmentOf(service)) {
    if (SECRET.test(variable) && value !== '' && !/^(\$|\/run\/secrets\/)/.test(value) && !variable.endsWith('_FILE'))
      problems.push({
        rule: 'C05',
        line: lineOf('services', name, 'environment'),
        message: `${variable} has a literal value`,
      });
  }
  for (const port of listAt(service, 'ports').map(String)) {
    const parts = port.replace(/\/.*/, '').split(':');
    if (parts.length < 3 && BACKENDS.has(parts.at(-1) ?? ''))
      problems.push({
        rule: 'C08',
        line: lineOf('services', name, 'ports'),
        message: `port ${port} is open to everyone`,
      });
  }
  return problems;
}

/** The rules of a Compose file that can be read from its text; none for any other document. */
export function composeProblems(place: Place): readonly Breach[] {
  const services = entriesAt(place.value, 'services');
  if (services.length === 0 || textAt(place.value, 'apiVersion') !== '') return [];
  const problems = services.flatMap(([name, service]) => serviceProblems(name, service, place));
  if (dig(place.value, ['version']) === undefined) return problems;
  return [{ rule: 'C01', line: place.lineOf('version'), message: 'version: is obsolete' }, ...problems];
}
