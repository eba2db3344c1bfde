import { describe, expect, it } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { internalIP } from '../kubernetes/node.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import {
  client,
  cluster,
  create,
  deployment,
  edit,
  namespace,
  node,
  pod,
  remove,
  run,
  service,
  serviceNamed,
} from '../testing/cluster.ts';
import { write } from './apiServer.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('creating', () => {
  it('API1 fills in defaults and what only the server writes', () => {
    const simulation = cluster([]);
    run(simulation, 61_500);
    const given = service('shop');
    const { object, status } = create(simulation, {
      ...given,
      metadata: {
        ...given.metadata,
        uid: 'mine',
        resourceVersion: '1',
        creationTimestamp: '1999-01-01T00:00:00Z',
      },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    } as Service);
    expect(status.status).toBe('Success');
    const { metadata, spec, status: stored } = object as Service;
    expect(spec).toMatchObject({
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
    });
    expect(metadata.uid).toMatch(UUID);
    expect(metadata.creationTimestamp).toBe('2026-01-01T00:01:01Z');
    expect(Number(metadata.resourceVersion)).toBe(simulation.resourceVersion);
    expect(stored).toEqual({ loadBalancer: {} });
    expect(simulation.objects.get('Service/default/shop')).toBe(object);
    expect(given.metadata.uid).toBeUndefined();
  });

  it('API1 puts an object without a namespace into default, and a Node into none', () => {
    const simulation = cluster([]);
    const { namespace: _, ...metadata } = service('shop').metadata;
    expect(create(simulation, { ...service('shop'), metadata } as Service).object?.metadata.namespace).toBe(
      'default',
    );
    const placed = { ...node('node-a'), metadata: { name: 'node-a', namespace: 'default' } };
    expect(create(simulation, placed).object?.metadata.namespace).toBeUndefined();
  });

  it('API2 refuses a name that is taken', () => {
    const simulation = cluster([node('node-a'), service('shop'), pod('web'), deployment('shop', 1)]);
    expect(create(simulation, service('shop')).status).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'services "shop" already exists',
    });
    expect(create(simulation, deployment('shop')).status.message).toBe(
      'deployments.apps "shop" already exists',
    );
    remove(simulation, 'Pod/default/web');
    expect(create(simulation, pod('web')).status.message).toBe(
      'object is being deleted: pods "web" already exists',
    );
  });

  it('API3 refuses an object whose namespace does not exist or is being deleted', () => {
    const simulation = cluster([
      node('node-a'),
      namespace('team'),
      pod('web', 'web', {}, { namespace: 'team' }),
    ]);
    const stray = service('shop', {}, { namespace: 'nowhere' });
    expect(create(simulation, stray).status).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'namespaces "nowhere" not found',
    });
    remove(simulation, 'Namespace//team');
    expect(create(simulation, service('shop', {}, { namespace: 'team' })).status).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'services "shop" is forbidden: unable to create new content in namespace team because it is being terminated',
    });
  });

  it('API4 names every wrong field and leaves the cluster as it was', () => {
    const simulation = cluster([node('node-a')]);
    const before = new Map(simulation.objects);
    const wrong = service('shop', { ports: [{ port: 0 }, { port: 80, protocol: 'HTTP' as 'TCP' }] });
    const { status, object } = create(simulation, wrong);
    expect(object).toBeNull();
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(status.message).toMatch(/^Service "shop" is invalid: \[/);
    expect(status.details?.causes?.map((cause) => cause.field)).toContain('spec.ports[0].port');
    expect(new Map(simulation.objects)).toEqual(before);
    expect(simulation.events).toEqual([]);
  });

  it('API4 refuses what cannot be read at all', () => {
    const simulation = cluster([]);
    const { status } = create(
      simulation,
      service('shop', { ports: [{ port: 'eighty' as unknown as number }] }),
    );
    expect(status).toMatchObject({ code: 400, reason: 'BadRequest' });
  });

  it('API4 wants a name', () => {
    const { status } = create(cluster([]), { ...service(''), metadata: { name: '' } });
    expect(status.message).toBe(
      'Service "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  it('API10 generates names that never come twice', () => {
    const simulation = cluster([]);
    const names = new Set<string>();
    for (let count = 0; count < 200; count++) {
      const { object } = create(simulation, pod('', 'web', {}, { name: '', generateName: 'web-' }));
      expect(object!.metadata.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      names.add(object!.metadata.name);
      remove(simulation, `Pod/default/${object!.metadata.name}`, 0);
    }
    expect(names.size).toBe(200);
  });

  it('API10 gives a successor of the same name another uid', () => {
    const simulation = cluster([]);
    const first = create(simulation, service('shop')).object!;
    remove(simulation, 'Service/default/shop');
    expect(create(simulation, service('shop')).object!.metadata.uid).not.toBe(first.metadata.uid);
  });

  it('API11 stores kinds that are not simulated exactly as they came', () => {
    const simulation = cluster([]);
    const kept = {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: { name: 'shop', creationTimestamp: null, labels: null },
      spec: { template: {} },
      status: { url: 'http://shop.example.com' },
    } as KubernetesObject;
    expect(create(simulation, kept).status.status).toBe('Success');
    create(simulation, service('shop'));
    expect(simulation.objects.get('Service.serving.knative.dev//shop')).toEqual(kept);
    expect(create(simulation, kept).status.message).toBe(
      'services.serving.knative.dev "shop" already exists',
    );
    const changed = { ...kept, spec: { template: { a: 1 } } } as KubernetesObject;
    write(simulation, { verb: 'update', object: changed }, 'user');
    expect(simulation.objects.get('Service.serving.knative.dev//shop')).toEqual(changed);
    expect(remove(simulation, 'Service.serving.knative.dev//shop').status.status).toBe('Success');
  });

  it('API19 gives Nodes, Clients and OutsideServers the next free address of their range', () => {
    const server = (name: string) => ({
      apiVersion: 'kubehop.dev/v1alpha1',
      kind: 'OutsideServer',
      metadata: { name },
      spec: { hostname: `${name}.example.com` },
    });
    const chosen = { ...client('chosen'), spec: { address: '203.0.113.8' } };
    const simulation = cluster([
      node('a'),
      node('b'),
      client('x'),
      chosen,
      client('y'),
      server('pay'),
      server('mail'),
    ]);
    const nodes = [...simulation.byKind.Node.values()].map(internalIP);
    expect(nodes).toEqual(['192.168.1.11', '192.168.1.12']);
    const clients = [...simulation.byKind.Client.values()].map((each) => each.spec.address);
    expect(clients).toEqual(['203.0.113.7', '203.0.113.8', '203.0.113.9']);
    const servers = [...simulation.byKind.OutsideServer.values()].map((each) => each.spec.address);
    expect(servers).toEqual(['198.51.100.9', '198.51.100.10']);
    expect(
      create(simulation, { ...client('twin'), spec: { address: '203.0.113.8' } } as KubernetesObject).status
        .message,
    ).toBe(
      'Client.kubehop.dev "twin" is invalid: spec.address: Invalid value: "203.0.113.8": provided IP is already allocated',
    );
    remove(simulation, 'Node//a');
    expect(internalIP(create(simulation, node('c')).object as ReturnType<typeof node>)).toBe('192.168.1.11');
  });

  it('API23 gives every cluster its own objects, unless the scene brings them', () => {
    const simulation = cluster([node('node-a')]);
    expect([...simulation.byKind.Namespace.keys()]).toEqual(['Namespace//default', 'Namespace//kube-system']);
    expect(simulation.byKind.Service.get('Service/kube-system/kube-dns')?.spec.clusterIP).toBe('10.96.0.10');
    const ready = simulation.byKind.Deployment.get('Deployment.apps/kube-system/coredns')?.status
      ?.readyReplicas;
    expect(ready).toBe(2);
    const own = cluster([
      { ...deployment('coredns', 1), metadata: { name: 'coredns', namespace: 'kube-system' } } as Deployment,
    ]);
    expect(own.refused).toEqual([]);
    expect(own.byKind.Deployment.get('Deployment.apps/kube-system/coredns')?.spec.replicas).toBe(1);
  });

  it('API4 keeps a list of what was refused in a scene', () => {
    const simulation = cluster([service('shop', { ports: [] }), service('cart')]);
    expect(simulation.refused.map(({ object }) => object.metadata.name)).toEqual(['shop']);
    expect(simulation.refused[0]!.status.message).toBe(
      'Service "shop" is invalid: spec.ports: Required value',
    );
    expect(serviceNamed(simulation, 'cart')).toBeDefined();
  });
});

describe('updating', () => {
  it('API5 refuses whoever has seen an older object', () => {
    const simulation = cluster([service('shop')]);
    const seen = serviceNamed(simulation, 'shop');
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, publishNotReadyAddresses: true },
    }));
    const late = { ...seen, spec: { ...seen.spec, selector: { app: 'other' } } };
    expect(write(simulation, { verb: 'update', object: late }, 'user').status).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on services "shop": the object has been modified; please apply your changes to the latest version and try again',
    });
    const { resourceVersion: _, ...metadata } = late.metadata;
    const blind = { ...late, metadata };
    expect(write(simulation, { verb: 'update', object: blind }, 'user').status.status).toBe('Success');
    const other = { ...blind, metadata: { ...metadata, uid: 'another' } };
    expect(write(simulation, { verb: 'update', object: other }, 'user').status.reason).toBe('Conflict');
    expect(write(simulation, { verb: 'update', object: service('nobody') }, 'user').status.message).toBe(
      'services "nobody" not found',
    );
    expect(remove(simulation, 'Deployment.apps/default/nobody').status.message).toBe(
      'deployments.apps "nobody" not found',
    );
  });

  it('API6 writes nothing when nothing changes', () => {
    const simulation = cluster([node('node-a'), service('shop')]);
    const before = serviceNamed(simulation, 'shop');
    const { status, object } = write(simulation, { verb: 'update', object: service('shop') }, 'user');
    expect(status.status).toBe('Success');
    expect(object).toBe(before);
    expect(run(simulation, 10_000)).toEqual([]);
  });

  it('API7 counts changes of the spec, and keeps spec and status apart', () => {
    const simulation = cluster([node('node-a'), deployment('shop', 1)]);
    const key = 'Deployment.apps/default/shop';
    const status = (simulation.objects.get(key) as Deployment).status;
    const relabelled = edit<Deployment>(simulation, key, (object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { tier: 'web' } },
      status: { replicas: 99 },
    })).object as Deployment;
    expect(relabelled.metadata.generation).toBe(1);
    expect(relabelled.status).toEqual(status);
    const scaled = edit<Deployment>(simulation, key, (object) => ({
      ...object,
      spec: { ...object.spec, replicas: 2 },
    }));
    expect(scaled.object!.metadata.generation).toBe(2);
    const current = simulation.objects.get(key) as Deployment;
    const sneaky = { ...current, spec: { ...current.spec, replicas: 7 }, status: { replicas: 5 } };
    const after = write(simulation, { verb: 'update', object: sneaky, subresource: 'status' }, 'test')
      .object as Deployment;
    expect([after.spec.replicas, after.status?.replicas, after.metadata.generation]).toEqual([2, 5, 2]);
  });

  it('API8 tells of each change once, with its author, and never touches what was read before', () => {
    const simulation = cluster([node('node-a'), service('shop')]);
    const before = serviceNamed(simulation, 'shop');
    const copy = structuredClone(before);
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      spec: { ...object.spec, selector: { app: 'cart' } },
    }));
    const after = serviceNamed(simulation, 'shop');
    const changes = run(simulation, 0).filter((event) => event.type === 'ObjectChange');
    expect(changes).toEqual([
      { type: 'ObjectChange', at: 0, author: 'user', key: 'Service/default/shop', before, after },
    ]);
    expect(before).toEqual(copy);
    expect(after).not.toBe(before);
  });

  it('API9 changes nothing in a dry run', () => {
    const simulation = cluster([node('node-a'), namespace('team'), service('shop'), pod('web')]);
    const before = new Map(simulation.objects);
    const generated = write(
      simulation,
      { verb: 'create', object: pod('', 'x', {}, { name: '', generateName: 'x-' }), dryRun: true },
      'user',
    );
    expect(generated.object?.metadata.uid).toMatch(UUID);
    const type = service('shop', { type: 'NodePort' });
    const changed = write(simulation, { verb: 'update', object: type, dryRun: true }, 'user')
      .object as Service;
    expect(changed.spec.ports?.[0]?.nodePort).toBeGreaterThan(29_999);
    for (const key of ['Namespace//team', 'Service/default/shop', 'Pod/default/web'])
      expect(write(simulation, { verb: 'delete', key, dryRun: true }, 'user').status.status).toBe('Success');
    expect(
      write(simulation, { verb: 'create', object: service('shop'), dryRun: true }, 'user').status.reason,
    ).toBe('AlreadyExists');
    expect(new Map(simulation.objects)).toEqual(before);
    expect(run(simulation, 10_000)).toEqual([]);
  });
});

describe('deleting', () => {
  it('API20 lets a Pod on a node stop gracefully', () => {
    const simulation = cluster([
      node('node-a'),
      pod('web'),
      pod('lost', 'lost', { nodeSelector: { disk: 'ssd' } }),
    ]);
    const { object } = remove(simulation, 'Pod/default/web');
    expect(object?.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    expect((object as Pod).status?.phase).toBe('Running');
    expect(remove(simulation, 'Pod/default/web', 5).object?.metadata.deletionGracePeriodSeconds).toBe(5);
    expect(remove(simulation, 'Pod/default/web', 60).object?.metadata.deletionGracePeriodSeconds).toBe(5);
    expect(remove(simulation, 'Pod/default/web', 0).object).toBeNull();
    expect(simulation.objects.has('Pod/default/web')).toBe(false);
    remove(simulation, 'Pod/default/lost');
    expect(simulation.objects.has('Pod/default/lost')).toBe(false);
  });

  it('API21 lets a Namespace go when its content is gone', () => {
    const inTeam = { namespace: 'team' };
    const kept = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config', namespace: 'team' } };
    const simulation = cluster([
      node('node-a'),
      namespace('team'),
      { ...deployment('shop', 2), metadata: { name: 'shop', ...inTeam } } as Deployment,
      service('shop', {}, inTeam),
      kept,
    ]);
    const { object } = remove(simulation, 'Namespace//team');
    expect(object).toMatchObject({ status: { phase: 'Terminating' } });
    run(simulation, 1500);
    expect(simulation.objects.has('Service/team/shop')).toBe(false);
    expect(simulation.objects.has('Namespace//team')).toBe(true);
    run(simulation, 6000);
    expect([...simulation.objects.keys()].filter((key) => key.includes('team'))).toEqual([]);
  });

  it('API21 protects the namespaces that the cluster needs', () => {
    const { status } = remove(cluster([]), 'Namespace//default');
    expect(status).toMatchObject({
      code: 403,
      message: 'namespaces "default" is forbidden: this namespace may not be deleted',
    });
  });

  it('API21 takes a Namespace out at once with everything in it when forced', () => {
    const simulation = cluster([
      node('node-a'),
      namespace('team'),
      pod('web', 'web', {}, { namespace: 'team' }),
    ]);
    expect(remove(simulation, 'Namespace//team', 0).status.status).toBe('Success');
    expect([...simulation.objects.keys()].filter((key) => key.includes('team'))).toEqual([]);
  });

  it('API22 keeps an object until its last finalizer is taken off', () => {
    const simulation = cluster([service('shop', {}, { finalizers: ['example.com/hold'] })]);
    remove(simulation, 'Service/default/shop');
    run(simulation, 60_000);
    expect(serviceNamed(simulation, 'shop').metadata.deletionTimestamp).toBeDefined();
    edit<Service>(simulation, 'Service/default/shop', (object) => ({
      ...object,
      metadata: { ...object.metadata, finalizers: [] },
    }));
    expect(simulation.objects.has('Service/default/shop')).toBe(false);
  });
});
