/** Conformance with upstream's printers, and what their tables hold beyond the vectors. */
import { describe, expect, it, test } from 'vitest';
import { type Kind, kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { ContainerState, Pod, PodStatus } from '../kubernetes/pod.ts';
import { runVectors, writeReport } from '../testing/conformance/conformance.ts';
import type { Cell } from './columns.ts';
import { tableOf } from './table.ts';

const contents = import.meta.glob<string>('../simulation/testdata/kubectl/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(contents).map(([path, content]) => ({ path, content }));

const now = Date.parse('2026-01-01T00:10:00Z');

/** The row as one would read it: title → cell. */
function rowOf(object: unknown, wide = true): Record<string, Cell> {
  const { columns, rows } = tableOf([object as KubernetesObject], { now, wide });
  return Object.fromEntries(columns.map((name, index) => [name, rows[0]!.cells[index]!]));
}

test('rows and durations are written as upstream writes them', () => {
  expect(writeReport(runVectors(files))).toEqual({ lines: ['kubectl 124/124'], passed: true });
});

test('a cell that is not met is reported with its kind', () => {
  const [nodes] = files.filter(({ path }) => path.endsWith('/node.json'));
  const broken = nodes!.content.replace('"NotReady"', '"Ready"');
  const { lines } = writeReport(runVectors([{ ...nodes!, content: broken }]));
  expect(lines[1]).toMatch(/^kubectl Node status-not-ready: expected .*"Ready".*, came .*"NotReady"/);
});

describe('every simulated kind', () => {
  it.each(Object.keys(kinds) as Kind[])('%s prints its name first, and its age', (kind) => {
    const { template, defaults } = kinds[kind] as (typeof kinds)['Pod'];
    const object = defaults(template('anna'));
    object.metadata.creationTimestamp = '2026-01-01T00:05:00Z';
    const row = rowOf(object);
    expect(Object.keys(row)[0]).toBe('Name');
    expect(row).toMatchObject({ Name: 'anna', Age: '5m' });
  });

  it('has fewer columns without -o wide', () => {
    const node = kinds.Node.template('node-a');
    expect(Object.keys(rowOf(node, false))).toEqual(['Name', 'Status', 'Roles', 'Age', 'Version']);
  });
});

describe('the status of a Pod', () => {
  const container = (name: string, state: ContainerState, ready = false) => ({
    name,
    ready,
    restartCount: 0,
    image: '',
    imageID: '',
    state,
  });
  const pod = (status: PodStatus, metadata: Partial<Pod['metadata']> = {}): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop', ...metadata },
    spec: { containers: [{ name: 'app' }, { name: 'log' }], initContainers: [{ name: 'prepare' }] },
    status,
  });
  const running: ContainerState = { running: {} };
  const completed: ContainerState = { terminated: { exitCode: 0, reason: 'Completed' } };

  it('tells how a container ended when nobody gave a reason', () => {
    const failed = (terminated: { exitCode: number; signal?: number }) =>
      rowOf(pod({ phase: 'Failed', containerStatuses: [container('app', { terminated })] })).Status;
    expect(failed({ exitCode: 3 })).toBe('ExitCode:3');
    expect(failed({ exitCode: 137, signal: 9 })).toBe('Signal:9');
  });

  it('tells how initialization fails, or what it waits for', () => {
    const preparing = (state: ContainerState) =>
      rowOf(pod({ phase: 'Pending', initContainerStatuses: [container('prepare', state)] })).Status;
    expect(preparing({ terminated: { exitCode: 2 } })).toBe('Init:ExitCode:2');
    expect(preparing({ terminated: { exitCode: 1, reason: 'Error' } })).toBe('Init:Error');
    expect(preparing({ waiting: { reason: 'CrashLoopBackOff' } })).toBe('Init:CrashLoopBackOff');
    expect(preparing({ waiting: { reason: 'PodInitializing' } })).toBe('Init:0/1');
  });

  it('is NotReady while one container has completed, another runs and the Pod is not ready', () => {
    const containerStatuses = [container('app', completed), container('log', running, true)];
    expect(rowOf(pod({ phase: 'Running', containerStatuses }))).toMatchObject({
      Ready: '1/2',
      Status: 'NotReady',
    });
  });

  it('is Terminating while it is being deleted, and Unknown when its node is lost', () => {
    const deleted = { deletionTimestamp: '2026-01-01T00:09:50Z' };
    expect(rowOf(pod({ phase: 'Pending' }, deleted)).Status).toBe('Terminating');
    expect(rowOf(pod({ phase: 'Running', reason: 'NodeLost' }, deleted)).Status).toBe('Unknown');
  });
});

describe('Services', () => {
  const service = (spec: object, status = {}) =>
    rowOf({ ...kinds.Service.template('shop'), spec, status }, false);

  it('names a load balancer by its hostname when it has no address', () => {
    const status = { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } };
    expect(service({ type: 'LoadBalancer' }, status)['External-IP']).toBe('lb.example.com');
  });

  it('shows None for a headless Service, and both numbers of a node port', () => {
    const ports = [{ port: 80, nodePort: 30080, protocol: 'TCP' }];
    expect(service({ type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'], ports })).toMatchObject({
      'Cluster-IP': 'None',
      'Port(s)': '80:30080/TCP',
    });
  });
});

describe('selectors', () => {
  it('come in the order of their keys, with all operators', () => {
    const selector = {
      matchLabels: { tier: 'front' },
      matchExpressions: [
        { key: 'zone', operator: 'NotIn', values: ['b', 'a'] },
        { key: 'app', operator: 'In', values: ['shop'] },
        { key: 'old', operator: 'DoesNotExist' },
        { key: 'new', operator: 'Exists' },
      ],
    };
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'walls' },
      spec: { podSelector: selector },
    };
    expect(rowOf(policy)['Pod-Selector']).toBe('app in (shop),new,!old,tier=front,zone notin (a,b)');
  });
});

describe('kinds that are kept, but not simulated', () => {
  const kept = (apiVersion: string, kind: string, fields: object) =>
    rowOf({ apiVersion, kind, metadata: { name: 'x' }, ...fields });

  it('lists the hosts of an Ingress, and how many rules there are beyond', () => {
    const hosts = (...names: string[]) =>
      kept('networking.k8s.io/v1', 'Ingress', { spec: { rules: names.map((host) => ({ host })) } }).Hosts;
    expect(hosts()).toBe('*');
    expect(hosts('a.example', 'b.example', 'c.example')).toBe('a.example,b.example,c.example');
    expect(hosts('a.example', 'b.example', 'c.example', 'd.example', '')).toBe(
      'a.example,b.example,c.example + 2 more...',
    );
  });

  it('writes addresses of Endpoints with their ports, IPv6 in brackets', () => {
    const subsets = [{ addresses: [{ ip: '10.1.2.3' }, { ip: 'fd00::2' }], ports: [{ port: 80 }] }];
    expect(kept('v1', 'Endpoints', { subsets }).Endpoints).toBe('10.1.2.3:80,[fd00::2]:80');
  });

  it('tells the state of a Job, and how long it took', () => {
    const status = {
      succeeded: 1,
      startTime: '2026-01-01T00:00:00Z',
      completionTime: '2026-01-01T00:02:05Z',
      conditions: [{ type: 'Complete', status: 'True' }],
    };
    const spec = { parallelism: 3, template: { spec: { containers: [{ name: 'app', image: 'once' }] } } };
    expect(kept('batch/v1', 'Job', { spec, status })).toMatchObject({
      Status: 'Complete',
      Completions: '1/1 of 3',
      Duration: '2m5s',
      Containers: 'app',
      Images: 'once',
    });
    expect(kept('batch/v1', 'Job', { spec: { ...spec, completions: 4 } })).toMatchObject({
      Status: 'Running',
      Completions: '0/4',
      Duration: '',
    });
  });

  it('tells two kinds of one name apart by their group', () => {
    const knative = kept('serving.knative.dev/v1', 'Service', {});
    expect(knative).toEqual({ Name: 'x', Age: '<unknown>' });
  });

  it('leaves a cell unknown whose fields are not what the kind has', () => {
    expect(kept('batch/v1', 'CronJob', { spec: null })).toMatchObject({ Name: 'x', Schedule: '<unknown>' });
    expect(kept('rbac.authorization.k8s.io/v1', 'RoleBinding', {}).Role).toBe('<unknown>');
  });
});
