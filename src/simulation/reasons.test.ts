import { describe, expect, it } from 'vitest';
import { client, cluster, node, pod, service, serviceNamed } from '../testing/cluster.ts';
import { ask, clientKey, podKey, type Told } from '../testing/requests.ts';
import { explain } from './reasons.ts';

function simulate() {
  return cluster([
    node('node-a'),
    node('node-b'),
    pod('shop-a', 'shop', { nodeName: 'node-a' }),
    pod('shop-b', 'shop', { nodeName: 'node-b' }),
    pod('web', 'web', { nodeName: 'node-b' }),
    client('visitor'),
    service('shop', { type: 'NodePort' }),
    service('empty'),
    service('wrong', { selector: { app: 'shop' }, ports: [{ port: 80, targetPort: 9999 }] }),
  ]);
}

const nameOf = (place: string) => place.split('/').at(-1)!;

function sentences(told: Told): string[] {
  return [
    ...[...told.hops, ...told.packetEnds].map((step) => {
      const { title, sentence, lookAt } = explain(step, nameOf('from' in step ? step.from : step.place));
      return `${title}. ${sentence} ${lookAt ?? ''}`;
    }),
    explain(told.end, nameOf(told.end.from)).sentence,
  ];
}

describe('explanations', () => {
  it('EX1 tell how many endpoints there were, which one was picked and what became of the source', () => {
    const simulation = simulate();
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    const told = ask(simulation, clientKey('visitor'), `http://192.168.1.12:${nodePort}/`);
    const step = told.hops.find((hop) => hop.reason === 'EndpointPickedMasqueraded')!;
    const picked = nameOf(told.end.answeredBy!);
    expect(explain(step, 'node-b')).toEqual({
      title: 'kube-proxy on node-b rewrites it',
      sentence: `2 ready endpoints, each with probability 1/2. It picked default/${picked} on ${
        picked === 'shop-a' ? 'node-a' : 'node-b'
      }. The reply must come back through here, so the source becomes 192.168.1.12, an address of node-b.`,
    });
    expect(explain(told.end, 'visitor')).toEqual({
      title: 'Answered',
      sentence: `Answered by ${picked}; it saw the request come from 192.168.1.12.`,
    });
  });

  it('EX2 of a failure say what failed, why, and what to look at next', () => {
    const simulation = simulate();
    const end = (url: string) =>
      explain(ask(simulation, podKey('web'), url, { timeoutSeconds: 3 }).end, 'web');
    expect(end('http://empty/')).toEqual({
      title: 'Connection refused',
      sentence: 'Connection refused: Service empty has no ready endpoints. Its EndpointSlices list none.',
      lookAt:
        "Compare the Service's selector with the labels of the Pods, and its targetPort with the names of their ports.",
    });
    expect(end('http://wrong/').sentence).toMatch(
      /^Connection refused: Nothing listens on port 9999 of shop-[ab], so its kernel says so at once\.$/,
    );
    expect(end('http://shpo/').sentence).toBe(
      'Name not found: None of the 4 names on the search path for shpo exists.',
    );
    expect(end('http://10.96.200.200/').title).toBe('Timed out');
  });

  it('EX3 leave no gap: every sentence ends, and nothing in it is missing', () => {
    const simulation = simulate();
    const { nodePort } = serviceNamed(simulation, 'shop').spec.ports![0]!;
    const told = [
      ask(simulation, podKey('web'), 'http://shop/'),
      ask(simulation, podKey('web'), 'http://empty/'),
      ask(simulation, podKey('web'), 'http://wrong/'),
      ask(simulation, podKey('web'), 'http://nope/'),
      ask(simulation, clientKey('visitor'), `http://192.168.1.11:${nodePort}/`),
      ask(simulation, clientKey('visitor'), 'http://10.96.0.10/'),
      ask(simulation, clientKey('visitor'), 'http://shop/'),
    ];
    const all = told.flatMap(sentences);
    expect(all.length).toBeGreaterThan(60);
    for (const sentence of all) {
      expect(sentence).not.toMatch(/undefined|null|NaN|\$\{|\(\)| {2,}\S|on \.|port 0|: \./);
      expect(sentence.trim()).toMatch(/\.$/);
    }
  });
});
