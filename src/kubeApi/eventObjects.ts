/** What controllers said, as Event objects: equal ones of an hour are one event that counts. Models client-go's event correlator. */
import { type KubernetesObject, parseKey } from '../kubernetes/objectMeta.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import type { ClusterEvent } from '../simulation/events.ts';
import type { Simulation } from '../simulation/state.ts';
import { uidOf } from '../simulation/uid.ts';
import type { Cluster } from './cluster.ts';

export interface EventObject extends KubernetesObject {
  involvedObject: Record<string, string>;
  reason: string;
  message: string;
  source: { component: string };
  firstTimestamp: string;
  lastTimestamp: string;
  count: number;
  type: string;
}

/** The component's own name, as it signs its events. */
const components: Readonly<Record<string, string>> = {
  scheduler: 'default-scheduler',
  kubelet: 'kubelet',
  deployment: 'deployment-controller',
  replicaSet: 'replicaset-controller',
  replicationController: 'replication-controller',
  statefulSet: 'statefulset-controller',
  daemonSet: 'daemonset-controller',
  job: 'job-controller',
  endpointSlice: 'endpoint-slice-controller',
  cloudController: 'service-controller',
  node: 'node-controller',
};

export function eventObjects(simulation: Simulation, events: readonly ClusterEvent[]): EventObject[] {
  const found = new Map<string, EventObject>();
  for (const event of events) {
    const id = idOf(event);
    const known = found.get(id);
    found.set(
      id,
      known === undefined
        ? eventObject(simulation, event, id)
        : { ...known, count: known.count + 1, lastTimestamp: timestampAt(event.at) },
    );
  }
  return [...found.values()];
}

/** Tells of what is said from now on; returns how to stop. */
export function watchEvents(
  cluster: Cluster,
  tell: (type: 'ADDED' | 'MODIFIED', object: EventObject) => void,
): () => void {
  const { simulation, events, eventListeners } = cluster;
  const listener = (event: ClusterEvent) => {
    const same = events.filter((each) => idOf(each) === idOf(event));
    const [object] = eventObjects(simulation, same);
    if (object !== undefined) tell(object.count === 1 ? 'ADDED' : 'MODIFIED', object);
  };
  eventListeners.add(listener);
  return () => eventListeners.delete(listener);
}

/** What equal events have in common. */
function idOf({ about, component, eventReason, message, severity }: ClusterEvent): string {
  return [about, component, eventReason, message, severity].join('\n');
}

function eventObject(simulation: Simulation, event: ClusterEvent, id: string): EventObject {
  const { kind, namespace, name } = parseKey(event.about);
  const about = simulation.objects.get(event.about);
  const at = timestampAt(event.at);
  const component = components[event.component] ?? event.component;
  const uid = uidOf(simulation.seed, `Event/${id}`, 0);
  // A real name ends in the nanoseconds of its time.
  const nanoseconds =
    BigInt(Date.parse(at)) * 1_000_000n + BigInt(Number.parseInt(uid.slice(0, 8), 16) % 1_000_000);
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${nanoseconds.toString(16)}`,
      namespace: namespace === '' ? 'default' : namespace,
      uid,
      resourceVersion: String(event.at + 1),
      creationTimestamp: at,
    },
    involvedObject: {
      kind,
      ...(namespace === '' ? {} : { namespace }),
      name,
      ...(about?.metadata.uid === undefined ? {} : { uid: about.metadata.uid }),
      ...(about === undefined ? {} : { apiVersion: about.apiVersion }),
      ...(about?.metadata.resourceVersion === undefined
        ? {}
        : { resourceVersion: about.metadata.resourceVersion }),
    },
    reason: event.eventReason,
    message: event.message,
    source: { component },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    type: event.severity,
    ...({ eventTime: null, reportingComponent: component, reportingInstance: '' } as object),
  };
}
