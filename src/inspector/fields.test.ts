import { describe, expect, it } from 'vitest';
import { type Kind, kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { fields, fieldsOf } from './fields.ts';
import { pathText, readPath, writePath } from './path.ts';
import { addPort } from './serviceFields.ts';
import { senderKey, shownTraffic } from './trafficFields.ts';

const all = Object.keys(fields) as Kind[];
const template = (kind: Kind) => kinds[kind].template('x') as KubernetesObject;
const labels = (object: KubernetesObject) => fieldsOf(object).map((field) => field.label);
const service = (spec: Partial<Service['spec']>): Service => {
  const base = kinds.Service.template('x');
  return { ...base, spec: { ...base.spec, ...spec } };
};

describe('the table of fields', () => {
  it.each(all)(
    '%s: every row has help that is a sentence, and no two rows that are shown edit the same',
    (kind) => {
      const rows = fieldsOf(template(kind));
      for (const row of rows) expect(row.help).toMatch(/^[A-Z].*\.$/);
      const paths = rows.map((row) => pathText(row.path));
      expect(new Set(paths).size).toBe(paths.length);
    },
  );

  it.each(all)('%s: a line of text that a row prints is one that it reads', (kind) => {
    const object = template(kind);
    for (const { path, control } of fieldsOf(object)) {
      if (control.type !== 'text' && control.type !== 'number') continue;
      const value = readPath(object, path);
      if (value !== undefined) expect(control.codec.parse(control.codec.print(value))).toEqual({ value });
    }
  });

  it('knows no field of a kind that is not simulated', () => {
    expect(fieldsOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } })).toEqual([]);
  });
});

describe('what is shown', () => {
  it('depends on the type of a Service', () => {
    expect(labels(service({ type: 'ClusterIP' }))).not.toContain('externalTrafficPolicy');
    expect(labels(service({ type: 'NodePort' }))).toContain('externalTrafficPolicy');
    expect(labels(service({ type: 'LoadBalancer' }))).toContain('loadBalancerSourceRanges');
    const alias = labels(service({ type: 'ExternalName' }));
    expect(alias).toContain('externalName');
    expect(alias).not.toContain('port → targetPort');
    expect(alias).not.toContain('selector');
  });

  it('lets a bare Pod move, and not one of a ReplicaSet', () => {
    const pod = kinds.Pod.template('x');
    const owned: Pod = {
      ...pod,
      metadata: {
        ...pod.metadata,
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: '1', controller: true },
        ],
      },
    };
    const control = (object: Pod) =>
      fieldsOf(object).find((field) => field.label === 'nodeName')?.control.type;
    expect(control(pod)).toBe('select');
    expect(control(owned)).toBe('fixed');
  });
});

describe('Traffic', () => {
  const traffic: Traffic = {
    ...kinds.Traffic.template('t'),
    spec: { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' } },
  };
  const row = (label: string) => fields.Traffic.find((field) => field.label === label)!;
  const choose = (label: string, value: string) => row(label).change!(traffic, value) as Traffic;

  it('goes either to a Service or to a URL', () => {
    expect(choose('service', '').spec).toEqual({ from: traffic.spec.from, url: 'http://shop/' });
    expect(choose('service', 'prod/cart').spec.service).toEqual({ namespace: 'prod', name: 'cart' });
  });

  it('has a sender that is written and read as the same key', () => {
    for (const key of ['Client.kubehop.dev//visitor', 'Pod/default/web', 'Deployment.apps/prod/web'])
      expect(senderKey(choose('from', key))).toBe(key);
  });

  it('shows what is chosen', () => {
    const shown = shownTraffic.service!;
    expect(shown(traffic)).toBe('default/shop');
    expect(shown(choose('service', ''))).toBe('');
  });
});

describe('ports of a Service', () => {
  it('get names as soon as there are several, because they need them', () => {
    expect(addPort([])).toEqual([{ port: 80 }]);
    expect(addPort([{ port: 80, targetPort: 8080 }])).toEqual([
      { port: 80, targetPort: 8080, name: 'port-1' },
      { port: 443, name: 'port-2' },
    ]);
    expect(addPort([{ port: 80, name: 'http' }])[0]).toEqual({ port: 80, name: 'http' });
  });

  it('never collide', () => {
    let ports = addPort([]);
    for (let index = 0; index < 4; index++) ports = addPort(ports);
    expect(new Set(ports.map((port) => port.port)).size).toBe(ports.length);
  });
});

it('the ready switch writes the annotation that the kubelet reads, and takes it out again', () => {
  const row = fields.Pod.find((field) => field.label === 'ready')!;
  if (row.control.type !== 'switch') throw new Error('not a switch');
  const pod = kinds.Pod.template('x');
  const off = writePath(pod, row.path, row.control.value(false));
  expect(off.metadata.annotations).toEqual({ 'kubehop.dev/ready': 'false' });
  expect(row.control.isOn(readPath(off, row.path))).toBe(false);
  expect(row.control.isOn(readPath(writePath(off, row.path, row.control.value(true)), row.path))).toBe(true);
});
