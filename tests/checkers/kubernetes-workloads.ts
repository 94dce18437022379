import { isDeepStrictEqual } from 'node:util';
import { collector, type Finding } from './finding.ts';
import { contains, entries, get, list, number, text } from './json.ts';
import { type Bundle, isEmpty, isSingle, nameOf, podLabels, selectorOf, type Workload } from './kubernetes-model.ts';

type Say = (id: string, message: string) => void;

function checkSpread(workload: Workload, say: Say): void {
  const spreads = list(workload.pod, 'topologySpreadConstraints');
  for (const key of ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']) {
    const spread = spreads.find((one) => text(one, 'topologyKey') === key);
    if (spread === undefined) say('K26', `no topologySpreadConstraint on ${key}`);
    else if (text(spread, 'whenUnsatisfiable') !== 'ScheduleAnyway') say('K26', `${key} forbids scheduling`);
    else if (!matches(get(spread, 'labelSelector', 'matchLabels'), workload))
      say('K26', `the spread on ${key} selects other pods`);
  }
  const terms = list(workload.pod, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution');
  const term = terms.find((one) => text(one, 'podAffinityTerm', 'topologyKey') === 'kubernetes.io/hostname');
  if (term === undefined) say('K26', 'no preferred podAntiAffinity on the host');
  else if (!matches(get(term, 'podAffinityTerm', 'labelSelector', 'matchLabels'), workload))
    say('K26', 'the podAntiAffinity selects other pods');
}

function matches(selector: unknown, workload: Workload): boolean {
  return !isEmpty(selector) && contains(podLabels(workload), selector);
}

function checkScaling({ objects, ofKind }: Bundle, workload: Workload, say: Say): void {
  const scaler = ofKind('HorizontalPodAutoscaler').find(
    ({ data }) =>
      text(data, 'spec', 'scaleTargetRef', 'kind') === workload.kind &&
      text(data, 'spec', 'scaleTargetRef', 'name') === workload.name,
  );
  const replicas = number(workload.object.data, 'spec', 'replicas');
  if (scaler !== undefined && replicas !== null) say('K28', 'replicas are set although an autoscaler owns them');
  if (scaler === undefined && (replicas ?? 1) < 2) say('K28', `${replicas ?? 'no'} replicas and no autoscaler`);
  const least = number(scaler?.data, 'spec', 'minReplicas') ?? 1;
  const most = number(scaler?.data, 'spec', 'maxReplicas') ?? 0;
  if (scaler !== undefined && (least < 2 || most <= least)) say('K28', `the autoscaler goes from ${least} to ${most}`);
  const budgets = objects.filter((one) => text(one.data, 'kind') === 'PodDisruptionBudget');
  const budget = budgets.find(({ data }) =>
    isDeepStrictEqual(get(data, 'spec', 'selector', 'matchLabels'), selectorOf(workload)),
  );
  if (budget === undefined) {
    say('K29', 'no PodDisruptionBudget with the same selector');
    return;
  }
  if (get(budget.data, 'spec', 'maxUnavailable') !== 1)
    say('K29', 'maxUnavailable of the PodDisruptionBudget is not 1');
  if (text(budget.data, 'spec', 'unhealthyPodEvictionPolicy') !== 'AlwaysAllow')
    say('K29', 'unhealthyPodEvictionPolicy is not AlwaysAllow');
}

function checkRollout({ object }: Workload, say: Say): void {
  const strategy = get(object.data, 'spec', 'strategy');
  const { maxUnavailable, maxSurge } = Object.fromEntries(entries(strategy, 'rollingUpdate'));
  const surge = typeof maxSurge === 'string' ? Number.parseInt(maxSurge, 10) : Number(maxSurge ?? 0);
  if (text(strategy, 'type') !== 'RollingUpdate' || maxUnavailable !== 0 || surge < 1) {
    say('K30', 'the strategy is not RollingUpdate with maxUnavailable 0 and maxSurge ≥ 1');
  }
}

function checkSelector(workload: Workload, say: Say): void {
  const selector = selectorOf(workload);
  const keys = entries(selector)
    .map(([key]) => key)
    .sort()
    .join(' ');
  if (keys !== 'app.kubernetes.io/instance app.kubernetes.io/name')
    say('K11', `the selector has ${keys}, not name and instance`);
  if (!contains(podLabels(workload), selector)) say('K11', 'the selector does not match the template');
}

/** What cannot change in a StatefulSet must not hold what changes with each release; and its Service must be there. */
function checkSet({ named }: Bundle, workload: Workload, say: Say): void {
  const { data } = workload.object;
  const service = named('Service', text(data, 'spec', 'serviceName'));
  const isHeadless = text(service?.data, 'spec', 'clusterIP') === 'None';
  if (!isHeadless || !contains(podLabels(workload), get(service?.data, 'spec', 'selector')))
    say('K33', `serviceName ${text(data, 'spec', 'serviceName')} is no headless Service of its pods`);
  for (const claim of list(data, 'spec', 'volumeClaimTemplates')) {
    const changing = entries(claim, 'metadata', 'labels').find(([key]) => /\/(version|chart)$/.test(key));
    if (changing !== undefined) say('K11', `volumeClaimTemplates hold ${changing[0]}, which changes with each release`);
  }
  if (text(data, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') say('K30', 'the strategy is not RollingUpdate');
}

function checkIdentity({ named }: Bundle, { pod }: Workload, say: Say): void {
  if (get(pod, 'automountServiceAccountToken') !== false)
    say('K08', 'automountServiceAccountToken of the pod is not false');
  const account = text(pod, 'serviceAccountName');
  if (account === '' || account === 'default') say('K09', 'no ServiceAccount of its own');
  else if (named('ServiceAccount', account) === undefined) say('K09', `ServiceAccount ${account} is not in the bundle`);
  if (get(pod, 'enableServiceLinks') !== false) say('K38', 'enableServiceLinks is not false');
}

function checkScalers({ ofKind, named }: Bundle): readonly Finding[] {
  const findings: Finding[] = [];
  for (const object of ofKind('HorizontalPodAutoscaler')) {
    const { findings: found, report } = collector('kubernetes-rules', object.file);
    const say: Say = (id, message) => report(id, object.line, `HorizontalPodAutoscaler/${nameOf(object)}: ${message}`);
    const { data } = object;
    if (text(data, 'apiVersion') !== 'autoscaling/v2') say('K27', 'not autoscaling/v2');
    if (!list(data, 'spec', 'metrics').some((metric) => text(metric, 'resource', 'name') === 'cpu'))
      say('K27', 'not on cpu');
    if (isEmpty(get(data, 'spec', 'behavior'))) say('K27', 'no behavior');
    const [kind, name] = [text(data, 'spec', 'scaleTargetRef', 'kind'), text(data, 'spec', 'scaleTargetRef', 'name')];
    if (named(kind, name) === undefined) say('K27', `its target ${kind}/${name} does not exist`);
    findings.push(...found);
  }
  return findings;
}

/** K08, K09, K11, K26 to K31 and K38: how each workload is run, scaled and rolled out. */
export function checkWorkloads(bundle: Bundle): readonly Finding[] {
  const findings: Finding[] = [...checkScalers(bundle)];
  for (const workload of bundle.workloads) {
    const { object, kind, name } = workload;
    const { findings: found, report } = collector('kubernetes-rules', object.file);
    const say: Say = (id, message) => report(id, object.line, `${kind}/${name}: ${message}`);
    checkIdentity(bundle, workload, say);
    if (kind === 'Deployment' || kind === 'StatefulSet') {
      checkSelector(workload, say);
      if (number(object.data, 'spec', 'revisionHistoryLimit') === null) say('K31', 'no revisionHistoryLimit');
    }
    if (kind === 'StatefulSet') checkSet(bundle, workload, say);
    if (kind === 'Deployment') {
      if (number(object.data, 'spec', 'progressDeadlineSeconds') === null) say('K31', 'no progressDeadlineSeconds');
      if (!isSingle(workload)) {
        checkSpread(workload, say);
        checkScaling(bundle, workload, say);
        checkRollout(workload, say);
      }
    }
    findings.push(...found);
  }
  return findings;
}
