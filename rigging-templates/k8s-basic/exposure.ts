import type { Scalar } from '../../src/core/model/rigging.ts';
import type { ContainerFacts } from '../_shared/views/container.ts';
import { nameWith } from '../_shared/views/processes.ts';

/** How a web server is reached from outside the cluster. */
export interface Exposure {
  readonly [key: string]: Scalar | null;
  readonly hasIngress: boolean;
  readonly hasRoute: boolean;
  readonly host: string;
  readonly tlsSecret: string;
  readonly ingressClass: string;
  readonly gateway: string;
  /** `null` = that of the route. */
  readonly gatewayNamespace: string | null;
}

/** An Ingress, or an HTTPRoute where a Gateway is named; neither without a host. */
export function exposureOf(
  container: ContainerFacts,
  hasService: boolean,
  options: Readonly<Record<string, Scalar>>,
): Exposure {
  const host = String(options.host);
  const [, namespace, gateway = ''] = /^(?:([^/]*)\/)?(.*)$/s.exec(String(options.gateway ?? '')) ?? [];
  const isExposed = hasService && host !== '';
  return {
    hasIngress: isExposed && gateway === '',
    hasRoute: isExposed && gateway !== '',
    host,
    tlsSecret: nameWith(container.name, 'tls'),
    ingressClass: String(options.ingressClass),
    gateway,
    gatewayNamespace: namespace === undefined || namespace === '' ? null : namespace,
  };
}
