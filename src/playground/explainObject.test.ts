import { describe, expect, test } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { kinds } from '../kubernetes/kinds.ts';
import type { NetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { READY_ANNOTATION } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { dryRun } from './dryRun.ts';
import { explainObject } from './explainObject.ts';
import type { ExplainedStep } from './explanation.ts';
import { type TestBench, testBench } from './testBench.ts';

const SHOP = 'Service/default/shop';
const CALLS = 'Traffic.kubehop.dev//calls';

function deployment(name: string, change: (deployment: Deployment) => void = () => {}): Deployment {
  const made = kinds.Deployment.template(name);
  made.spec.replicas = 2;
  change(made);
  return made;
}

function service(spec: Partial<ServiceSpec> = {}): Service {
  const template = kinds.Service.template('shop');
  return { ...template, spec: { ...template.spec, ...spec } };
}

function calls(spec: Partial<Traffic['spec']> = {}): Traffic {
  const from = { kind: 'Deployment', namespace: 'default', name: 'web' };
  const base = { from, service: { namespace: 'default', name: 'shop' }, timeoutSeconds: 4 };
  return { ...kinds.Traffic.template('calls'), spec: { ...base, ...spec } };
}

function policy(name: string, spec: NetworkPolicy['spec']): NetworkPolicy {
  return { ...kinds.NetworkPolicy.template(name), spec };
}

const client = { ...kinds.Client.template('visitor') };
const fromClient = { from: { kind: 'Client', name: 'visitor' } };
const node = kinds.Node.template('node-a');

interface Parts {
  service?: Service | null;
  shop?: Deployment;
  traffic?: Traffic;
  others?: KubernetesObject[];
}

function cluster(parts: Parts = {}): TestBench {
  const wanted = parts.service === undefined ? service() : parts.service;
  return testBench([
    node,
    client,
    parts.shop ?? deployment('shop'),
    deployment('web'),
    ...(wanted === null ? [] : [wanted]),
    parts.traffic ?? calls(),
    ...(parts.others ?? []),
  ]);
}

function explain(bench: TestBench, key: ObjectKey): ExplainedStep[] {
  return bench.playground.inspect((simulation) => explainObject(key, simulation));
}

const firstBad = (steps: readonly ExplainedStep[]) => steps.find(({ state }) => state === 'bad');

/** Lets so many seconds pass and tells how the requests that began in the last five of them ended. */
function outcomes(bench: TestBench, seconds: number): Set<string> {
  const until = bench.playground.now() + (seconds - 5) * 1000;
  bench.frames.advance(seconds * 1000);
  const ends = bench.state().requests.filter(({ start }) => start.at >= until);
  return new Set(ends.flatMap(({ end }) => (end === null ? [] : end.outcome)));
}

test('nothing is wrong: each step says what it found', () => {
  const bench = cluster();
  const steps = explain(bench, SHOP);
  expect(steps.map(({ cause, state }) => `${cause} ${state}`)).toEqual([
    'selector ok',
    'readiness ok',
    'port ok',
    'policy ok',
    'dns ok',
    'type note',
  ]);
  const address = bench.object<Service>(SHOP).spec.clusterIP;
  const sentences = steps.map(({ sentence }) => sentence);
  expect(sentences[0]).toMatch(/^Selector app=shop matches 2 Pods: shop-/);
  expect(sentences).toContain('All 2 are ready.');
  expect(sentences).toContain('Port 80 leads to 8080; a process listens there.');
  expect(sentences).toContain(`shop.default.svc.cluster.local answers with ${address}.`);
});

test('what is broken by hand is told of the Node, and of the Service whose Pods are there', async () => {
  const bench = cluster();
  const own = bench.object<typeof node>('Node//node-a');
  const annotations = { 'kubehop.dev/power': 'off' };
  await bench.succeed({ type: 'update', object: { ...own, metadata: { ...own.metadata, annotations } } });
  for (const key of ['Node//node-a', SHOP]) {
    const steps = explain(bench, key).filter(({ cause, state }) => cause === 'node' && state === 'bad');
    expect(steps[0]?.sentence).toMatch(/power/);
  }
});

const coreDNS = (bench: TestBench) => bench.object<Deployment>('Deployment.apps/kube-system/coredns');

describe('each cause alone is named first, and its fix lets requests be answered', () => {
  const cases: {
    name: string;
    parts: Parts;
    cause: ExplainedStep['cause'];
    /** Whom to ask; the Service. */
    of?: ObjectKey;
    line: RegExp;
    before?: (bench: TestBench) => Promise<void>;
  }[] = [
    {
      name: 'a slip in the selector',
      parts: { service: service({ selector: { app: 'shpo' } }) },
      cause: 'selector',
      line: /^kubectl patch service shop -p '\{"spec":\{"selector":\{"app":"shop"\}\}\}'$/,
    },
    {
      name: 'a Deployment without replicas',
      parts: { shop: deployment('shop', (made) => (made.spec.replicas = 0)) },
      cause: 'selector',
      line: /^kubectl scale deployment shop --replicas=1$/,
    },
    {
      name: 'Pods that are not ready',
      parts: {
        shop: deployment('shop', ({ spec }) => {
          spec.template.metadata = {
            ...spec.template.metadata,
            annotations: { [READY_ANNOTATION]: 'false' },
          };
        }),
      },
      cause: 'readiness',
      line: /^kubectl patch deployment shop -p /,
    },
    {
      name: 'a targetPort on which nothing listens',
      parts: { service: service({ ports: [{ port: 80, targetPort: 9090 }] }) },
      cause: 'port',
      line: /^kubectl patch service shop --type=merge -p .*"targetPort":8080/,
    },
    {
      name: 'a named targetPort that nobody has',
      parts: { service: service({ ports: [{ port: 80, targetPort: 'htpt' }] }) },
      cause: 'port',
      line: /"targetPort":8080/,
    },
    {
      name: 'a policy that lets nobody in',
      parts: {
        others: [
          policy('walls', { podSelector: { matchLabels: { app: 'shop' } }, policyTypes: ['Ingress'] }),
        ],
      },
      cause: 'policy',
      line: /^kubectl patch networkpolicy walls --type=merge -p .*"from":\[\{"podSelector":\{"matchLabels":\{"app":"web"\}\}\}\]/,
    },
    {
      name: 'a policy that forbids egress to all but the shop',
      parts: {
        others: [
          policy('walls', {
            podSelector: { matchLabels: { app: 'web' } },
            policyTypes: ['Egress'],
            egress: [{ to: [{ podSelector: { matchLabels: { app: 'shop' } } }] }],
          }),
        ],
      },
      cause: 'dns',
      line: /"port":53/,
    },
    {
      name: 'no CoreDNS',
      parts: {},
      cause: 'dns',
      line: /^kubectl scale deployment coredns -n kube-system --replicas=2$/,
      before: async (bench) => {
        const object = { ...coreDNS(bench), spec: { ...coreDNS(bench).spec, replicas: 0 } } as Deployment;
        await bench.succeed({ type: 'update', object });
        bench.frames.advance(20 * 1000);
      },
    },
    {
      name: 'a client on the internet and a ClusterIP',
      parts: { traffic: calls(fromClient) },
      cause: 'type',
      line: /^kubectl patch service shop -p '\{"spec":\{"type":"NodePort"\}\}'$/,
    },
    {
      name: 'a load balancer without a cloud',
      parts: { service: service({ type: 'LoadBalancer' }), traffic: calls({ ...fromClient, url: '' }) },
      cause: 'type',
      line: /kind":"CloudProvider".* \| kubectl apply -f -$/,
    },
    {
      name: 'Traffic to a Service that is misspelt',
      parts: { traffic: calls({ service: { namespace: 'default', name: 'shpo' } }) },
      cause: 'name',
      of: CALLS,
      line: /^kubectl patch traffic\S* calls --type=merge -p .*"name":"shop"/,
    },
    {
      name: 'Traffic to a Service that is missing',
      parts: { service: null },
      cause: 'name',
      of: CALLS,
      line: /^kubectl (expose|apply|create)|apply -f -$/,
    },
    {
      name: 'Traffic to a port that the Service does not have',
      parts: { traffic: calls({ service: { namespace: 'default', name: 'shop', port: 8080 } }) },
      cause: 'port',
      of: CALLS,
      line: /"port":80/,
    },
    {
      name: 'Traffic from somebody who is misspelt',
      parts: { traffic: calls({ from: { kind: 'Deployment', namespace: 'default', name: 'wbe' } }) },
      cause: 'sender',
      of: CALLS,
      line: /"name":"web"/,
    },
    {
      name: 'a workload that no Service selects',
      parts: { service: null },
      cause: 'selector',
      of: 'Deployment.apps/default/shop',
      line: /^kubectl expose deployment shop|apply -f -$/,
    },
    {
      name: 'Pods that no Node takes',
      parts: {},
      cause: 'node',
      of: 'Deployment.apps/default/shop',
      line: /^kubectl (uncordon|patch) /,
      before: async (bench) => {
        const own = bench.object('Node//node-a') as typeof node;
        await bench.succeed({
          type: 'update',
          object: { ...own, spec: { ...own.spec, unschedulable: true } } as typeof node,
        });
        const pods = [...bench.state().objects.values()].filter(
          ({ kind, metadata }) => kind === 'Pod' && metadata.labels?.app === 'shop',
        );
        await bench.succeed(pods.map((pod) => ({ type: 'delete', key: objectKey(pod), force: true })));
        bench.frames.advance(5 * 1000);
      },
    },
  ];

  test.each(cases)('$name', async ({ parts, cause, of = SHOP, line, before }) => {
    const bench = cluster(parts);
    await before?.(bench);
    expect(outcomes(bench, 12)).not.toContain('answered');
    const bad = firstBad(explain(bench, of));
    expect(bad).toMatchObject({ cause, fix: { label: expect.any(String) } });

    const { commands } = bad!.fix!;
    const shown = bench.playground.inspect((simulation) => dryRun(simulation, commands));
    expect(shown.status.status).toBe('Success');
    expect(shown.lines[0]).toMatch(line);
    const undoBefore = bench.state().history.undo;
    const told = bench.state().commandLines.length;
    await bench.succeed(commands, 'inspector');
    expect(
      bench
        .state()
        .commandLines.slice(told)
        .map(({ line }) => line),
    ).toEqual(shown.lines);

    expect(outcomes(bench, 30)).toEqual(new Set(['answered']));
    expect(explain(bench, of).filter((step) => step.cause === cause && step.state === 'bad')).toEqual([]);
    // One step takes the whole fix back.
    await bench.succeed({ type: 'undo' });
    expect(bench.state().history.undo).toBe(undoBefore);
  });
});
