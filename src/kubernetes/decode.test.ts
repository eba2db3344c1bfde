import { describe, expect, it } from 'vitest';
import { decode, unknownFields } from './decode.ts';
import { type Kind, kinds } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { validate } from './validation.ts';

function object(apiVersion: string, kind: string, rest: object): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'shop' }, ...rest } as KubernetesObject;
}

const service = (spec: unknown, metadata: object = { name: 'shop' }) =>
  object('v1', 'Service', { metadata, spec });
const pod = (container: object) => object('v1', 'Pod', { spec: { containers: [container] } });

describe('wrong types are refused as the API server refuses them', () => {
  const cannot = (kind: string, rest: string) =>
    `${kind} in version "v1" cannot be handled as a ${kind}: ${rest}`;
  it.each([
    [
      service({ ports: [{ port: '80' }] }),
      cannot(
        'Service',
        'json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32',
      ),
    ],
    [
      service({ ports: [{ port: 80.5 }] }),
      cannot(
        'Service',
        'json: cannot unmarshal number 80.5 into Go struct field ServicePort.spec.ports.port of type int32',
      ),
    ],
    [
      service({ ports: [{ port: 1e10 }] }),
      cannot(
        'Service',
        'json: cannot unmarshal number 10000000000 into Go struct field ServicePort.spec.ports.port of type int32',
      ),
    ],
    [
      service({ ports: { port: 80 } }),
      cannot(
        'Service',
        'json: cannot unmarshal object into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
      ),
    ],
    [
      service({ ports: ['80'] }),
      cannot(
        'Service',
        'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type v1.ServicePort',
      ),
    ],
    [
      service({ ports: [{ targetPort: true }] }),
      cannot('Service', 'json: cannot unmarshal bool into Go value of type int32'),
    ],
    [
      service({ selector: 'app' }),
      cannot(
        'Service',
        'json: cannot unmarshal string into Go struct field ServiceSpec.spec.selector of type map[string]string',
      ),
    ],
    [
      service({ selector: { app: 1 } }),
      cannot(
        'Service',
        'json: cannot unmarshal number into Go struct field ServiceSpec.spec.selector of type string',
      ),
    ],
    [
      service({ type: 1 }),
      cannot(
        'Service',
        'json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType',
      ),
    ],
    [
      service('x'),
      cannot(
        'Service',
        'json: cannot unmarshal string into Go struct field Service.spec of type v1.ServiceSpec',
      ),
    ],
    [
      service({}, { name: 'shop', labels: { a: true } }),
      cannot(
        'Service',
        'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
      ),
    ],
    [
      service({}, ['shop']),
      cannot(
        'Service',
        'json: cannot unmarshal array into Go struct field Service.metadata of type v1.ObjectMeta',
      ),
    ],
    [
      pod({ env: [{ name: 'A', value: 1 }] }),
      cannot(
        'Pod',
        'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
      ),
    ],
    [
      pod({ resources: { limits: { cpu: 'much' } } }),
      cannot(
        'Pod',
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      ),
    ],
    [
      object('apps/v1', 'Deployment', { spec: { template: { spec: { containers: {} } } } }),
      cannot(
        'Deployment',
        'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
      ),
    ],
    [
      object('kubehop.dev/v1alpha1', 'Traffic', { spec: { requestsPerSecond: '5' } }),
      'Traffic.kubehop.dev "shop" is invalid: spec.requestsPerSecond: Invalid value: "string": spec.requestsPerSecond in body must be of type number: "string"',
    ],
  ])('%#', (wrong, message) => {
    const { status } = decode(wrong);
    expect(status?.message).toBe(message);
    expect(status?.code).toBe(wrong.kind === 'Traffic' ? 422 : 400);
  });

  it('names the first wrong field in the order of keys, as kubectl sends them', () => {
    const { status } = decode(service({ type: 1, clusterIP: 2 }));
    expect(status?.message).toContain('ServiceSpec.spec.clusterIP');
  });

  it('looks at the metadata of kinds that are not simulated, and at nothing else', () => {
    const unknown = object('example.com/v1', 'Thing', {
      spec: [null],
      metadata: { name: 'x', labels: null },
    });
    expect(decode(unknown).object).toEqual({ ...unknown, metadata: { name: 'x' } });
    expect(decode({ ...unknown, metadata: 'x' } as never).status?.message).toContain('v1.ObjectMeta');
    expect(decode({ kind: 'Pod', metadata: [] } as never).status?.code).toBe(400);
  });
});

describe('the shape afterwards', () => {
  it('is the same object when nothing had to change', () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      const template = kinds[kind].template('shop');
      expect(decode(template).object).toBe(template);
    }
  });

  it('has null dropped, and what Go always has', () => {
    expect(decode(service({ ports: null, selector: { app: null }, externalIPs: [null] })).object).toEqual(
      service({ selector: { app: '' }, externalIPs: [''] }),
    );
    expect(decode(object('apps/v1', 'Deployment', {})).object).toMatchObject({
      spec: { template: { spec: { containers: [] } } },
    });
    expect(decode({ apiVersion: 'v1', kind: 'Pod' } as never).object).toMatchObject({ metadata: {} });
  });

  it('can be defaulted and validated whatever was written', () => {
    const odd = [{}, { spec: {} }, { spec: null }, { spec: { ports: [null], containers: [null], from: {} } }];
    for (const kind of Object.keys(kinds) as Kind[])
      for (const rest of odd) {
        const { object: decoded } = decode(object(kinds[kind].apiVersion, kind, rest));
        const row = kinds[kind] as unknown as (typeof kinds)['Pod'];
        expect(() => validate(row.defaults(decoded as never))).not.toThrow();
      }
  });
});

describe('unknown fields', () => {
  it('are kept and listed', () => {
    const odd = service({ ports: [{ port: 80, nodport: 30080 }], selecter: { app: 'x' } });
    expect(unknownFields(odd)).toEqual(['spec.ports[0].nodport', 'spec.selecter']);
    expect(decode(odd).object).toBe(odd);
  });

  it('are not looked for in what nothing here reads', () => {
    expect(unknownFields(pod({ securityContext: { whatever: 1 } }))).toEqual([]);
    expect(unknownFields(object('example.com/v1', 'Thing', { whatever: 1 }))).toEqual([]);
  });
});
