import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import { relPath } from '../../../src/core/model/paths.ts';
import { type PolicySubject, policyProblems } from '../../../src/core/policy/policy-problems.ts';
import { readPolicy } from '../../../src/core/policy/read-policy.ts';

const DOCS = new URL('../../../docs/reference/', import.meta.url);
const SCHEMA = JSON.parse(readFileSync(new URL('policy.schema.json', DOCS), 'utf8'));
const validate = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(SCHEMA);

const DOCKERFILE: PolicySubject = {
  path: relPath('Dockerfile'),
  format: 'dockerfile',
  content:
    'FROM node:24-slim AS build\nRUN true\nFROM build\nCOPY --from=reg.example.com/tools:1 /a /a\nUSER 10001:10001\n',
};
const DEPLOYMENT: PolicySubject = {
  path: relPath('kubernetes/deployment.yaml'),
  format: 'yaml',
  content: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: docker.io/web:1
          resources: { limits: { memory: 512Mi } }
        - name: side
          image: reg.example.com/side:1
          resources: { limits: { memory: 2Gi } }
---
apiVersion: v1
kind: Service
metadata: { name: web }
`,
};

function problems(rule: string, subjects: readonly PolicySubject[] = [DOCKERFILE, DEPLOYMENT]): readonly string[] {
  const text = `schema: 1\nrules:\n  - id: P1\n    title: t\n    ${rule.replaceAll('\n', '\n    ')}\n`;
  expect([text, validate(parse(text)), validate.errors]).toEqual([text, true, null]);
  const policy = readPolicy(text);
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  return policyProblems(policy.value, subjects).map(({ detail, at }) => `${at?.file}:${at?.line} ${detail}`);
}

describe('a rule', () => {
  it.each([
    ['files: ["**"]\nimages: { from: [reg.example.com] }', ['Dockerfile:1', 'kubernetes/deployment.yaml:13']],
    ['files: [Dockerfile]\nimages: { from: [reg.example.com, node] }', ['Dockerfile:1']],
    ['files: [Dockerfile]\nimages: { from: [reg.example.com, "node:24-slim"] }', []],
    ['files: ["**/Dockerfile"]\ninstruction: { forbidden: run }', ['Dockerfile:2']],
    ['files: ["**/Dockerfile"]\ninstruction: { required: HEALTHCHECK }', ['Dockerfile:null']],
    ['files: ["**/Dockerfile"]\ninstruction: { required: USER, matches: "^\\\\d+" }', []],
    ['files: ["**/*.yaml"]\ntext: { lacks: "^kind: Service$" }', ['kubernetes/deployment.yaml:20']],
    ['files: ["**/*.yaml"]\ntext: { contains: nothing }', ['kubernetes/deployment.yaml:null']],
    [
      'files: ["**/*.yaml"]\nwhere: { kind: Deployment }\nvalue: { at: spec.replicas, atLeast: 2 }',
      ['kubernetes/deployment.yaml:8'],
    ],
    ['files: ["**/*.yaml"]\nwhere: { kind: Service }\nvalue: { at: spec.replicas, exists: false }', []],
    [
      'files: ["**/*.yaml"]\nvalue: { at: [metadata, labels, team] }',
      ['kubernetes/deployment.yaml:6', 'kubernetes/deployment.yaml:21'],
    ],
    [
      'files: ["**/*.yaml"]\nvalue: { at: [metadata, labels, app.kubernetes.io/name], equals: web }',
      ['kubernetes/deployment.yaml:21'],
    ],
    [
      'files: ["**/*.yaml"]\nwhere: { kind: Deployment }\nvalue: { at: spec.template.spec.containers.*.resources.limits.memory, atMost: 1073741824 }',
      ['kubernetes/deployment.yaml:17'],
    ],
    [
      'files: ["**/*.yaml"]\nwhere: { kind: [Deployment, StatefulSet] }\nvalue: { at: spec.replicas, atLeast: 2 }',
      ['kubernetes/deployment.yaml:8'],
    ],
    ['files: ["**/*.yaml"]\nwhere: { kind: [Job, CronJob] }\nvalue: { at: spec.none }', []],
    ['files: ["**/*.yaml"]\nvalue: { at: kind, oneOf: [Deployment, Job] }', ['kubernetes/deployment.yaml:20']],
    [
      'files: ["**/*.yaml"]\nvalue: { at: metadata.name, matches: "^x" }',
      ['kubernetes/deployment.yaml:4', 'kubernetes/deployment.yaml:21'],
    ],
  ])('%s', (rule, places) => {
    const found = problems(rule);
    expect(found.map((one) => one.replace(/ .*/s, ''))).toEqual(places);
    expect(found.every((one) => one.includes('rule P1 (t): '))).toBe(true);
  });

  it('can say how to mend a breach', () => {
    const policy = readPolicy(
      'schema: 1\nrules: [{ id: a, title: b, remedy: ask us, files: ["**"], text: { contains: "§" } }]',
    );
    expect(policy.ok && policyProblems(policy.value, [DOCKERFILE])).toMatchObject([{ hint: 'ask us' }]);
  });

  it('can warn', () => {
    const policy = readPolicy(
      'schema: 1\nrules: [{ id: a, title: b, severity: warning, files: ["**"], text: { contains: "§" } }]',
    );
    expect(policy.ok && policyProblems(policy.value, [DOCKERFILE])).toMatchObject([
      { code: 'DRK2009', severity: 'warning' },
    ]);
  });
});

describe('a bad policy file', () => {
  it.each([
    ['schema: 2\nrules: []', ['1 schema must be 1', '2 rules must be a list']],
    [
      'schema: 1\nrules:\n  - id: a\n    title: t\n    files: [x]\n    colour: red\n    text: { contains: x }',
      ['6 unknown key colour'],
    ],
    [
      'schema: 1\nrules:\n  - id: a b\n    title: t\n    files: x\n    text: { contains: "(" }',
      ['3 id', '5 files', '6 contains must be a regular'],
    ],
    ['schema: 1\nrules:\n  - id: a\n    title: t\n    files: [x]', ['3 a rule needs exactly one of value, images']],
    [
      'schema: 1\nrules:\n  - id: a\n    title: t\n    files: [x]\n    value: { least: 1 }',
      ['6 unknown key least', '6 value needs at'],
    ],
    [
      'schema: 1\nrules:\n  - { id: a, title: t, files: [x], text: { lacks: x } }\n  - { id: a, title: t, files: [x], text: { lacks: x } }',
      ['4 there are two rules called a'],
    ],
    [
      'schema: 1\nrules:\n  - id: a\n    severity: fatal\n    files: [x]\n    images: { from: [] }',
      ['3 title', '4 severity', '6 from must be'],
    ],
    [
      'schema: 1\nrules:\n  - id: a\n    title: t\n    remedy: 3\n    where: { kind: [] }\n    files: [x]\n    text: { lacks: x }',
      ['5 remedy must be', '6 kind must be a text, number or boolean, or a list'],
    ],
    ['schema: 1\n  rules: [', ['']],
  ])('%s', (text, expected) => {
    const policy = readPolicy(text, relPath('team.yaml'));
    if (policy.ok) throw new Error('accepted');
    const said = policy.problems.map(({ detail, at }) => `${at?.line} ${detail}`);
    expect(said).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expect(said[index]).toContain(one);
    expect(policy.problems.every(({ code, at }) => code === 'DRK2008' && at?.file === 'team.yaml')).toBe(true);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => ['boolean'].includes(typeof readPolicy(text).ok)));
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof readPolicy(JSON.stringify(value)).ok === 'boolean'));
  });

  it('is refused by the schema too', () => {
    expect(validate({ schema: 1, rules: [{ id: 'a', title: 't', files: ['x'] }] })).toBe(false);
    expect(validate({ schema: 1, rules: [{ id: 'a', title: 't', files: ['x'], text: { is: 'x' } }] })).toBe(false);
  });
});

it('reads the example of the reference', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(new URL('policy.md', DOCS), 'utf8')) ?? [];
  expect([validate(parse(example)), readPolicy(example).ok]).toEqual([true, true]);
});
