import { demand } from './available.ts';
import { collector, type Finding, type OutputFiles, pathsNamed, type Report } from './finding.ts';
import { entries, get, list, text } from './json.ts';
import { SENSITIVE, URL_PASSWORD } from './kubernetes-containers.ts';
import { run, withFiles } from './process.ts';
import { objectsOf } from './yaml-documents.ts';

const DATABASE = /(postgres|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|elasticsearch|kafka)/;

function checkBackend(name: string, service: unknown, volumes: unknown, report: Report): void {
  const image = text(service, 'image');
  if (!/:(?!latest\b)[^/:]*\d|@sha256:/.test(image)) report('C02', null, `${name}: image ${image} is not pinned`);
  for (const port of list(service, 'ports')) {
    if (!String(typeof port === 'string' ? port : text(port, 'host_ip')).startsWith('127.0.0.1'))
      report('C08', null, `${name}: published on every address`);
  }
  if (
    !/memcached/.test(image) &&
    !list(service, 'volumes').some((one) => get(volumes, String(one).split(':')[0] ?? '') !== undefined)
  ) {
    report('C09', null, `${name}: no named volume for its data`);
  }
}

function environmentOf(service: unknown): readonly (readonly [string, string])[] {
  const listed = list(service, 'environment').map((one) => String(one).split(/=(.*)/s, 2) as [string, string]);
  return [...listed, ...entries(service, 'environment').map(([key, value]) => [key, String(value ?? '')] as const)];
}

function checkService(name: string, service: unknown, model: unknown, report: Report): void {
  const built = get(service, 'build') !== undefined;
  for (const [key, value = ''] of environmentOf(service)) {
    const literal = !/\$\{?\w+/.test(value) && !/_FILE$/.test(key) && value !== '';
    if ((SENSITIVE.test(key) && literal) || URL_PASSWORD.test(value))
      report('C05', null, `${name}: ${key} is a literal`);
  }
  if (get(service, 'restart') === undefined) report('C06', null, `${name}: no restart`);
  if (get(service, 'healthcheck') === undefined && !built) report('C03', null, `${name}: no healthcheck`);
  for (const dependency of list(service, 'depends_on'))
    report('C04', null, `${name}: depends on ${String(dependency)} without condition`);
  for (const [dependency, value] of entries(service, 'depends_on')) {
    if (!/^service_(healthy|completed_successfully)$/.test(text(value, 'condition')))
      report('C04', null, `${name}: ${dependency} is not awaited healthy`);
  }
  if (!list(service, 'security_opt').some((one) => /^no-new-privileges(:true)?$/.test(String(one))))
    report('C07', null, `${name}: no no-new-privileges`);
  if (DATABASE.test(text(service, 'image')) && !built) checkBackend(name, service, get(model, 'volumes'), report);
  if (!built) return;
  if (get(service, 'read_only') !== true) report('C07', null, `${name}: not read_only`);
  if (!list(service, 'cap_drop').includes('ALL')) report('C07', null, `${name}: capabilities are kept`);
  if (get(service, 'tmpfs') === undefined) report('C07', null, `${name}: no tmpfs`);
  if (get(service, 'init') !== true) report('C09', null, `${name}: no init`);
}

function checkByCompose(path: string, files: OutputFiles, report: Report): void {
  const compose = demand('docker-compose');
  if (compose === null) return;
  withFiles(files, (dir) => {
    // Variables that a person must set are given a value: only the file is judged.
    const wanted = [...(files.get(path) ?? '').matchAll(/\$\{(\w+):?\?/g)].map((match) => `${match[1]}=x`);
    const { status, stdout, stderr } = run('/usr/bin/env', [...wanted, compose, '-f', path, 'config', '-q'], dir);
    if (status !== 0 || `${stdout}${stderr}`.trim() !== '') report('C10', null, `${stdout}${stderr}`.trim());
  });
}

/** C01 to C10 for every Compose file. */
export function checkCompose(files: OutputFiles): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of pathsNamed(files, /^(docker-)?compose(\.[\w-]+)?\.ya?ml$/)) {
    const { findings: found, report } = collector('compose', path);
    const model = objectsOf(path, files.get(path) ?? '')[0]?.data;
    if (get(model, 'version') !== undefined) report('C01', null, 'version: is obsolete');
    for (const [name, service] of entries(model, 'services')) checkService(name, service, model, report);
    checkByCompose(path, files, report);
    findings.push(...found);
  }
  return findings;
}
