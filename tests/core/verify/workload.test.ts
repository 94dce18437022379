import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { projectFacts } from '../../../src/core/verify/project-text.ts';
import { quantity } from '../../../src/core/verify/quantity.ts';
import { imageName } from '../../../src/core/verify/workload.ts';

const FILE = relPath('kubernetes/app.yaml');

function facts(manifests: string) {
  return projectFacts({ manifests: new Map([[FILE, manifests]]), compose: new Map(), pipelines: new Map() });
}

const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 40
      securityContext: { runAsUser: 10001, runAsGroup: 10002 }
      containers:
        - name: shop
          image: registry.example:5000/team/shop:1.2@sha256:abc
          ports: [{ containerPort: 3000 }]
          envFrom: [{ configMapRef: { name: shop-config } }]
          env:
            - { name: MODE, value: quick }
            - { name: TOKEN, valueFrom: { secretKeyRef: { name: s, key: t } } }
            - { name: SPARE, valueFrom: { secretKeyRef: { name: s, key: t, optional: true } } }
            - { name: TIDE, valueFrom: { configMapKeyRef: { name: shop-config, key: LEVEL } } }
          startupProbe: { httpGet: { path: /up, port: http }, periodSeconds: 2, failureThreshold: 30 }
          readinessProbe: { httpGet: { path: /ready, port: http } }
          lifecycle: { preStop: { sleep: { seconds: 5 } } }
          resources: { limits: { cpu: 250m, memory: 128Mi } }
          securityContext: { readOnlyRootFilesystem: true }
          volumeMounts:
            - { name: tmp, mountPath: /tmp/ }
            - { name: data, mountPath: /data }
            - { name: config, mountPath: /config }
            - { name: tmp, mountPath: /fixed, readOnly: true }
      volumes:
        - { name: tmp, emptyDir: {} }
        - { name: data, persistentVolumeClaim: { claimName: data } }
        - { name: config, configMap: { name: x } }
---
kind: Kustomization
configMapGenerator:
  - { name: shop-config, literals: [PORT=3000, "LEVEL=a=b"] }
`;

describe('a workload', () => {
  it('says how its container runs', () => {
    expect(facts(MANIFESTS).workloads).toEqual([
      {
        file: FILE,
        kind: 'Deployment',
        name: 'shop',
        image: 'registry.example:5000/team/shop:1.2@sha256:abc',
        user: 10001,
        group: 10002,
        readOnlyRoot: true,
        ports: [3000],
        healthPaths: ['/ready', '/up'],
        startSeconds: 60,
        graceSeconds: 35,
        memoryBytes: 128 * 2 ** 20,
        cpus: 0.25,
        writable: ['/tmp', '/data'],
        command: [],
        args: [],
        environment: {
          values: { PORT: '3000', LEVEL: 'a=b', MODE: 'quick', TIDE: 'a=b' },
          required: ['TOKEN'],
          optional: ['SPARE'],
        },
      },
    ]);
  });

  it('is found in a CronJob, and a broken file is named', () => {
    const cron =
      'kind: CronJob\nspec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: a }] } } } } }';
    expect(facts(cron).workloads).toMatchObject([{ kind: 'CronJob', image: 'a', user: null }]);
    expect(facts('a: [').broken).toMatchObject([{ file: FILE, message: expect.stringMatching(/./) }]);
  });

  it('is read from any YAML without failing', () => {
    const json = fc.json();
    fc.assert(
      fc.property(json, json, (container, spec) => {
        const text = `kind: Deployment\nspec: { template: { spec: { containers: [${container}], volumes: ${spec} } } }`;
        expect(Array.isArray(facts(text).workloads)).toBe(true);
      }),
    );
  });
});

describe('quantities and names', () => {
  it.each([
    ['256Mi', 256 * 2 ** 20],
    ['1G', 1e9],
    ['250m', 0.25],
    ['1', 1],
    [2, 2],
    ['much', null],
    [undefined, null],
  ])('%s is %s', (text, value) => expect(quantity(text)).toBe(value));

  it.each([
    ['shop:1', 'shop'],
    ['registry:5000/a/shop', 'shop'],
    ['shop@sha256:1', 'shop'],
  ])('%s is the image %s', (reference, name) => expect(imageName(reference)).toBe(name));
});
