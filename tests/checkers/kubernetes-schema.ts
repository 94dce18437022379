import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { demand } from './available.ts';
import { collector, type Finding, type OutputFiles } from './finding.ts';
import { get, text } from './json.ts';
import { CUSTOM_KINDS } from './kubernetes-custom.ts';
import { documentsOf, isKustomization, type KubernetesObject, kubernetesFiles, objectsOf } from './yaml-documents.ts';

/** The minors whose API servers must take what derrick writes: the oldest, the middle and the newest. */
export const MINORS = ['1.30', '1.33', '1.36'] as const;

interface Schemas {
  readonly ajv: Ajv;
  readonly kinds: Readonly<Record<string, string>>;
}

const loaded = new Map<string, Schemas>();

function schemasOf(folder: string, minor: string): Schemas {
  const known = loaded.get(minor);
  if (known !== undefined) return known;
  const schema: unknown = JSON.parse(readFileSync(`${folder}/${minor}.json`, 'utf8'));
  // The schemas carry `x-kubernetes` and the formats of Go's integers, which ajv does not know.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(schema as object, minor);
  for (const [key, custom] of Object.entries(CUSTOM_KINDS)) ajv.addSchema(custom, key);
  const schemas = { ajv, kinds: get(schema, 'kinds') as Readonly<Record<string, string>> };
  loaded.set(minor, schemas);
  return schemas;
}

function validatorFor({ ajv, kinds }: Schemas, minor: string, key: string): ValidateFunction | undefined {
  if (Object.hasOwn(CUSTOM_KINDS, key)) return ajv.getSchema(key);
  const definition = kinds[key];
  return definition === undefined ? undefined : ajv.getSchema(`${minor}#/definitions/${definition}`);
}

/** K00: objects against the strict schema of every minor of {@link MINORS}; an unknown kind is a finding too. */
export function checkObjectSchemas(objects: readonly KubernetesObject[]): readonly Finding[] {
  const folder = demand('kubernetes-schemas');
  if (folder === null) return [];
  const findings: Finding[] = [];
  for (const { file, line, data } of objects) {
    const { findings: found, report } = collector('kubernetes-schema', file);
    const key = `${text(data, 'apiVersion')}/${text(data, 'kind')}`;
    for (const minor of MINORS) {
      const validate = validatorFor(schemasOf(folder, minor), minor, key);
      if (validate === undefined) report('K00', line, `Kubernetes ${minor} has no ${key}`);
      else if (!validate(data)) {
        for (const { instancePath, message, params } of validate.errors ?? []) {
          report('K00', line, `Kubernetes ${minor} ${key} ${instancePath} ${message} ${JSON.stringify(params)}`);
        }
      }
    }
    findings.push(...found);
  }
  return findings;
}

/** K00 over the files of `kubernetes/`, kustomizations and patches of overlays left out; also YAML that does not parse. */
export function checkKubernetesSchema(files: OutputFiles): readonly Finding[] {
  const findings: Finding[] = [];
  for (const path of kubernetesFiles(files)) {
    const content = files.get(path) ?? '';
    const { findings: found, report } = collector('kubernetes-schema', path);
    for (const { errors, warnings } of documentsOf(content).documents) {
      for (const problem of [...errors, ...warnings]) report('K00', problem.linePos?.[0].line ?? null, problem.message);
    }
    findings.push(...found);
    if (isKustomization(path) || /\/(patches|overlays)\//.test(path)) continue;
    findings.push(...checkObjectSchemas(objectsOf(path, content)));
  }
  return findings;
}
