import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inNamespace, isSimulated, type Kind, type KindRow, keyOfKind, kinds, rowOf } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { alreadyExists, conflict, invalid, notFound } from './status.ts';
import { validate } from './validation.ts';

const names = Object.keys(kinds) as Kind[];
const row = (kind: Kind) => kinds[kind] as unknown as KindRow<KubernetesObject>;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/** Objects of a kind with fields left out, turned around or put in by chance. */
function variantsOf(kind: Kind): fc.Arbitrary<KubernetesObject> {
  const spec: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', undefined),
    sessionAffinity: fc.constantFrom('None', 'ClientIP', undefined),
    clusterIP: fc.constantFrom('None', '10.96.0.20', undefined),
    externalIPs: fc.constantFrom(['198.51.100.7'], [], undefined),
    ports: fc.array(
      fc.record({ port: fc.integer({ min: -1, max: 70_000 }), name: fc.constantFrom('a', 'b', '') }),
    ),
    replicas: fc.option(fc.integer({ min: -1, max: 5 }), { nil: undefined }),
    hostNetwork: fc.boolean(),
    restartPolicy: fc.constantFrom('Always', 'Never', undefined),
    podCIDR: fc.constantFrom('10.244.1.0/24', undefined),
  };
  return fc.record(spec, { requiredKeys: [] }).map((fields) => {
    const template = row(kind).template('shop') as KubernetesObject & { spec?: object };
    const present = Object.entries(fields).filter(([, value]) => value !== undefined);
    return { ...template, spec: { ...template.spec, ...Object.fromEntries(present) } };
  });
}

describe.each(names)('%s', (kind) => {
  it('has a template that is valid after defaulting', () => {
    const object = row(kind).defaults(row(kind).template('shop'));
    const allocated = kind === 'Node' ? object : inNamespace(object);
    expect(validate(allocated)).toEqual([]);
    expect(isSimulated(object)).toBe(true);
  });

  it('is defaulted once and for all, and never changes what it is given', () => {
    fc.assert(
      fc.property(variantsOf(kind), (object) => {
        const before = structuredClone(object);
        const defaulted = row(kind).defaults(deepFreeze(object));
        expect(object).toEqual(before);
        expect(row(kind).defaults(defaulted)).toEqual(defaulted);
      }),
      { numRuns: 60 },
    );
  });

  it('is validated without changing anything, and an update to itself changes nothing', () => {
    fc.assert(
      fc.property(variantsOf(kind), (object) => {
        const stored = deepFreeze(row(kind).defaults(object));
        const old = { ...stored, metadata: { ...stored.metadata, resourceVersion: '1' } };
        const messages = validate(old, old).map((cause) => cause.message);
        expect(messages.filter((message) => /immutable|may not change/.test(message))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('kinds', () => {
  // For EndpointSlices the API server checks this before it asks for their own rules.
  it.each(names.filter((kind) => kind !== 'EndpointSlice'))('may not be renamed by an update: %s', (kind) => {
    const old = { ...row(kind).defaults(row(kind).template('shop')) };
    old.metadata = { ...old.metadata, resourceVersion: '1' };
    const renamed = { ...old, metadata: { ...old.metadata, name: 'shop2' } };
    expect(validate(renamed, old)).toContainEqual({
      reason: 'FieldValueInvalid',
      message: 'Invalid value: "shop2": field is immutable',
      field: 'metadata.name',
    });
  });

  it('are told apart by their group', () => {
    const knative = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'x' } };
    expect(rowOf(knative)).toBeUndefined();
    expect(keyOfKind('Deployment', 'default', 'shop')).toBe('Deployment.apps/default/shop');
  });

  it('are put into a namespace when they have one, and out of it when they have none', () => {
    const node: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'a', namespace: 'x' },
    };
    expect(inNamespace(node).metadata).toEqual({ name: 'a' });
    const pod: KubernetesObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
    expect(inNamespace(pod, 'shop').metadata.namespace).toBe('shop');
    expect(inNamespace(pod).metadata.namespace).toBe('default');
  });
});

function causesOf(object: object, old?: object): string[] {
  const kind = (object as KubernetesObject).kind as Kind;
  const complete = (one: object) => row(kind).defaults(inNamespace(one as KubernetesObject));
  return validate(complete(object), old === undefined ? undefined : complete(old)).map(
    (cause) => `${cause.field}: ${cause.message}`,
  );
}

describe('the words of the API server', () => {
  const container = { name: 'app', image: 'nginx' };
  const deployment = (spec: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', resourceVersion: '1' },
    spec: {
      selector: { matchLabels: { app: 'shop' } },
      template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [container] } },
      ...spec,
    },
  });
  const pod = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop', resourceVersion: '1' },
    spec: { containers: [container], ...spec },
  });
  const service = (spec: object, name = 'shop') => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, resourceVersion: '1' },
    spec: { ports: [{ port: 80 }], ...spec },
  });

  it('for Services', () => {
    expect(causesOf(service({ ports: [{ port: 0 }] }))).toEqual([
      'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
    ]);
    expect(causesOf(service({ ports: [{ port: 80 }, { port: 80, name: 'b' }] }))).toEqual([
      'spec.ports[0].name: Required value',
      'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
    ]);
    expect(causesOf(service({ type: 'Clusterip' }))).toContain(
      'spec.type: Unsupported value: "Clusterip": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    );
    expect(causesOf(service({ ports: [{ port: 80, nodePort: 30080 }] }))).toEqual([
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    ]);
    expect(causesOf(service({}, '1shop'))).toEqual([
      `metadata.name: Invalid value: "1shop": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`,
    ]);
    expect(causesOf(service({}, 'a'.repeat(64)))).toEqual([
      `metadata.name: Invalid value: "${'a'.repeat(64)}": must be no more than 63 bytes`,
    ]);
  });

  it('for Deployments', () => {
    expect(causesOf(deployment({ selector: { matchLabels: { app: 'shpo' } } }))).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"shop"}: `selector` does not match template `labels`',
    ]);
    expect(causesOf(deployment({ selector: undefined }))).toEqual(['spec.selector: Required value']);
    expect(causesOf(deployment({ replicas: -1 }))).toEqual([
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
    const template = {
      metadata: { labels: { app: 'shop', tier: 'web' } },
      spec: { containers: [container] },
    };
    const selector = { matchLabels: { tier: 'web' } };
    expect(causesOf(deployment({ selector, template }), deployment({ template }))).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"tier":"web"}}: field is immutable',
    ]);
    expect(causesOf(deployment({ strategy: { type: 'Recreate', rollingUpdate: {} } }))).toEqual([
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ]);
  });

  it('for Pods', () => {
    expect(causesOf(pod({ containers: [] }))).toEqual(['spec.containers: Required value']);
    expect(causesOf(pod({ containers: [{ name: 'App' }] }))).toEqual([
      `spec.containers[0].name: Invalid value: "App": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
      'spec.containers[0].image: Required value',
    ]);
    const [moved] = causesOf(pod({ nodeName: 'node-b' }), pod({ nodeName: 'node-a' }));
    expect(moved).toContain(
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`',
    );
    expect(moved).toContain('- nodeName: "node-a"\n+ nodeName: "node-b"');
    expect(causesOf(pod({ containers: [{ ...container, image: 'nginx:2' }] }), pod({}))).toEqual([
      // The pull policy was defaulted from the old image, and may not change.
      expect.stringContaining('imagePullPolicy'),
    ]);
    expect(causesOf(pod({ containers: [container, { ...container, name: 'b' }] }), pod({}))).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
  });

  it('for whole answers', () => {
    const one = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop' } };
    const causes = [
      { reason: 'FieldValueRequired', field: 'spec.a', message: 'Required value' },
      { reason: 'FieldValueRequired', field: 'spec.b', message: 'Required value' },
    ];
    expect(invalid(one, causes.slice(0, 1)).message).toBe(
      'Deployment.apps "shop" is invalid: spec.a: Required value',
    );
    expect(invalid(one, causes).message).toBe(
      'Deployment.apps "shop" is invalid: [spec.a: Required value, spec.b: Required value]',
    );
    expect(notFound('services', '', 'shop').message).toBe('services "shop" not found');
    expect(alreadyExists('deployments', 'apps', 'shop').message).toBe(
      'deployments.apps "shop" already exists',
    );
    expect(conflict('services', '', 'shop').message).toBe(
      'Operation cannot be fulfilled on services "shop": the object has been modified; please apply your changes to the latest version and try again',
    );
  });
});
