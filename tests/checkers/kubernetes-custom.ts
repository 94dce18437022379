/**
 * Schemas of the kinds that a cluster gets from elsewhere, closed as an API server's strict validation is: read from
 * the references of the projects, since no package holds them for validators.
 */

type Schema = { readonly [key: string]: unknown };

const TEXT = { type: 'string', minLength: 1 } as const;
const PORT = { type: 'integer', minimum: 1, maximum: 65535 } as const;

function closed(required: readonly string[], properties: Schema): Schema {
  return { type: 'object', additionalProperties: false, required, properties };
}

function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

function listOf(items: Schema, maxItems: number): Schema {
  return { type: 'array', minItems: 1, maxItems, items };
}

const STRINGS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const METADATA = closed(['name'], { name: TEXT, namespace: TEXT, labels: STRINGS, annotations: STRINGS });

function kind(apiVersion: string, name: string, spec: Schema): Schema {
  return closed(['apiVersion', 'kind', 'metadata', 'spec'], {
    apiVersion: { const: apiVersion },
    kind: { const: name },
    metadata: METADATA,
    spec,
  });
}

const HOST = { type: 'string', pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' };
const REFERENCE = { group: { type: 'string' }, kind: TEXT, name: TEXT, namespace: TEXT } as const;
const HEADER = closed(['name', 'value'], { type: oneOf('Exact', 'RegularExpression'), name: TEXT, value: TEXT });
const MATCH = closed([], {
  path: closed([], {
    type: oneOf('Exact', 'PathPrefix', 'RegularExpression'),
    value: { type: 'string', pattern: '^/' },
  }),
  headers: listOf(HEADER, 16),
  queryParams: listOf(HEADER, 16),
  method: oneOf('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'),
});
const BACKEND = closed(['name'], { ...REFERENCE, port: PORT, weight: { type: 'integer', minimum: 0 } });
const DURATION = { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' };

/** Source: https://gateway-api.sigs.k8s.io/reference/spec/#httproute */
const HTTP_ROUTE = closed(['parentRefs', 'rules'], {
  parentRefs: listOf(closed(['name'], { ...REFERENCE, sectionName: TEXT, port: PORT }), 32),
  hostnames: listOf(HOST, 16),
  rules: listOf(
    closed(['backendRefs'], {
      name: TEXT,
      matches: listOf(MATCH, 64),
      backendRefs: listOf(BACKEND, 16),
      timeouts: closed([], { request: DURATION, backendRequest: DURATION }),
    }),
    16,
  ),
});

const REMOTE = closed(['key'], { key: TEXT, property: TEXT, version: TEXT });

/** Source: https://external-secrets.io/latest/api/externalsecret/ */
const EXTERNAL_SECRET = closed(['secretStoreRef', 'target', 'data'], {
  refreshInterval: { type: 'string', pattern: '^([0-9]+(h|m|s))+$' },
  secretStoreRef: closed(['name', 'kind'], { name: TEXT, kind: oneOf('SecretStore', 'ClusterSecretStore') }),
  target: closed(['name'], {
    name: TEXT,
    creationPolicy: oneOf('Owner', 'Orphan', 'Merge', 'None'),
    deletionPolicy: oneOf('Delete', 'Merge', 'Retain'),
    immutable: { type: 'boolean' },
  }),
  data: listOf(closed(['secretKey', 'remoteRef'], { secretKey: TEXT, remoteRef: REMOTE }), 1000),
});

/** By apiVersion and kind, as the schemas of Kubernetes itself are. */
export const CUSTOM_KINDS: Readonly<Record<string, Schema>> = {
  'gateway.networking.k8s.io/v1/HTTPRoute': kind('gateway.networking.k8s.io/v1', 'HTTPRoute', HTTP_ROUTE),
  'external-secrets.io/v1/ExternalSecret': kind('external-secrets.io/v1', 'ExternalSecret', EXTERNAL_SECRET),
};
