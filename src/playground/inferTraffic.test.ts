import { expect, test } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { inNamespace, kinds } from '../kubernetes/kinds.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Container } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { inferTraffic } from './inferTraffic.ts';

function deployment(name: string, container: Partial<Container>): Deployment {
  const made = kinds.Deployment.template(name);
  const { template } = made.spec;
  return {
    ...made,
    spec: { ...made.spec, template: { ...template, spec: { containers: [{ name: 'app', ...container }] } } },
  };
}

function infer(objects: KubernetesObject[]) {
  return inferTraffic(
    new Map(objects.map((object) => [objectKey(inNamespace(object)), inNamespace(object)])),
  );
}

function wires(objects: KubernetesObject[]): string[] {
  return infer(objects)
    .filter((object): object is Traffic => object.kind === 'Traffic')
    .map(
      ({ spec: { from, service } }) =>
        `${from.name} → ${service!.namespace}/${service!.name}:${service!.port ?? ''}`,
    );
}

function servicePort(name: string, port: number, namespace = 'default'): Service {
  const service = kinds.Service.template(name);
  return {
    ...service,
    metadata: { ...service.metadata, namespace },
    spec: { ...service.spec, ports: [{ port }] },
  };
}

const value = (name: string, text: string): Partial<Container> => ({ env: [{ name, value: text }] });

const readings: [string, Partial<Container>, string[]][] = [
  ['a host with its port', value('X', 'cart:7070'), ['web → default/cart:7070']],
  ['a URL', value('X', 'http://cart.default.svc:7070/path'), ['web → default/cart:7070']],
  ['a URL without port', value('X', 'http://cart'), ['web → default/cart:']],
  ['a full name', value('X', 'cart.default.svc.cluster.local'), ['web → default/cart:']],
  ['tcp://', value('X', 'tcp://cart:7070'), ['web → default/cart:7070']],
  ['credentials before the host', value('X', 'redis://user:secret@cart:7070/0'), ['web → default/cart:7070']],
  ['an address variable with a bare name', value('CART_HOST', 'cart'), ['web → default/cart:']],
  [
    'a list of addresses',
    value('X', 'cart:7070,db:5432'),
    ['web → default/cart:7070', 'web → default/db:5432'],
  ],
  ['an argument', { args: ['--cart=cart:7070'] }, ['web → default/cart:7070']],
  ['a command', { command: ['sh', '-c', 'wget http://cart:7070/'] }, ['web → default/cart:7070']],
  ['another namespace', value('X', 'http://stock.prod'), ['web → prod/stock:']],
  ['a bare word that is no address', value('MODE', 'cart'), []],
  ['a name inside a longer word', value('X', 'my-cart-thing:7070'), []],
  ['nobody that is here', value('X', 'http://elsewhere.example.com'), []],
  ['a port that the Service lacks', value('X', 'cart:9'), ['web → default/cart:']],
];

test.each(readings)('reads %s', (_, container, expected) => {
  const services = [servicePort('cart', 7070), servicePort('db', 5432), servicePort('stock', 80, 'prod')];
  expect(wires([...services, deployment('web', container)])).toEqual(expected);
});

test('takes the port from the variable beside the host', () => {
  const container = {
    env: [
      { name: 'CART_HOST', value: 'cart' },
      { name: 'CART_PORT', value: '7070' },
    ],
  };
  expect(wires([servicePort('cart', 7070), deployment('web', container)])).toEqual([
    'web → default/cart:7070',
  ]);
});

test('an application does not talk to its own Service', () => {
  expect(
    wires([servicePort('cart', 7070), deployment('cart', value('SELF_URL', 'http://cart:7070'))]),
  ).toEqual([]);
});

test('every Service that is open to the outside gets a visitor, once', () => {
  const open = (name: string, type: 'NodePort' | 'LoadBalancer' | 'ClusterIP'): Service => {
    const service = kinds.Service.template(name);
    return { ...service, spec: { ...service.spec, type } };
  };
  const services = [open('a', 'NodePort'), open('b', 'LoadBalancer'), open('c', 'ClusterIP')];
  const first = infer(services);
  expect(first.map((object) => `${object.kind} ${object.metadata.name}`)).toEqual([
    'Client visitor',
    'Traffic traffic-visitor-to-a',
    'Client visitor-2',
    'Traffic traffic-visitor-2-to-b',
  ]);
  expect(infer([...services, ...first])).toEqual([]);
});
