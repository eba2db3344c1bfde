import { describe, expect, test } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import type { Command } from './commands.ts';
import { mergePatch } from './kubectlLine.ts';
import { testBench } from './testBench.ts';

function bench() {
  const service = kinds.Service.template('shop');
  return testBench([
    kinds.Node.template('node-a'),
    kinds.Node.template('node-b'),
    service,
    kinds.Pod.template('shop'),
    kinds.Deployment.template('api'),
    kinds.Client.template('visitor'),
    {
      ...kinds.Traffic.template('t'),
      spec: { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' } },
    } as Traffic,
  ]);
}

/** The lines that the commands add. */
async function lines(
  make: (b: ReturnType<typeof bench>) => Command | readonly Command[],
  origin: 'canvas' | 'terminal' = 'canvas',
) {
  const b = bench();
  await b.succeed(make(b), origin);
  return b.state().commandLines.map(({ line }) => line);
}

function changeService(change: Partial<ServiceSpec>): (b: ReturnType<typeof bench>) => Command {
  return (b) => {
    const service = b.object<Service>('Service/default/shop');
    return { type: 'update', object: { ...service, spec: { ...service.spec, ...change } } as Service };
  };
}

function changeMetadata(
  key: string,
  change: Partial<KubernetesObject['metadata']>,
): (b: ReturnType<typeof bench>) => Command {
  return (b) => {
    const object = b.object(key);
    return { type: 'update', object: { ...object, metadata: { ...object.metadata, ...change } } };
  };
}

describe('creating', () => {
  test.each([
    [kinds.Namespace.template('prod'), ['kubectl create namespace prod']],
    [
      kinds.Client.template('guest'),
      [
        `echo '{"apiVersion":"kubehop.dev/v1alpha1","kind":"Client","metadata":{"name":"guest"},"spec":{}}' | kubectl apply -f -`,
      ],
    ],
  ])('%o', async (object, expected) => {
    expect(await lines(() => ({ type: 'create', object }))).toEqual(expected);
  });

  test('quotes what a shell would read otherwise', async () => {
    const client = kinds.Client.template('guest');
    client.metadata.annotations = { note: "it's $HOME" };
    const [line] = await lines(() => ({ type: 'create', object: client }));
    expect(line).toContain(`"note":"it'\\''s $HOME"`);
  });

  test('a short form only where it makes the very same object', async () => {
    const pod = kinds.Pod.template('web');
    pod.spec.containers = [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }];
    const [short] = await lines(() => ({ type: 'create', object: pod }));
    expect(short).toBe('kubectl run web --image=nginx --port=80 --labels=app=web');
    const other: Pod = {
      ...pod,
      spec: { ...pod.spec, containers: [{ ...pod.spec.containers[0]!, name: 'other' }] },
    };
    const [long] = await lines(() => ({ type: 'create', object: other }));
    expect(long).toMatch(/^echo .* \| kubectl apply -f -$/);
  });
});

describe('changing', () => {
  test.each([
    [
      'type',
      changeService({ type: 'NodePort' }),
      `kubectl patch service shop -p '{"spec":{"type":"NodePort"}}'`,
    ],
    [
      'affinity',
      changeService({ sessionAffinity: 'ClientIP' }),
      `kubectl patch service shop -p '{"spec":{"sessionAffinity":"ClientIP"}}'`,
    ],
    [
      'one pair of the selector',
      changeService({ selector: { app: 'api' } }),
      `kubectl patch service shop -p '{"spec":{"selector":{"app":"api"}}}'`,
    ],
    [
      'ports, a list',
      changeService({ ports: [{ port: 81, targetPort: 8080, protocol: 'TCP' }] }),
      `kubectl patch service shop --type=merge -p '{"spec":{"ports":[{"port":81,"targetPort":8080,"protocol":"TCP"}]}}'`,
    ],
    [
      'a new label',
      changeMetadata('Pod/default/shop', { labels: { app: 'shop', tier: 'front' } }),
      'kubectl label pod shop tier=front',
    ],
    [
      'another label',
      changeMetadata('Pod/default/shop', { labels: { app: 'cart' } }),
      'kubectl label pod shop app=cart --overwrite',
    ],
    ['no label', changeMetadata('Pod/default/shop', { labels: {} }), 'kubectl label pod shop app-'],
    [
      'the ready switch',
      changeMetadata('Pod/default/shop', { annotations: { 'kubehop.dev/ready': 'false' } }),
      'kubectl annotate pod shop kubehop.dev/ready=false',
    ],
    [
      'the rate of a custom resource',
      (b: ReturnType<typeof bench>): Command => {
        const traffic = b.object<Traffic>('Traffic.kubehop.dev//t');
        return {
          type: 'update',
          object: { ...traffic, spec: { ...traffic.spec, requestsPerSecond: 20 } } as Traffic,
        };
      },
      `kubectl patch traffic t --type=merge -p '{"spec":{"requestsPerSecond":20}}'`,
    ],
    [
      'replicas',
      (b: ReturnType<typeof bench>): Command => {
        const deployment = b.object<Deployment>('Deployment.apps/default/api');
        return {
          type: 'update',
          object: { ...deployment, spec: { ...deployment.spec, replicas: 5 } } as Deployment,
        };
      },
      'kubectl scale deployment api --replicas=5',
    ],
  ])('%s', async (_, make, expected) => {
    expect(await lines(make)).toEqual([expected]);
  });
});

test('taking the last annotation away', async () => {
  const b = bench();
  await b.succeed(changeMetadata('Pod/default/shop', { annotations: { note: 'x' } })(b));
  await b.succeed({ type: 'undo' });
  expect(b.state().commandLines.at(-1)?.line).toBe('kubectl annotate pod shop note-');
});

test('deleting', async () => {
  expect(
    await lines(() => [
      { type: 'delete', key: 'Service/default/shop' },
      { type: 'delete', key: 'Pod/default/shop', force: true },
    ]),
  ).toEqual(['kubectl delete service shop', 'kubectl delete pod shop --grace-period=0 --force']);
});

test('a namespace that is not default is named', async () => {
  const b = bench();
  await b.succeed({ type: 'create', object: kinds.Namespace.template('prod') });
  const service = kinds.Service.template('cart');
  service.metadata.namespace = 'prod';
  await b.succeed({ type: 'create', object: service });
  await b.succeed({ type: 'delete', key: 'Service/prod/cart' });
  expect(b.state().commandLines.at(-1)?.line).toBe('kubectl delete service cart -n prod');
});

test('what changes nothing and what is only a place has no line', async () => {
  expect(
    await lines(() => ({ type: 'place', positions: { 'Service/default/shop': { x: 1, y: 1 } } })),
  ).toEqual([]);
  expect(await lines(() => ({ type: 'apply', object: kinds.Client.template('visitor') }))).toEqual([]);
});

test('the terminal’s own commands are not repeated', async () => {
  expect(await lines(() => ({ type: 'delete', key: 'Service/default/shop' }), 'terminal')).toEqual([]);
});

test('a patch leaves out what the API server put back, and nulls what went', () => {
  const before = { spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', sessionAffinity: 'ClientIP' } };
  const given = { spec: { type: 'NodePort' } };
  const after = { spec: { type: 'NodePort', clusterIP: '10.96.0.1', sessionAffinity: 'None' } };
  expect(mergePatch(before, given, after)).toEqual({ spec: { type: 'NodePort', sessionAffinity: null } });
});
