import { describe, expect, it } from 'vitest';
import { ask, clusterOf, watched } from '../testing/kubeApi.ts';
import { LARGEST_BODY } from './api.ts';
import { type Cluster, letTimePass } from './cluster.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } };
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: 'b' } };

const deployment = (name: string, replicas: number, image = 'nginx') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

const CORE = '/api/v1/namespaces/default';
const APPS = '/apis/apps/v1/namespaces/default';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const APPLY = 'application/apply-patch+yaml';

const names = ({ body }: { body: { items: { metadata: { name: string } }[] } }) =>
  body.items.map(({ metadata }) => metadata.name);

function clusterWithPods(...pods: string[]): Cluster {
  const cluster = clusterOf([node, settings]);
  for (const name of pods)
    ask(cluster, `POST ${CORE}/pods`, {
      body: {
        metadata: { name, labels: { app: name } },
        spec: { containers: [{ name: 'web', image: 'nginx' }] },
      },
    });
  return cluster;
}

describe('reading', () => {
  it('says what it has, group by group and all at once', () => {
    const cluster = clusterWithPods();
    const apps = ask(cluster, 'GET /apis/apps/v1').body.resources.map(({ name }: { name: string }) => name);
    expect(apps).toEqual(expect.arrayContaining(['deployments', 'deployments/scale', 'deployments/status']));
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const groups = ask(cluster, 'GET /apis', { accept }).body.items;
    expect(groups.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toContain('apps');
    expect(ask(cluster, 'GET /apis/example.com/v1/unicorns').status).toBe(404);
  });

  it('lists by labels and fields, page by page', () => {
    const cluster = clusterWithPods('a', 'b', 'c');
    expect(names(ask(cluster, `GET ${CORE}/pods?labelSelector=app!=b`))).toEqual(['a', 'c']);
    expect(names(ask(cluster, `GET ${CORE}/pods?fieldSelector=metadata.name=b`))).toEqual(['b']);
    const first = ask(cluster, `GET ${CORE}/pods?limit=2`);
    expect(names(first)).toEqual(['a', 'b']);
    const next = encodeURIComponent(first.body.metadata.continue);
    expect(names(ask(cluster, `GET ${CORE}/pods?limit=2&continue=${next}`))).toEqual(['c']);
    expect(ask(cluster, `GET ${CORE}/pods?fieldSelector=spec.colour=red`)).toMatchObject({
      status: 400,
      body: { message: 'field label not supported: spec.colour' },
    });
  });

  it('prints tables, also of nothing', () => {
    const cluster = clusterWithPods('a');
    const { body } = ask(cluster, `GET ${CORE}/pods`, { accept: TABLE });
    expect(body.columnDefinitions.map(({ name }: { name: string }) => name).slice(0, 3)).toEqual([
      'Name',
      'Ready',
      'Status',
    ]);
    expect(body.rows[0].cells[0]).toBe('a');
    expect(ask(cluster, `GET ${CORE}/services`, { accept: TABLE }).body.rows).toEqual([]);
  });

  it('gives what is only kept the metadata of every object, also when a file left its namespace out', () => {
    const cluster = clusterWithPods();
    const { metadata } = ask(cluster, `GET ${CORE}/configmaps/settings`).body;
    expect(metadata).toMatchObject({ name: 'settings', namespace: 'default' });
    expect(Object.keys(metadata)).toEqual(
      expect.arrayContaining(['uid', 'resourceVersion', 'creationTimestamp']),
    );
    const changed = ask(cluster, `PATCH ${CORE}/configmaps/settings`, {
      type: 'application/merge-patch+json',
      body: { data: { a: 'c' } },
    });
    expect(changed.body.data).toEqual({ a: 'c' });
    expect(changed.body.metadata.uid).toBe(metadata.uid);
    const old = {
      ...settings,
      metadata: { ...settings.metadata, resourceVersion: metadata.resourceVersion },
    };
    expect(ask(cluster, `PUT ${CORE}/configmaps/settings`, { body: old }).status).toBe(409);
    expect(ask(cluster, `DELETE ${CORE}/configmaps/settings`).status).toBe(200);
    expect(ask(cluster, `GET ${CORE}/configmaps/settings`).status).toBe(404);
  });
});

describe('watching', () => {
  it('goes on where a list ended, and tells who comes into a selection and who leaves it', () => {
    const cluster = clusterWithPods('a');
    const { resourceVersion } = ask(cluster, `GET ${CORE}/pods`).body.metadata;
    const label = (app: string) =>
      ask(cluster, `PATCH ${CORE}/pods/a`, {
        type: 'application/merge-patch+json',
        body: { metadata: { labels: { app } } },
      });
    label('b');
    const seen = watched(
      cluster,
      `GET ${CORE}/pods?watch=true&labelSelector=app=b&resourceVersion=${resourceVersion}`,
    );
    label('c');
    label('b');
    expect(seen.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'ADDED a',
      'DELETED a',
      'ADDED a',
    ]);
  });

  it('asks to list again from a revision that is forgotten', () => {
    const cluster = clusterWithPods('a');
    expect(() => watched(cluster, `GET ${CORE}/pods?watch=true&resourceVersion=1`)).toThrow(
      /too old resource version: 1 /,
    );
  });
});

describe('writing', () => {
  it('refuses, warns of or drops fields that a kind does not have', () => {
    const cluster = clusterWithPods();
    const body = { ...deployment('shop', 1), spec: { ...deployment('shop', 1).spec, colour: 'red' } };
    expect(ask(cluster, `POST ${APPS}/deployments?fieldValidation=Strict`, { body })).toMatchObject({
      status: 400,
      body: {
        message:
          'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.colour"',
      },
    });
    const warned = ask(cluster, `POST ${APPS}/deployments`, { body });
    expect(warned).toMatchObject({ status: 201, warnings: ['unknown field "spec.colour"'] });
    expect(warned.body.spec).not.toHaveProperty('colour');
  });

  it('changes nothing in a dry run', () => {
    const cluster = clusterWithPods();
    expect(ask(cluster, `POST ${APPS}/deployments?dryRun=All`, { body: deployment('shop', 1) }).status).toBe(
      201,
    );
    expect(ask(cluster, `GET ${APPS}/deployments/shop`).status).toBe(404);
  });

  it('patches lists of named things by their names', () => {
    const cluster = clusterWithPods();
    ask(cluster, `POST ${APPS}/deployments`, { body: deployment('shop', 1) });
    const { body } = ask(cluster, `PATCH ${APPS}/deployments/shop`, {
      type: 'application/strategic-merge-patch+json',
      body: { spec: { template: { spec: { containers: [{ name: 'side', image: 'busybox' }] } } } },
    });
    const images = body.spec.template.spec.containers.map(({ image }: { image: string }) => image);
    expect(images.sort()).toEqual(['busybox', 'nginx']);
  });

  it('makes the same of the same template, however it is written', () => {
    const nameOf = (template: object) => {
      const cluster = clusterWithPods();
      const body = { ...deployment('shop', 1), spec: { ...deployment('shop', 1).spec, template } };
      ask(cluster, `POST ${APPS}/deployments`, { body });
      letTimePass(cluster, 10_000);
      return names(ask(cluster, `GET ${APPS}/replicasets`));
    };
    const metadata = { labels: { app: 'shop', tier: 'web' } };
    const turned = { labels: { tier: 'web', app: 'shop' } };
    const written = { metadata, spec: { containers: [{ name: 'web', image: 'nginx', tty: true }] } };
    const other = {
      spec: { containers: [{ tty: true, resources: {}, image: 'nginx', name: 'web' }] },
      metadata: turned,
    };
    expect(nameOf(other)).toEqual(nameOf(written));
  });

  it('scales by the subresource', () => {
    const cluster = clusterWithPods();
    ask(cluster, `POST ${APPS}/deployments`, { body: deployment('shop', 1) });
    const { body: scale } = ask(cluster, `GET ${APPS}/deployments/shop/scale`);
    ask(cluster, `PUT ${APPS}/deployments/shop/scale`, { body: { ...scale, spec: { replicas: 3 } } });
    expect(ask(cluster, `GET ${APPS}/deployments/shop`).body.spec.replicas).toBe(3);
  });

  it('refuses bodies above 3 MiB and what is no object', () => {
    const cluster = clusterWithPods();
    const huge = { metadata: { name: 'x' }, data: { x: 'x'.repeat(LARGEST_BODY) } };
    expect(ask(cluster, `POST ${CORE}/configmaps`, { body: huge }).status).toBe(413);
    expect(ask(cluster, `POST ${CORE}/pods`, { body: [] }).status).toBeGreaterThanOrEqual(400);
    expect(ask(cluster, 'GET /api/v1/namespaces/%E0%A4%A').status).toBe(404);
  });
});

describe('server-side apply', () => {
  const apply = (cluster: Cluster, body: object, query = '') =>
    ask(cluster, `PATCH ${APPS}/deployments/shop?fieldManager=me${query}`, { type: APPLY, body });

  it('keeps what others set, unless it is forced', () => {
    const cluster = clusterWithPods();
    expect(apply(cluster, deployment('shop', 1)).status).toBe(201);
    const { body: scale } = ask(cluster, `GET ${APPS}/deployments/shop/scale`);
    ask(cluster, `PUT ${APPS}/deployments/shop/scale?fieldManager=you`, {
      body: { ...scale, spec: { replicas: 3 } },
    });
    expect(apply(cluster, deployment('shop', 1))).toMatchObject({
      status: 409,
      body: {
        message:
          'Apply failed with 1 conflict: conflict with "you" with subresource "scale" using apps/v1: .spec.replicas',
      },
    });
    expect(apply(cluster, deployment('shop', 1), '&force=true').body.spec.replicas).toBe(1);
  });

  it('takes away what the applier no longer says', () => {
    const cluster = clusterWithPods();
    const labelled = { ...deployment('shop', 1), metadata: { name: 'shop', labels: { a: '1', b: '2' } } };
    apply(cluster, labelled);
    const fewer = { ...deployment('shop', 1), metadata: { name: 'shop', labels: { b: '2' } } };
    expect(apply(cluster, fewer).body.metadata.labels).toEqual({ b: '2' });
  });
});

describe('deleting', () => {
  it('only what was meant', () => {
    const cluster = clusterWithPods('a');
    const body = { preconditions: { uid: 'another' } };
    expect(ask(cluster, `DELETE ${CORE}/pods/a`, { body })).toMatchObject({ status: 409 });
    expect(ask(cluster, `GET ${CORE}/pods/a`).status).toBe(200);
  });

  it('leaves orphans when asked to', () => {
    const cluster = clusterWithPods();
    ask(cluster, `POST ${APPS}/deployments`, { body: deployment('shop', 2) });
    letTimePass(cluster, 10_000);
    ask(cluster, `DELETE ${APPS}/deployments/shop`, { body: { propagationPolicy: 'Orphan' } });
    letTimePass(cluster, 10_000);
    expect(ask(cluster, `GET ${APPS}/replicasets`).body.items).toHaveLength(1);
    expect(ask(cluster, `GET ${CORE}/pods`).body.items).toHaveLength(2);
  });

  it('all that a selector means', () => {
    const cluster = clusterWithPods('a', 'b');
    ask(cluster, `DELETE ${CORE}/pods?labelSelector=app=a`, { body: { gracePeriodSeconds: 0 } });
    expect(names(ask(cluster, `GET ${CORE}/pods`))).toEqual(['b']);
  });
});

describe('beside a Pod', () => {
  it('the log has a line for each request that it answered', () => {
    const cluster = clusterOf([
      node,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', labels: { app: 'web' } },
        spec: {
          nodeName: 'node-a',
          containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web' },
        spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30080 }] },
      },
      { apiVersion: 'kubehop.dev/v1alpha1', kind: 'Client', metadata: { name: 'visitor' } },
      {
        apiVersion: 'kubehop.dev/v1alpha1',
        kind: 'Traffic',
        metadata: { name: 'visits' },
        spec: {
          from: { kind: 'Client', name: 'visitor' },
          url: 'http://192.168.1.11:30080/hello',
          ratePerSecond: 1,
        },
      },
    ]);
    letTimePass(cluster, 15_000);
    const { body } = ask(cluster, `GET ${CORE}/pods/web/log?tailLines=1`);
    expect(body).toMatch(
      /^192\.168\.1\.11 - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "GET \/hello HTTP\/1\.1" 200 - /,
    );
  });

  it('an eviction deletes, a command needs a Pod that has a Node, and a connection that stays open', () => {
    const cluster = clusterWithPods('a');
    expect(ask(cluster, `GET ${CORE}/pods/a/exec?command=ls`)).toMatchObject({
      status: 400,
      body: { message: 'pod a does not have a host assigned' },
    });
    const pod = ask(cluster, `GET ${CORE}/pods/a`).body as { spec: object };
    const bound = {
      ...pod,
      metadata: { name: 'b', namespace: 'default' },
      spec: { ...pod.spec, nodeName: 'node-a' },
    };
    expect(ask(cluster, `POST ${CORE}/pods`, { body: bound }).status).toBe(201);
    for (const subresource of ['exec?command=ls', 'portforward'])
      expect(ask(cluster, `GET ${CORE}/pods/b/${subresource}`)).toMatchObject({
        status: 400,
        body: { message: 'Upgrade request required' },
      });
    expect(ask(cluster, `POST ${CORE}/pods/a/eviction`, { body: {} }).status).toBe(201);
    letTimePass(cluster, 40_000);
    expect(ask(cluster, `GET ${CORE}/pods/a`).status).toBe(404);
  });
});
