import { expect, test } from 'vitest';
import { inNamespace, kinds } from '../kubernetes/kinds.ts';
import type { NetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { findProblems } from './problems.ts';

function textsOf(objects: KubernetesObject[], key: string): string[] {
  const map = new Map(objects.map((object) => [objectKey(inNamespace(object)), inNamespace(object)]));
  return (findProblems(map).get(key) ?? []).map(({ severity, text }) => `${severity}: ${text}`);
}

function pod(name: string, app: string, podIP: string): Pod {
  const template = kinds.Pod.template(name);
  return {
    ...template,
    metadata: { ...template.metadata, labels: { app } },
    spec: { ...template.spec, nodeName: 'node-a' },
    status: { podIP, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const server: Pod = {
  ...pod('coredns', '', '10.244.1.2'),
  metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
};
const system = kinds.Namespace.defaults(kinds.Namespace.template('kube-system'));

function policy(name: string, spec: NetworkPolicy['spec']): NetworkPolicy {
  return kinds.NetworkPolicy.defaults({ ...kinds.NetworkPolicy.template(name), spec });
}

const app = (name: string) => ({ matchLabels: { app: name } });
const WALLS = 'NetworkPolicy.networking.k8s.io/default/walls';

test('a policy about nobody says so, unless its Pods are about to come', () => {
  const walls = policy('walls', { podSelector: app('shop') });
  expect(textsOf([walls, pod('web', 'web', '10.244.1.3')], WALLS)).toEqual([
    'warning: podSelector matches no Pod: none of Namespace default has app=shop. A policy selects in its own Namespace only.',
  ]);
  expect(textsOf([policy('walls', {})], WALLS)).toEqual([
    'warning: podSelector matches no Pod: Namespace default has none. A policy selects in its own Namespace only.',
  ]);
  expect(textsOf([walls, kinds.Deployment.template('shop')], WALLS)).toEqual([]);
});

test('a policy that forbids egress without a rule for DNS says who cannot look up names', () => {
  const denied = policy('walls', { podSelector: app('web'), policyTypes: ['Egress'] });
  const objects = [system, server, pod('web', 'web', '10.244.1.3')];
  expect(textsOf([...objects, denied], WALLS)).toEqual([
    'warning: web cannot look up names: no policy allows egress to the cluster DNS (Pods of kube-system, port 53 over UDP and TCP).',
  ]);
  const dns = policy('dns', {
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
        ports: [{ protocol: 'UDP', port: 53 }],
      },
    ],
  });
  expect(textsOf([...objects, denied, dns], WALLS)).toEqual([]);
});

test('Traffic that policies do not let through names them', () => {
  const traffic = (from: string): Traffic => ({
    ...kinds.Traffic.template('calls'),
    spec: { from: { kind: 'Pod', namespace: 'default', name: from }, service: { name: 'db' } },
  });
  const db: Service = {
    ...kinds.Service.template('db'),
    spec: { selector: { app: 'db' }, ports: [{ port: 80, targetPort: 8080 }] },
  };
  const objects = [
    pod('db', 'db', '10.244.1.4'),
    pod('web', 'web', '10.244.1.3'),
    pod('api', 'api', '10.244.1.5'),
    db,
  ];
  const walls = policy('walls', {
    podSelector: app('db'),
    ingress: [{ from: [{ podSelector: app('api') }], ports: [{ port: 8080 }] }],
  });
  const CALLS = objectKey(traffic('web'));
  const node = kinds.Node.template('node-a');
  expect(textsOf([node, ...objects, walls, traffic('web')], CALLS)).toEqual([
    'info: NetworkPolicy walls does not let it through.',
  ]);
  expect(textsOf([node, ...objects, walls, traffic('api')], CALLS)).toEqual([]);
  const shut = policy('shut', { podSelector: app('api'), policyTypes: ['Egress'] });
  expect(textsOf([node, ...objects, walls, shut, traffic('api')], CALLS)).toEqual([
    'info: NetworkPolicy shut does not let it through.',
  ]);
});
