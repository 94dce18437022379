import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type DockerfileModel, dockerfilesOf, parseDockerfile } from './dockerfile-model.ts';
import { collector, type Finding, type OutputFiles, type Report } from './finding.ts';
import { get, list, text } from './json.ts';

const DATA = new URL('../../rigging-templates/_shared/data/', import.meta.url);

/** Where the releases of what an image holds are listed, and how the image's tag begins with one of them. */
interface Family {
  readonly language: string;
  readonly table: string;
  readonly rows: string;
  readonly line: string;
  readonly image: RegExp;
}

const FAMILIES: readonly Family[] = [
  { language: 'node', table: 'node', rows: 'majors', line: 'major', image: /^node:(\d+)/ },
  { language: 'python', table: 'python', rows: 'lines', line: 'line', image: /^python:(\d+\.\d+)/ },
  { language: 'go', table: 'go', rows: 'releases', line: 'line', image: /^golang:(\d+\.\d+)/ },
  { language: 'java', table: 'jvm', rows: 'lines', line: 'line', image: /^eclipse-temurin:(\d+)/ },
  { language: 'java', table: 'jvm', rows: 'lines', line: 'line', image: /^maven:.*temurin-(\d+)/ },
  { language: 'java', table: 'jvm', rows: 'lines', line: 'line', image: /^gradle:.*jdk(\d+)/ },
  { language: 'php', table: 'php', rows: 'releases', line: 'line', image: /^php:(\d+\.\d+)/ },
];

const tables = new Map<string, unknown>();

function tableOf(name: string): unknown {
  if (!tables.has(name)) tables.set(name, parse(readFileSync(new URL(`${name}.yaml`, DATA), 'utf8')));
  return tables.get(name);
}

interface Base {
  readonly family: Family;
  readonly line: string;
  readonly at: number;
  readonly image: string;
}

function basesOf(model: DockerfileModel): readonly Base[] {
  return model.stages.flatMap(({ from, line: at }) =>
    FAMILIES.flatMap((family) => {
      const line = family.image.exec(from)?.[1];
      return line === undefined ? [] : [{ family, line, at, image: from }];
    }),
  );
}

/** D06, first half: no base image holds a release that had ended when the tables were written. */
export function checkEnds(model: DockerfileModel, report: Report): void {
  for (const { family, line, at, image } of basesOf(model)) {
    const table = tableOf(family.table);
    const row = list(table, family.rows).find((one) => String(get(one, family.line)) === line);
    const end = get(row, 'end');
    if (row === undefined) report('D06', at, `${image}: no release ${line} is known`);
    else if (typeof end === 'string' && end < text(table, 'date')) report('D06', at, `${image}: ended on ${end}`);
  }
}

/** True when one version begins with the other: `22` and `22.19.0`. */
function agree(one: string, other: string): boolean {
  const [a, b] = [one.split('.'), other.split('.')];
  return a.slice(0, b.length).every((part, index) => part === b[index]);
}

/**
 * D06, second half: each Dockerfile's base image is of the version that detection settled on for its component.
 *
 * @param detected what `derrick detect --json` prints
 */
export function checkAgreement(files: OutputFiles, detected: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of dockerfilesOf(files)) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    const component = list(detected, 'components').find((one) => text(one, 'path') === folder);
    const version = /^v?(\d+(?:\.\d+)*)/.exec(text(component, 'runtime', 'version'))?.[1];
    const language = text(component, 'runtime', 'language');
    if (version === undefined) continue;
    const { findings: found, report } = collector('versions', path);
    const own = basesOf(parseDockerfile(files.get(path) ?? '')).filter(({ family }) => family.language === language);
    for (const { line, at, image } of own)
      if (!agree(line, version)) report('D06', at, `${image}: the project's version is ${version}`);
    findings.push(...found);
  }
  return findings;
}
