import { describe, expect, it } from 'vitest';
import { client, cloudProvider, cluster, deployment, node, pod, service } from '../testing/cluster.ts';
import { ASKS, type Ask, isInRange } from './asks.ts';
import { settledCopy } from './copyOfCluster.ts';
import type { AskedRequest, Prediction } from './lesson.ts';
import { proseOf } from './markdown.ts';
import { tryPrediction } from './predictions.ts';

const town = settledCopy(
  cluster([
    node('node-a'),
    node('node-b'),
    cloudProvider(),
    client('visitor'),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-1', 'shop', { nodeName: 'node-b' }),
    pod('shop-2', 'shop', { nodeName: 'node-b' }),
    service('shop', { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
    service('shop-local', {
      selector: { app: 'shop' },
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30081 }],
    }),
    service('one', { selector: { app: 'web' } }),
    service('headless', { selector: { app: 'shop' }, clusterIP: 'None' }),
    service('outside', { type: 'ExternalName', externalName: 'pay.example.com', selector: null } as never),
    service('empty'),
    deployment('api', 2),
  ]),
);

type Given = Partial<Pick<Prediction, 'of' | 'at' | 'path' | 'after' | 'wait'>>;

function question(
  ask: Ask,
  request: AskedRequest | null,
  values: readonly string[],
  given: Given,
): Prediction {
  const choices = values.map((value) => ({ value, text: proseOf(value), because: null }));
  const rest = { of: null, at: null, path: null, after: [], wait: 0, ...given };
  return { id: 'q', ask, request, question: proseOf('?'), why: proseOf('!'), choices, ...rest };
}

const fromWeb = (to: string, more: Partial<AskedRequest> = {}): AskedRequest => ({
  from: 'Pod/web',
  to,
  ...more,
});
const visit = (to: string, more: Partial<AskedRequest> = {}): AskedRequest => ({
  from: 'Client/visitor',
  to,
  ...more,
});
const shopIP = (town.objects.get('Service/default/shop') as never as { spec: { clusterIP: string } }).spec
  .clusterIP;

/** Question, request, what fits, what does not. */
const cases: readonly [Ask, AskedRequest | null, string, readonly string[], Given?][] = [
  ['outcome', fromWeb('http://shop/'), 'answered', ['refused', 'timedOut']],
  ['outcome', fromWeb('http://empty/'), 'refused', ['answered', 'nameNotFound']],
  ['outcome', fromWeb('http://nobody/'), 'nameNotFound', ['refused', 'timedOut']],
  ['outcome', visit('http://192.168.1.11:30081/'), 'timedOut', ['answered', 'refused']],
  ['status', fromWeb('http://shop/'), '200', ['404', 'none']],
  ['status', fromWeb('http://empty/'), 'none', ['200', '503']],
  ['answeredBy', fromWeb('http://one/'), 'Pod/web', ['Pod/shop-1', 'nobody', 'Service/one']],
  ['answeredBy', fromWeb('http://shop/'), 'app=shop', ['Pod/web', 'Deployment/api', 'nobody']],
  ['answeredBy', fromWeb('http://empty/'), 'nobody', ['Pod/web', 'app=shop']],
  ['sourceSeen', fromWeb('http://shop/'), 'Pod/web', ['Node/node-a', shopIP, 'Service/shop']],
  [
    'sourceSeen',
    visit('http://192.168.1.11:30080/'),
    'Node/node-a',
    ['Client/visitor', 'Node/node-b', shopIP],
  ],
  ['sourceSeen', visit('http://192.168.1.12:30081/'), '203.0.113.7', ['192.168.1.12', 'Node/node-b']],
  [
    'passes',
    visit('http://192.168.1.11:30080/'),
    'Node/node-b',
    ['Service/shop', 'Pod/web', 'LoadBalancer/shop'],
  ],
  ['passes', visit('svc/shop'), 'LoadBalancer/shop', ['Service/shop', 'Pod/web', 'kube-proxy']],
  ['destination', fromWeb('http://shop/'), `${shopIP}:80`, ['app=shop', `${shopIP}:8080`], { at: 'Pod/web' }],
  ['destination', fromWeb('http://shop/'), 'Service/shop', ['Pod/shop-1', 'Pod/shop-2'], { at: 'Pod/web' }],
  [
    'destination',
    visit('http://192.168.1.12:30081/'),
    '192.168.1.12:30081',
    ['Pod/shop-1', 'Service/shop'],
    { at: 'Client/visitor' },
  ],
  [
    'destination',
    fromWeb('http://one/'),
    'Pod/web:8080',
    ['Pod/web:80', 'Service/one'],
    { at: 'Node/node-a' },
  ],
  ['queries', fromWeb('http://shop.default.svc.cluster.local./'), '1', ['0', '4']],
  ['queries', fromWeb('http://shop.default/'), '2', ['1', '3']],
  ['queries', fromWeb(`http://${shopIP}/`), '0', ['1', '2']],
  ['answer', fromWeb('http://shop/'), 'Service/shop', ['Pod/shop-1', 'NXDOMAIN', 'Pod/shop-1, Pod/shop-2']],
  [
    'answer',
    fromWeb('http://headless/'),
    'Pod/shop-2, Pod/shop-1',
    ['Pod/shop-1', 'Service/headless', 'NXDOMAIN'],
  ],
  ['answer', fromWeb('http://nobody/'), 'NXDOMAIN', ['NODATA', 'SERVFAIL']],
  ['answer', fromWeb('http://outside/'), 'pay.example.com', ['Service/outside', 'NODATA']],
  ['distinctPods', fromWeb('http://shop/', { count: 20 }), '2', ['1', '3']],
  ['distinctPods', fromWeb('http://shop/', { count: 20, keepAlive: true }), '1', ['2', '20']],
  [
    'share',
    fromWeb('http://shop/', { count: 60 }),
    '30–70%',
    ['0%', '100%', '71–100%'],
    { of: 'Pod/shop-1' },
  ],
  ['share', fromWeb('http://one/', { count: 3 }), '100%', ['0%', '50%'], { of: 'app=web' }],
  ['reason', fromWeb('http://empty/'), 'NoReadyEndpoints', ['NoLocalEndpoints', 'PortNotListening']],
  ['reason', visit('http://192.168.1.11:30081/'), 'NoLocalEndpoints', ['NoReadyEndpoints', 'PolicyDenied']],
  ['rewrites', fromWeb('http://shop/'), 'Node/node-a', ['Node/node-b', 'Service/shop', 'nowhere']],
  ['rewrites', fromWeb('http://10.244.2.2:8080/'), 'nowhere', ['Node/node-a', 'Node/node-b']],
  ['field', null, '2', ['3', ''], { of: 'Deployment/api', path: 'status.readyReplicas' }],
  [
    'field',
    null,
    '5',
    ['2', '0'],
    {
      of: 'Deployment/api',
      path: 'status.readyReplicas',
      after: ['kubectl scale deployment api --replicas=5'],
      wait: 10,
    },
  ],
  ['field', null, 'none', ['1'], { of: 'Service/shop', path: 'spec.noSuchField' }],
  ['seconds', visit('http://192.168.1.11:30081/', { timeoutSeconds: 5 }), '4–6', ['0–1', '10–20']],
  ['seconds', fromWeb('http://shop/'), '0–1', ['1.5–3', '30–']],
];

it('each question is tried', () => {
  expect(new Set(cases.map(([ask]) => ask))).toEqual(new Set(ASKS));
});

it.each(cases)('%s %j: %s', async (ask, request, right, wrong, given = {}) => {
  const tried = await tryPrediction(town, question(ask, request, [right, ...wrong], given));
  expect(tried.fitting).toEqual([right]);
  expect([...tried.against.keys()]).toEqual(wrong);
  // What is wrong is contradicted by something that happened.
  for (const fact of tried.against.values()) {
    if (request === null) expect(fact).toBeNull();
    else expect(fact!.step === null || tried.traces[fact!.trace]!.steps[fact!.step] !== undefined).toBe(true);
  }
});

describe('a copy', () => {
  it('leaves the cluster as it is', async () => {
    const { now, resourceVersion } = town;
    const after = ['kubectl delete service shop', 'kubectl scale deployment api --replicas=0'];
    const tried = await tryPrediction(
      town,
      question('outcome', fromWeb('http://shop/'), ['nameNotFound'], { after, wait: 5 }),
    );
    expect(tried.fitting).toEqual(['nameNotFound']);
    expect([town.now, town.resourceVersion]).toEqual([now, resourceVersion]);
    expect(town.objects.has('Service/default/shop')).toBe(true);
  });
});

it.each([
  ['40–60%', 50, true],
  ['40-60 %', 61, false],
  ['5', 5, true],
  ['5', 5.5, false],
  ['0–1', 0.003, true],
  ['30–', 1000, true],
  ['–3 s', 2, true],
  ['many', 1, false],
])('%s has %d in it: %s', (range, value, expected) => {
  expect(isInRange(range, value)).toBe(expected);
});
