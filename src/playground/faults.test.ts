import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { asWritten } from '../simulation/scene.ts';
import { cloudProvider, node, pod, service } from '../testing/cluster.ts';
import { brokenOf, type FaultId, faults, faultsOf, faultsOfCluster } from './faults.ts';
import { testBench } from './testBench.ts';

const bench = () =>
  testBench([
    node('node-a'),
    node('node-b'),
    cloudProvider(),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    service('shop'),
  ]);

type Bench = ReturnType<typeof bench>;

/** What the command palette offers for a fault. */
function choiceOf({ state }: Bench, id: FaultId) {
  const choice = faultsOfCluster(state().objects, []).find((each) => each.id === id);
  if (choice === undefined) throw new Error(`${id} is not offered`);
  return choice;
}

const written = ({ state }: Bench, key: string) => asWritten(state().objects.get(key) as KubernetesObject);

describe('each fault', () => {
  const lines = {
    killPod: ['kubectl delete pod shop-1 --grace-period=0 --force'],
    failReadiness: ['kubectl annotate pod shop-1 kubehop.dev/ready=false'],
    hang: ['kubectl annotate pod shop-1 kubehop.dev/alive=false'],
    slowDown: ['kubectl annotate pod shop-1 kubehop.dev/latency-ms=5'],
    crashLoop: ['kubectl annotate pod shop-1 kubehop.dev/crashes=true'],
    breakLabel: ['kubectl label pod shop-1 app=shpo --overwrite'],
    cordon: ['kubectl cordon node-a'],
    drain: ['kubectl drain node-a --ignore-daemonsets --force'],
    powerOff: ['kubectl annotate node node-a kubehop.dev/power=off'],
    cutNetwork: ['kubectl annotate node node-a kubehop.dev/network=cut'],
    stopKubeProxy: ['kubectl annotate node node-a kubehop.dev/kube-proxy=stopped'],
    hairpinOff: ['kubectl annotate node node-a kubehop.dev/hairpin=off'],
    hide: ['kubectl annotate node node-a kubehop.dev/outside=hidden'],
    breakSelector: [`kubectl patch service shop -p '{"spec":{"selector":{"app":"shpo"}}}'`],
    breakPort: [
      `kubectl patch service shop --type=merge -p '{"spec":{"ports":[{"port":80,"targetPort":8081,"protocol":"TCP"}]}}'`,
    ],
    stopCoreDNS: ['kubectl scale deployment coredns -n kube-system --replicas=0'],
    removeCloudProvider: ['kubectl delete cloudprovider cloud'],
  } satisfies Record<FaultId, string[]>;

  test.each(Object.keys(faults) as FaultId[])(
    '%s is one step with its kubectl line, and undo mends it',
    async (id) => {
      const b = bench();
      const { object, commands } = choiceOf(b, id);
      const key = [...b.state().objects].find(([, each]) => each === object)?.[0] ?? '';
      const before = written(b, key);
      await b.succeed(commands, 'app');
      expect(b.state().commandLines.map(({ line }) => line)).toEqual(lines[id]);
      expect(b.state().objects.get(key)).not.toBe(object);
      await b.succeed({ type: 'undo' });
      expect(written(b, key)).toEqual(before);
    },
  );

  test('that can be mended is told apart while it lasts, and mended by its own name', async () => {
    for (const [id, { mend }] of Object.entries(faults) as [FaultId, { mend?: string }][]) {
      if (mend === undefined) continue;
      const b = bench();
      const choice = choiceOf(b, id);
      expect(choice.isOn).toBe(false);
      await b.succeed(choice.commands, 'app');
      const again = choiceOf(b, id);
      expect(again).toMatchObject({ isOn: true, label: mend });
      expect(brokenOf(again.object).map((each) => each.id)).toEqual([id]);
      await b.succeed(again.commands, 'app');
      expect(choiceOf(b, id).isOn).toBe(false);
    }
  });
});

test('what stops, and what has nothing to break, offers nothing', async () => {
  const b = bench();
  await b.succeed({ type: 'delete', key: 'Pod/default/shop-1' });
  const { objects } = b.state();
  expect(faultsOf(objects.get('Pod/default/shop-1')!, objects)).toEqual([]);
  const empty = faultsOf(objects.get('Node//node-b')!, objects).map(({ id }) => id);
  expect(empty).toContain('powerOff');
  expect(empty.includes('drain')).toBe(
    [...objects.values()].some(
      (each) => each.kind === 'Pod' && (each as { spec?: { nodeName?: string } }).spec?.nodeName === 'node-b',
    ),
  );
});

test('a broken Node says where it is in the real course of things', async () => {
  const b = bench();
  await b.succeed(choiceOf(b, 'powerOff').commands, 'app');
  const texts = () => (b.state().problems.get('Node//node-a') ?? []).map(({ text }) => text).join(' ');
  expect(texts()).toContain('NotReady 40 to 55 s after');
  b.frames.advance(60_000);
  expect(texts()).toMatch(/NotReady since 00:\d\d\. .*They are deleted at 05:\d\d /);
});
