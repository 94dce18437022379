import { dig } from '../../workspace/parsers.ts';
import { entriesAt, type Keys, listAt, type Place, textAt } from './documents.ts';
import { isTagged } from './image-name.ts';
import { CONTAINER_RULES, POD_RULES, type ValueRule } from './pod-rules.ts';
import type { Breach } from './verify.ts';

/** Where the pod template of each kind of workload lies. */
const TEMPLATES: Readonly<Record<string, Keys>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

const LABELS = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'];

/** Kinds whose metadata needs no labels, since no cluster ever sees them. */
const NO_OBJECTS = new Set(['Kustomization', 'Component', 'List']);

function ruleProblems(rules: readonly ValueRule[], place: Place, base: Keys): readonly Breach[] {
  return rules
    .filter(({ path, holds }) => !holds(dig(place.value, [...base, ...path])))
    .map(({ rule, path, message }) => ({ rule, line: place.lineOf(...base, ...path), message }));
}

function containerProblems(place: Place, base: Keys): readonly Breach[] {
  const container = dig(place.value, base);
  const problems: Breach[] = [...ruleProblems(CONTAINER_RULES, place, base)];
  const image = textAt(container, 'image');
  if (!isTagged(image)) {
    const message = `the image ${image || '(none)'} has no immutable tag`;
    problems.push({ rule: 'K12', line: place.lineOf(...base, 'image'), message });
  }
  for (const [index, port] of listAt(container, 'ports').entries()) {
    const number = dig(port, ['containerPort']);
    const line = place.lineOf(...base, 'ports', index);
    if (typeof number === 'number' && number < 1024)
      problems.push({ rule: 'K21', line, message: `the port ${number} is below 1024` });
    if (dig(port, ['hostPort']) !== undefined) problems.push({ rule: 'K07', line, message: 'hostPort' });
    if (textAt(port, 'name') === '') problems.push({ rule: 'K20', line, message: 'a port has no name' });
  }
  for (const [index, variable] of listAt(container, 'env').entries()) {
    if (/PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_KEY/.test(textAt(variable, 'name')) && textAt(variable, 'value') !== '')
      problems.push({
        rule: 'K23',
        line: place.lineOf(...base, 'env', index),
        message: `${textAt(variable, 'name')} has a literal value`,
      });
  }
  return problems;
}

function podProblems(place: Place, template: Keys): readonly Breach[] {
  const base = [...template, 'spec'];
  const problems: Breach[] = [...ruleProblems(POD_RULES, place, base)];
  for (const [index, volume] of listAt(place.value, ...base, 'volumes').entries()) {
    const line = place.lineOf(...base, 'volumes', index);
    if (dig(volume, ['hostPath']) !== undefined)
      problems.push({ rule: 'K07', line, message: 'a volume is a folder of the node' });
    const empty = dig(volume, ['emptyDir']);
    if (empty !== undefined && dig(empty, ['sizeLimit']) === undefined)
      problems.push({ rule: 'K37', line, message: 'an emptyDir has no sizeLimit' });
  }
  for (const list of ['initContainers', 'containers']) {
    for (const index of listAt(place.value, ...base, list).keys())
      problems.push(...containerProblems(place, [...base, list, index]));
  }
  return problems;
}

function selectorProblems({ value, lineOf }: Place, template: Keys): readonly Breach[] {
  const labels = dig(value, [...template, 'metadata', 'labels']);
  const problems: Breach[] = [];
  for (const [key, wanted] of entriesAt(value, 'spec', 'selector', 'matchLabels')) {
    const line = lineOf('spec', 'selector', 'matchLabels', key);
    if (dig(labels, [key]) !== wanted)
      problems.push({ rule: 'K11', line, message: `the pods lack the label ${key} of the selector` });
    if (key === 'app.kubernetes.io/version')
      problems.push({ rule: 'K11', line, message: 'the version is part of the selector, which cannot change' });
  }
  return problems;
}

function metadataProblems({ value, lineOf }: Place): readonly Breach[] {
  const problems: Breach[] = [];
  const name = textAt(value, 'metadata', 'name');
  if (!/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(name))
    problems.push({
      rule: 'K40',
      line: lineOf('metadata', 'name'),
      message: `${name || '(none)'} is no name of 63 characters`,
    });
  if (textAt(value, 'metadata', 'namespace') === 'default')
    problems.push({
      rule: 'K39',
      line: lineOf('metadata', 'namespace'),
      message: 'the namespace default is written down',
    });
  const missing = LABELS.filter(
    (label) => dig(value, ['metadata', 'labels', `app.kubernetes.io/${label}`]) === undefined,
  );
  if (missing.length > 0)
    problems.push({
      rule: 'K10',
      line: lineOf('metadata', 'labels'),
      message: `the labels ${missing.join(', ')} are missing`,
    });
  return problems;
}

function budgetProblems({ value, lineOf }: Place): readonly Breach[] {
  const most = dig(value, ['spec', 'maxUnavailable']);
  const least = dig(value, ['spec', 'minAvailable']);
  const blocks = most === 0 || most === '0%' || least === '100%';
  return blocks ? [{ rule: 'K29', line: lineOf('spec'), message: 'the budget never lets a node be drained' }] : [];
}

/** The rules of one Kubernetes object that can be read from its text; none for a document that is no object. */
export function kubernetesProblems(place: Place): readonly Breach[] {
  const kind = textAt(place.value, 'kind');
  if (kind === '' || textAt(place.value, 'apiVersion') === '' || NO_OBJECTS.has(kind)) return [];
  const problems: Breach[] = [...metadataProblems(place)];
  const template = Object.hasOwn(TEMPLATES, kind) ? TEMPLATES[kind] : undefined;
  if (template !== undefined) problems.push(...podProblems(place, template), ...selectorProblems(place, template));
  if (kind === 'PodDisruptionBudget') problems.push(...budgetProblems(place));
  if (kind === 'ServiceAccount' && dig(place.value, ['automountServiceAccountToken']) !== false)
    problems.push({ rule: 'K08', line: place.lineOf('kind'), message: 'the service account mounts its token' });
  return problems;
}
