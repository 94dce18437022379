import { isMap, isScalar, Scalar, visit } from 'yaml';
import { collector, type Finding, type OutputFiles } from './finding.ts';
import { documentsOf, kubernetesFiles } from './yaml-documents.ts';

/** Plain scalars that YAML 1.1 and 1.2 readers take for different things. */
const AMBIGUOUS =
  /^(y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|[-+]?0[0-7_]+|0o[0-7]+|[-+]?[\d.]+[eE][-+]?\d+|[-+]?\d+(:[0-5]?\d)+(\.\d*)?|[-+]?\d[\d_]*_[\d_]*)$/;

/** K41: scalars of a YAML text that are safe for YAML 1.1 readers, and no key with nothing under it. */
export function checkScalars(path: string, content: string): readonly Finding[] {
  const { findings, report } = collector('kubernetes-yaml', path);
  const { documents, lines } = documentsOf(content);
  for (const document of documents) {
    visit(document, {
      Pair(_, pair) {
        const at = isScalar(pair.key) ? lines.linePos(pair.key.range?.[0] ?? 0).line : null;
        const nothing = pair.value === null || (isScalar(pair.value) && pair.value.value === null);
        if (nothing) report('K41', at, `${String(pair.key)} has no value`);
        else if (isMap(pair.value) && pair.value.items.length === 0 && !pair.value.flow)
          report('K41', at, `${String(pair.key)} is an empty map`);
      },
      Scalar(_, scalar) {
        if (scalar.type !== Scalar.PLAIN || !AMBIGUOUS.test(scalar.source ?? '')) return;
        report('K41', lines.linePos(scalar.range?.[0] ?? 0).line, `${scalar.source} needs quotes`);
      },
    });
  }
  return findings;
}

/** K41 over the manifests' source. */
export function checkYamlScalars(files: OutputFiles): readonly Finding[] {
  return kubernetesFiles(files).flatMap((path) => checkScalars(path, files.get(path) ?? ''));
}
