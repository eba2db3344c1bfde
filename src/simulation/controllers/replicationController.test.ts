import { describe, expect, it } from 'vitest';
import type { ReplicationController } from '../../kubernetes/replicationController.ts';
import {
  cluster,
  clusterEvents,
  create,
  edit,
  node,
  pod,
  podsOf,
  remove,
  run,
} from '../../testing/cluster.ts';

/** As old manifests are written: without a selector. */
const frontend: ReplicationController = {
  apiVersion: 'v1',
  kind: 'ReplicationController',
  metadata: { name: 'frontend', namespace: 'default' },
  spec: {
    replicas: 2,
    template: {
      metadata: { labels: { app: 'frontend' } },
      spec: { containers: [{ name: 'app', image: 'nginx' }] },
    },
  },
};
const KEY = 'ReplicationController/default/frontend';

describe('the ReplicationController', () => {
  it('RS4 keeps Pods like a ReplicaSet, by the labels of its template', () => {
    const simulation = cluster([node('node-a'), frontend]);
    expect(simulation.byKind.ReplicationController.get(KEY)).toMatchObject({
      metadata: { labels: { app: 'frontend' } },
      spec: { selector: { app: 'frontend' } },
      status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
    });
    const [first] = podsOf(simulation, 'frontend');
    expect(first?.metadata.name).toMatch(/^frontend-[a-z0-9]{5}$/);
    remove(simulation, `Pod/default/${first?.metadata.name}`);
    const events = clusterEvents(run(simulation, 5000)).filter(({ about }) => about === KEY);
    expect(events.map(({ component, eventReason }) => `${component} ${eventReason}`)).toEqual([
      'replication-controller SuccessfulCreate',
    ]);
    expect(podsOf(simulation, 'frontend')).toHaveLength(2);
  });

  it('RS4 adopts Pods and scales', () => {
    const simulation = cluster([node('node-a'), frontend]);
    create(simulation, pod('stray', 'frontend'));
    run(simulation, 5000);
    expect(podsOf(simulation, 'frontend')).toHaveLength(2);
    edit<ReplicationController>(simulation, KEY, (object) => ({
      ...object,
      spec: { ...object.spec, replicas: 0 },
    }));
    run(simulation, 5000);
    expect(podsOf(simulation, 'frontend')).toEqual([]);
  });
});
