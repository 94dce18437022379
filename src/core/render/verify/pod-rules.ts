import type { Keys } from './documents.ts';

/** A rule about one value of a pod or container. */
export interface ValueRule {
  /** Id of docs/reference/checks.md. */
  readonly rule: string;
  readonly path: Keys;
  readonly holds: (value: unknown) => boolean;
  readonly message: string;
}

const is = (wanted: unknown) => (value: unknown) => value === wanted;
const isSet = (value: unknown) => value !== undefined && value !== null;
const isOff = (value: unknown) => value === undefined || value === false;
// A hand-written Dockerfile may bring its own user, which the pod then shares; derrick's own is above 10000.
const isUser = (value: unknown) => typeof value === 'number' && value >= 1000;
const dropsAll = (value: unknown) => Array.isArray(value) && value.includes('ALL');
const isHarmless = (value: unknown) =>
  value === undefined || (Array.isArray(value) && value.every((one) => one === 'NET_BIND_SERVICE'));

/** What every pod must hold; the paths begin at its spec. */
export const POD_RULES: readonly ValueRule[] = [
  { rule: 'K01', path: ['securityContext', 'runAsNonRoot'], holds: is(true), message: 'the pod may run as root' },
  {
    rule: 'K02',
    path: ['securityContext', 'runAsUser'],
    holds: isUser,
    message: 'the pod needs a user of 1000 or more',
  },
  {
    rule: 'K05',
    path: ['securityContext', 'seccompProfile', 'type'],
    holds: is('RuntimeDefault'),
    message: 'the pod has no seccomp profile',
  },
  { rule: 'K07', path: ['hostNetwork'], holds: isOff, message: 'the pod shares the network of the node' },
  { rule: 'K07', path: ['hostPID'], holds: isOff, message: 'the pod sees the processes of the node' },
  { rule: 'K07', path: ['hostIPC'], holds: isOff, message: 'the pod shares the memory of the node' },
  {
    rule: 'K08',
    path: ['automountServiceAccountToken'],
    holds: is(false),
    message: 'the pod mounts a token of the API',
  },
  { rule: 'K09', path: ['serviceAccountName'], holds: isSet, message: 'the pod has no service account of its own' },
  { rule: 'K25', path: ['terminationGracePeriodSeconds'], holds: isSet, message: 'the time to stop is not stated' },
  { rule: 'K38', path: ['enableServiceLinks'], holds: is(false), message: 'the pod gets variables of every service' },
];

/** What every container must hold; the paths begin at it. */
export const CONTAINER_RULES: readonly ValueRule[] = [
  {
    rule: 'K03',
    path: ['securityContext', 'allowPrivilegeEscalation'],
    holds: is(false),
    message: 'privileges may grow',
  },
  { rule: 'K03', path: ['securityContext', 'privileged'], holds: isOff, message: 'the container is privileged' },
  { rule: 'K04', path: ['securityContext', 'capabilities', 'drop'], holds: dropsAll, message: 'capabilities are kept' },
  {
    rule: 'K04',
    path: ['securityContext', 'capabilities', 'add'],
    holds: isHarmless,
    message: 'capabilities are added',
  },
  {
    rule: 'K06',
    path: ['securityContext', 'readOnlyRootFilesystem'],
    holds: is(true),
    message: 'the root file system can be written',
  },
  { rule: 'K13', path: ['resources', 'requests', 'cpu'], holds: isSet, message: 'no CPU is asked for' },
  { rule: 'K13', path: ['resources', 'requests', 'memory'], holds: isSet, message: 'no memory is asked for' },
  { rule: 'K14', path: ['resources', 'limits', 'memory'], holds: isSet, message: 'memory has no limit' },
  {
    rule: 'K15',
    path: ['resources', 'limits', 'ephemeral-storage'],
    holds: isSet,
    message: 'ephemeral storage has no limit',
  },
];
