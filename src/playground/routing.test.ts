import { describe, expect, test } from 'vitest';
import type { HTTPRoute } from '../kubernetes/httpRoute.ts';
import type { Ingress } from '../kubernetes/ingress.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { RequestEnd } from '../simulation/events.ts';
import { client, cloudProvider, deployment, node, pod, service } from '../testing/cluster.ts';
import { type PaletteItemId, paletteItems } from './paletteItems.ts';
import { testBench } from './testBench.ts';

const INGRESS = 'Ingress.networking.k8s.io/default/web';
const GATEWAY = 'Gateway.gateway.networking.k8s.io/default/gateway';
const ROUTE = 'HTTPRoute.gateway.networking.k8s.io/default/web';

function bench(objects: readonly KubernetesObject[] = []) {
  const b = testBench([
    node('node-a'),
    cloudProvider(),
    client('visitor'),
    pod('shop'),
    pod('cart'),
    service('shop'),
    service('cart'),
    ...objects,
  ]);
  const ends: RequestEnd[] = [];
  b.playground.onEvents((events) => {
    for (const event of events) if (event.type === 'RequestEnd') ends.push(event);
  });
  const place = async (id: PaletteItemId) => {
    const commands = paletteItems.find((item) => item.id === id)!.place(b.state());
    const status = await b.dispatch(commands);
    expect(status.status).toBe('Success');
  };
  const problems = (key: string) =>
    b
      .state()
      .problems.get(key)
      ?.map(({ text }) => text) ?? [];
  const object = <T>(key: string) => b.state().objects.get(key) as T;
  return { ...b, place, problems, object, ends };
}

describe('an Ingress from the palette', () => {
  test('does nothing, and says so, until there is a controller', async () => {
    const b = bench();
    await b.place('Ingress');
    b.frames.advance(5000);
    expect(b.problems(INGRESS)).toEqual([
      'No controller serves IngressClass traefik: there is no such class. An Ingress alone does nothing.',
    ]);
    const refused = await b.dispatch({ type: 'connect', from: 'Client.kubehop.dev//visitor', to: INGRESS });
    expect(refused.message).toMatch('Ingress web has no address');
    await b.place('IngressController');
    b.frames.advance(20_000);
    expect(b.problems(INGRESS)).toEqual([]);
    await b.dispatch({ type: 'connect', from: 'Client.kubehop.dev//visitor', to: INGRESS });
    b.frames.advance(20_000);
    expect(b.ends.at(-1)).toMatchObject({ outcome: 'answered', status: 200 });
  });

  test('gets a path for each Service that a wire leads to', async () => {
    const b = bench();
    await b.place('Ingress');
    const wire = { type: 'connect', from: INGRESS, to: 'Service/default/shop' } as const;
    expect((await b.dispatch(wire)).reason).toBe('AlreadyExists');
    expect((await b.dispatch({ ...wire, to: 'Service/default/cart' })).status).toBe('Success');
    const paths = b.object<Ingress>(INGRESS).spec.rules?.[0]?.http?.paths;
    expect(paths?.map(({ path, backend }) => [path, backend.service?.name])).toEqual([
      ['/', 'shop'],
      ['/cart', 'cart'],
    ]);
  });

  test('names what its backends lack', async () => {
    const b = bench();
    await b.place('Ingress');
    await b.dispatch({ type: 'delete', key: 'Service/default/shop' });
    b.frames.advance(1000);
    expect(b.problems(INGRESS)).toContain('There is no Service shop in namespace default.');
  });
});

describe('a Gateway from the palette', () => {
  test('gets proxies from its controller, and leads by its routes', async () => {
    const b = bench();
    await b.place('GatewayController');
    await b.place('Gateway');
    await b.place('HTTPRoute');
    b.frames.advance(30_000);
    expect(b.problems(GATEWAY)).toEqual([]);
    expect(b.problems(ROUTE)).toEqual([]);
    await b.dispatch({ type: 'connect', from: 'Client.kubehop.dev//visitor', to: GATEWAY });
    b.frames.advance(20_000);
    expect(b.ends.at(-1)).toMatchObject({ outcome: 'answered', status: 200 });
  });

  test('without a controller says so', async () => {
    const b = bench([deployment('web', 1)]);
    await b.place('Gateway');
    await b.place('HTTPRoute');
    b.frames.advance(5000);
    expect(b.problems(GATEWAY)).toEqual([
      'No controller serves GatewayClass eg: there is no such class. A Gateway alone does nothing.',
    ]);
  });

  test('a wire makes a route name a Gateway, and gives it one more backend', async () => {
    const b = bench();
    await b.place('HTTPRoute');
    await b.place('Gateway');
    expect(b.object<HTTPRoute>(ROUTE).spec.parentRefs).toMatchObject([{ name: 'gateway' }]);
    const wire = { type: 'connect', from: ROUTE, to: 'Service/default/cart' } as const;
    expect((await b.dispatch(wire)).status).toBe('Success');
    expect(b.object<HTTPRoute>(ROUTE).spec.rules?.[0]?.backendRefs?.map(({ name }) => name)).toEqual([
      'shop',
      'cart',
    ]);
    expect((await b.dispatch({ ...wire, from: GATEWAY, to: ROUTE })).reason).toBe('AlreadyExists');
  });
});
