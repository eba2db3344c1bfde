import { describe, expect, it } from 'vitest';
import type { Service } from '../kubernetes/service.ts';
import { testBench } from '../playground/testBench.ts';
import { client, deployment, node, pod, service } from '../testing/cluster.ts';
import { endedSince } from './evidence.ts';
import type { Finding, Goal, GoalFields, GoalKind } from './goal.ts';
import { evaluateGoal, GOAL_KINDS, goalSentence } from './goals.ts';

/** A shop with two Pods on node-b, whose visitor comes in by node-a; web asks it from inside. */
async function town() {
  const bench = testBench([
    node('node-a'),
    node('node-b'),
    client('visitor'),
    pod('web', 'web', { nodeName: 'node-a' }),
    pod('shop-1', 'shop', { nodeName: 'node-b' }),
    pod('shop-2', 'shop', { nodeName: 'node-b' }),
    service('shop', { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }),
    service('empty'),
    deployment('api', 2),
  ]);
  const before = bench.state().objects;
  const send = async (from: string, url: string, times = 1) => {
    for (let left = times; left > 0; left--) await bench.succeed({ type: 'send', request: { from, url } });
    bench.frames.advance(20_000);
  };
  const judge = (goal: Goal, changedAt = 0): Finding => {
    const { objects, requests } = bench.state();
    return evaluateGoal(goal, { objects, before, requests: endedSince(requests, changedAt) });
  };
  return { ...bench, send, judge };
}

const VISITOR = 'Client.kubehop.dev//visitor';
const WEB = 'Pod/default/web';

function goal<K extends GoalKind>(kind: K, fields: GoalFields[K]): Goal {
  return { kind, ...fields } as Goal;
}

describe('a goal about objects', () => {
  it.each<[Goal, boolean]>([
    [goal('object', { object: 'Service/shop' }), true],
    [goal('object', { object: 'Service/shop', exists: false }), false],
    [goal('object', { object: 'Service/other/shop' }), false],
    [goal('object', { object: 'ConfigMap/nothing', exists: false }), true],
    [goal('field', { field: 'Service/shop', path: 'spec.type', is: 'NodePort' }), true],
    [goal('field', { field: 'Service/shop', path: 'spec.ports[0].port', is: 80 }), true],
    [goal('field', { field: 'Service/shop', path: 'spec.ports[0].port', is: '80' }), true],
    [goal('field', { field: 'Service/shop', path: 'spec.ports[port=80].nodePort', is: 30080 }), true],
    [goal('field', { field: 'Service/shop', path: 'spec.type', isNot: 'NodePort' }), false],
    [goal('field', { field: 'Service/shop', path: 'spec.clusterIP', matches: '^10\\.96\\.' }), true],
    [goal('field', { field: 'Deployment/api', path: 'status.readyReplicas', atLeast: 2, atMost: 2 }), true],
    [goal('field', { field: 'Deployment/api', path: 'status.noField', atMost: 5 }), false],
    [goal('field', { field: 'Pod/shop-1', path: 'metadata.labels["app"]', is: 'shop' }), true],
    [goal('field', { field: 'Pod/nobody', path: 'spec', isNot: 'x' }), false],
    [goal('field', { field: 'Service/shop', path: 'constructor', isNot: '' }), false],
    [goal('pods', { pods: 'app=shop', ready: 2 }), true],
    [goal('pods', { pods: 'app=shop', ready: 1 }), false],
    [goal('pods', { pods: 'app=shop', atLeast: 1 }), true],
    [goal('pods', { pods: 'Pod/shop-1', ready: 1 }), true],
    [goal('pods', { pods: 'app=nobody', ready: 0 }), true],
  ])('%j: %s', async (wanted, isMet) => {
    const { judge, frames } = await town();
    frames.advance(3000);
    expect(judge(wanted).isMet).toBe(isMet);
  });

  it('unchanged: neither its fields, nor that it is there; its status may change', async () => {
    const { judge, succeed, object, frames } = await town();
    const wanted = goal('unchanged', { unchanged: ['Service/shop', 'Deployment/api'] });
    frames.advance(5000);
    expect(judge(wanted).isMet).toBe(true);
    const shop = object<Service>('Service/default/shop');
    await succeed({
      type: 'update',
      object: { ...shop, spec: { ...shop.spec, sessionAffinity: 'ClientIP' } } as Service,
    });
    expect(judge(wanted)).toEqual({ isMet: false, seen: 'Service shop' });
    await succeed({ type: 'undo' });
    expect(judge(wanted).isMet).toBe(true);
    await succeed({ type: 'delete', key: 'Deployment.apps/default/api' });
    expect(judge(wanted).isMet).toBe(false);
  });
});

describe('a goal about requests', () => {
  it.each<[Goal, boolean, string?]>([
    [goal('requests', { requests: 'answered', last: 2 }), true],
    [goal('requests', { requests: 'answered', last: 3 }), false],
    [goal('requests', { requests: 'answered', last: 5 }), false],
    [goal('requests', { requests: 'answered', last: 5, atLeast: '80%' }), true],
    [goal('requests', { requests: 'refused', last: 5, atMost: '20%' }), true],
    [goal('requests', { requests: 'refused', last: 5, atMost: '10%' }), false],
    [goal('requests', { requests: 'answered', last: 6, atLeast: '0%' }), false, '4 of 6 requests'],
    [goal('requests', { requests: 'answered', last: 2, from: 'Client/visitor' }), true],
    [goal('requests', { requests: 'answered', last: 3, from: 'Client/visitor' }), false],
    [goal('requests', { requests: 'answered', last: 2, to: 'Service/shop', from: 'Pod/web' }), true],
    [goal('requests', { requests: 'refused', last: 1, to: 'Service/empty' }), true],
    [goal('requests', { requests: 'answered', last: 2, status: 200 }), true],
    [goal('requests', { requests: 'answered', last: 2, status: 404 }), false],
    [goal('requests', { requests: 'answered', last: 1, to: 'Service/shop', since: 'change' }), true],
    [goal('requests', { requests: 'answered', last: 1, since: 'change' }), false],
    [goal('sourceSeen', { sourceSeen: 'client', by: 'app=shop', from: 'Pod/web', last: 2 }), true],
    [goal('sourceSeen', { sourceSeen: 'client', by: 'app=shop', from: 'Client/visitor', last: 2 }), false],
    [goal('sourceSeen', { sourceSeen: 'node', by: 'app=shop', from: 'Client/visitor', last: 2 }), true],
    [
      goal('sourceSeen', { sourceSeen: '192.168.1.11', by: 'app=shop', from: 'Client/visitor', last: 2 }),
      true,
    ],
    [goal('sourceSeen', { sourceSeen: 'node', by: 'app=web', last: 1 }), false],
    [goal('share', { share: 'each', of: 'app=shop', last: 4, atLeast: '0%', atMost: '100%' }), true],
    [goal('share', { share: 'each', of: 'app=shop', last: 4, atMost: '10%' }), false],
    [goal('share', { share: 'Pod/web', of: 'app=shop', last: 4, atMost: '0%' }), true],
    [goal('share', { share: 'each', of: 'app=shop', last: 9, atMost: '100%' }), false, '4 of 9 requests'],
    [goal('reached', { reached: 'Node/node-a', by: 'Client/visitor', last: 2 }), true],
    [goal('reached', { reached: 'Node/node-b', by: 'Client/visitor', last: 2 }), true],
    [goal('reached', { reached: 'app=shop', by: 'Client/visitor', last: 2 }), true],
    [goal('reached', { reached: 'Pod/web', by: 'Client/visitor', last: 1 }), false],
    [goal('notReached', { notReached: 'Pod/web', by: 'Client/visitor', last: 2 }), true],
    [goal('notReached', { notReached: 'Node/node-b', by: 'Client/visitor', last: 1 }), false],
    [goal('notReached', { notReached: 'Pod/web', by: 'Client/visitor', last: 3 }), false],
    [goal('packets', { packets: 'EndpointPicked', atLeast: 2, last: 5 }), true],
    [goal('packets', { packets: 'NoReadyEndpoints', atMost: 0, last: 5 }), false],
    [goal('packets', { packets: 'PolicyDenied', atMost: 0, last: 5 }), true],
    [goal('packets', { packets: 'PolicyDenied', atMost: 0, last: 6 }), false],
  ])('%j: %s', async (wanted, isMet, seen) => {
    const { judge, send } = await town();
    await send(VISITOR, 'http://192.168.1.11:30080/', 2);
    await send(WEB, 'http://empty/');
    await send(WEB, 'http://shop/', 2);
    const found = judge(wanted);
    expect(found.isMet).toBe(isMet);
    if (seen !== undefined) expect(found.seen).toBe(seen);
  });

  it('counts what began after the last change', async () => {
    const { judge, send, state } = await town();
    const wanted = goal('requests', { requests: 'answered', last: 1, to: 'Service/shop' });
    await send(WEB, 'http://shop/');
    expect(judge(wanted).isMet).toBe(true);
    expect(judge(wanted, state().clock.now).isMet).toBe(false);
  });
});

describe('the sentence of a goal', () => {
  const examples: { readonly [K in GoalKind]: [GoalFields[K], string] } = {
    object: [{ object: 'Service/shop' }, 'Service shop exists'],
    field: [
      { field: 'Service/shop', path: 'spec.type', is: 'NodePort' },
      'spec.type of Service shop is NodePort',
    ],
    requests: [
      { requests: 'answered', from: 'Client/visitor', to: 'Service/shop', last: 5 },
      'The last 5 requests of Client visitor to Service shop got an answer',
    ],
    sourceSeen: [
      { sourceSeen: 'client', by: 'app=shop', last: 5 },
      'The Pods app=shop saw the client’s own address in the last 5 requests',
    ],
    share: [
      { share: 'each', of: 'app=shop', last: 20, atMost: '60%' },
      'Each Pod of app=shop gave at most 60% of the last 20 answers',
    ],
    pods: [{ pods: 'app=shop', ready: 3 }, '3 Pods app=shop are ready'],
    reached: [{ reached: 'Pod/shop-1', last: 1 }, 'The last request reached Pod shop-1'],
    notReached: [
      { notReached: 'app=db', by: 'Pod/web', last: 3 },
      'None of the last 3 requests of Pod web reached app=db',
    ],
    packets: [
      { packets: 'PolicyDenied', atMost: 0, last: 5 },
      'PolicyDenied happened to no packet of the last 5 requests',
    ],
    unchanged: [{ unchanged: ['Service/shop', 'Pod/web'] }, 'Unchanged: Service shop, Pod web'],
  };

  it.each(GOAL_KINDS)('%s says itself', (kind) => {
    const [fields, sentence] = examples[kind];
    expect(goalSentence({ kind, ...fields } as Goal)).toBe(sentence);
  });

  it('is the lesson’s own where it has one', () => {
    expect(goalSentence({ kind: 'object', object: 'Service/shop', text: 'The shop is open' })).toBe(
      'The shop is open',
    );
  });
});
